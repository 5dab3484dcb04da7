// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "embed",
    dependencies: [.package(name: "callflow", path: "../..", traits: [])],
    targets: [
        .executableTarget(
            name: "Embed",
            dependencies: [
                .product(name: "CallFlow", package: "callflow"),
                .product(name: "CallFlowTestKit", package: "callflow"),
            ]),
        .testTarget(
            name: "FlowTests",
            dependencies: [
                .product(name: "CallFlow", package: "callflow"),
                .product(name: "CallFlowTestKit", package: "callflow"),
            ]),
    ]
)
