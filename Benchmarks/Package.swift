// swift-tools-version: 6.2
import PackageDescription

/// The folder of the measured package, which SwiftPM takes for its name when it compiles `package`
/// declarations.
let folder = Context.packageDirectory.split(separator: "/").dropLast().last ?? "callflow"
let measured = String(folder.lowercased().map { $0.isLetter || $0.isNumber ? $0 : "_" })

// A plain program and no benchmark library: each figure is a ratio to a named peer or limit measured in the
// same run, and peak memory needs a process of its own; a library that compares one run with another gives
// neither.
let package = Package(
    name: "callflow-benchmarks",
    products: [.executable(name: "callflow-bench", targets: ["CallFlowBenchmarks"])],
    dependencies: [
        .package(name: "callflow", path: ".."),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    ],
    targets: [
        .executableTarget(
            name: "CallFlowBenchmarks",
            dependencies: [
                .product(name: "CallFlowTestKit", package: "callflow"),
                .product(name: "CallFlowServer", package: "callflow"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            packageAccess: false,
            swiftSettings: [
                .swiftLanguageMode(.v6),
                .enableUpcomingFeature("ExistentialAny"),
                .enableUpcomingFeature("InternalImportsByDefault"),
                .enableUpcomingFeature("MemberImportVisibility"),
                .treatAllWarnings(as: .error),
                // It measures inner stages that no user needs, such as the tree alone, and so sees what is
                // declared `package`, as a target of the measured package would.
                .unsafeFlags(["-package-name", measured]),
            ])
    ]
)
