// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "relay-double",
    platforms: [.macOS(.v15)],
    dependencies: [.package(name: "callflow", path: "../..")],
    targets: [
        .testTarget(
            name: "WorkerTests", dependencies: [.product(name: "CallFlowTestKit", package: "callflow")])
    ]
)
