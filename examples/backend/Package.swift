// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "text-backend",
    platforms: [.macOS(.v15)],
    dependencies: [.package(name: "callflow", path: "../..", traits: [])],
    targets: [
        .target(name: "TextBackend", dependencies: [.product(name: "CallFlow", package: "callflow")]),
        .executableTarget(
            name: "TextPhone",
            dependencies: ["TextBackend", .product(name: "CallFlow", package: "callflow")]),
        .testTarget(
            name: "TextBackendTests",
            dependencies: ["TextBackend", .product(name: "CallFlowTestKit", package: "callflow")]),
    ]
)
