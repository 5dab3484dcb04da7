// swift-tools-version: 6.2
import PackageDescription

/// One list of settings for every target: language mode 6, the upcoming features, warnings as errors.
let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .treatAllWarnings(as: .error),
]

let orderedCollections = Target.Dependency.product(name: "OrderedCollections", package: "swift-collections")
let rigidArrays = Target.Dependency.product(name: "BasicContainers", package: "swift-collections")
let deques = Target.Dependency.product(name: "DequeModule", package: "swift-collections")
let heaps = Target.Dependency.product(name: "HeapModule", package: "swift-collections")
let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")

/// The trait of everything that needs a network or a database. On by default; without it (`make demo`)
/// nothing of the packages below is fetched or built.
let server = TargetDependencyCondition.when(traits: ["Server"])

/// A library that only the server needs.
func served(_ name: String, _ package: String) -> Target.Dependency {
    .product(name: name, package: package, condition: server)
}

/// A target of ours that only the server needs.
func served(_ name: String) -> Target.Dependency { .target(name: name, condition: server) }

let nioCore = served("NIOCore", "swift-nio")
let nioPosix = served("NIOPosix", "swift-nio")
let nioHTTP1 = served("NIOHTTP1", "swift-nio")
let nioWebSocket = served("NIOWebSocket", "swift-nio")
let nioSSL = served("NIOSSL", "swift-nio-ssl")
let hummingbird = served("Hummingbird", "hummingbird")
let hummingbirdCore = served("HummingbirdCore", "hummingbird")
let logging = served("Logging", "swift-log")
let metrics = served("Metrics", "swift-metrics")
let signals = served("UnixSignals", "swift-service-lifecycle")
let sqlite = served("GRDB", "GRDB.swift")

/// A library target with the strict settings; `on` names targets of lower rows only.
func layer(_ name: String, on dependencies: Target.Dependency...) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

func tool(_ name: String, on dependencies: Target.Dependency...) -> Target {
    .executableTarget(name: name, dependencies: dependencies, swiftSettings: strict)
}

/// What tests share; it stands beside them, and no product has it.
func shared(_ name: String, on dependencies: Target.Dependency...) -> Target {
    .target(name: name, dependencies: dependencies, path: "Tests/\(name)", swiftSettings: strict)
}

/// Data beside tests that the package manager leaves alone.
let goldens = ["Goldens"]

/// Tests of a target; `excluding` names folders of data beside them.
func tests(_ name: String, on dependencies: Target.Dependency..., excluding data: [String] = []) -> Target {
    .testTarget(name: "\(name)Tests", dependencies: dependencies, exclude: data, swiftSettings: strict)
}

let core = [
    "SourceText", "YAMLTree", "FlowExpressions", "FlowModel", "FlowValidation", "FlowRuntime", "Conferencing",
]

// Read downwards, this is the architecture: a row names only rows above it.
let package = Package(
    name: "callflow",
    products: [
        // A product names what its umbrella re-exports, so that a change there rebuilds whoever uses it.
        .library(name: "CallFlow", targets: core + ["CallFlow"]),
        .library(
            name: "CallFlowTestKit",
            targets: core + [
                "CallFlow", "SimulatedBackend", "CassetteBackend", "FlowTesting", "CallFlowTestKit",
            ]),
        // The server as a library. What it has is declared `package`: for the benchmarks.
        .library(
            name: "CallFlowServer",
            targets: [
                "JSONRPC", "RelayProtocol", "WebSocketTransport", "OutboundHTTP", "RelayBackend",
                "CallJournal", "ProjectFile", "CallFlowServer",
            ]),
        .executable(name: "callflow", targets: ["CallFlowCommand"]),
        .executable(name: "callflow-dev", targets: ["CallFlowDev"]),
    ],
    traits: [
        .trait(name: "Server", description: "Real calls: RELAY, the server, journals on disk."),
        .default(enabledTraits: ["Server"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    ],
    targets: [
        // 0: text with positions, findings and their renderings; the C library.
        .systemLibrary(
            name: "CLibYAML", pkgConfig: "yaml-0.1",
            providers: [.apt(["libyaml-dev"]), .brew(["libyaml"])]),
        layer("SourceText"),
        layer("JSONRPC"),
        // 1: YAML as a tree that knows its bytes; the expression language.
        layer("YAMLTree", on: "CLibYAML", "SourceText"),
        layer("FlowExpressions", on: orderedCollections),
        // 2: the typed tree of a flow; every step declared once.
        layer(
            "FlowModel", on: "SourceText", "YAMLTree", "FlowExpressions", orderedCollections, rigidArrays),
        // 3: what is wrong with a flow; what a flow does; what a room does.
        layer("FlowValidation", on: "SourceText", "YAMLTree", "FlowExpressions", "FlowModel"),
        layer("FlowRuntime", on: "SourceText", "FlowExpressions", "FlowModel", orderedCollections),
        layer("Conferencing", on: "FlowModel"),
        // 4: the simulated phone system and its scenarios.
        layer(
            "SimulatedBackend",
            on: "SourceText", "YAMLTree", "FlowExpressions", "FlowModel", "FlowRuntime", "Conferencing",
            deques,
            orderedCollections),
        // 4 as well: calls from a file, as they were recorded.
        layer(
            "CassetteBackend",
            on: "SourceText", "FlowExpressions", "FlowModel", "FlowRuntime", orderedCollections),
        // 4: SignalWire RELAY as a value: the connection and its calls, fed with frames.
        layer(
            "RelayProtocol", on: "JSONRPC", "FlowExpressions", "FlowModel", "FlowRuntime", "Conferencing",
            deques, heaps, orderedCollections),
        // 4: frames over TLS; what a flow asks of the rest of the network.
        layer("WebSocketTransport", on: nioCore, nioHTTP1, nioPosix, nioSSL, nioWebSocket),
        layer("OutboundHTTP", on: "FlowRuntime", deques, heaps, nioCore, nioHTTP1, nioPosix, nioSSL),
        // 5: real calls.
        layer(
            "RelayBackend", on: "FlowRuntime", "RelayProtocol", "WebSocketTransport", "OutboundHTTP", nioCore,
            nioPosix),
        layer(
            "RelayDouble", on: "JSONRPC", "FlowModel", "FlowRuntime", "Conferencing", heaps, nioCore,
            nioHTTP1, nioPosix, nioSSL, nioWebSocket),
        layer(
            "CallJournal", on: "SourceText", "FlowExpressions", "FlowModel", "FlowRuntime", "CassetteBackend",
            sqlite, orderedCollections),
        // 5: tests of flows: expectations, coverage, variations.
        layer(
            "FlowTesting",
            on: "SourceText", "YAMLTree", "FlowExpressions", "FlowModel", "FlowRuntime", "Conferencing",
            "SimulatedBackend", orderedCollections),
        // 5: the file that says which call gets which flow.
        layer(
            "ProjectFile",
            on: "SourceText", "YAMLTree", "FlowExpressions", "FlowModel", "FlowValidation", "FlowRuntime",
            orderedCollections),
        // 6: a worker: answers calls until it is stopped.
        layer(
            "CallFlowServer", on: "SourceText", "FlowExpressions", "FlowModel", "FlowValidation",
            "FlowRuntime", "CallJournal", "ProjectFile", hummingbird, hummingbirdCore, nioCore, logging,
            metrics, orderedCollections),
        // 6: the two libraries that users import.
        layer(
            "CallFlow",
            on: "SourceText", "YAMLTree", "FlowExpressions", "FlowModel", "FlowValidation", "FlowRuntime",
            "Conferencing", orderedCollections),
        layer(
            "CallFlowTestKit",
            on: "CallFlow", "SimulatedBackend", "CassetteBackend", "FlowTesting", "SourceText",
            "FlowExpressions",
            "FlowModel", "FlowValidation", "FlowRuntime", "Conferencing", served("RelayDouble")),
        // 7: the programs.
        tool(
            "CallFlowCommand",
            on: "SourceText", "YAMLTree", "FlowExpressions", "FlowModel", "FlowValidation", "FlowRuntime",
            "Conferencing", "SimulatedBackend", "CassetteBackend", "FlowTesting", "ProjectFile",
            argumentParser, orderedCollections, served("RelayProtocol"), served("WebSocketTransport"),
            served("OutboundHTTP"), served("RelayBackend"), served("CallJournal"), served("CallFlowServer"),
            nioCore, nioPosix, logging, signals),
        tool("CallFlowDev", on: "SourceText", "FlowModel", "FlowValidation", argumentParser),

        shared("TestSupport", on: "SourceText"),

        tests("SourceText", on: "TestSupport", "SourceText"),
        tests("YAMLTree", on: "TestSupport", "YAMLTree", "SourceText"),
        tests("FlowExpressions", on: "TestSupport", "FlowExpressions", orderedCollections),
        tests("FlowModel", on: "TestSupport", "FlowModel", "FlowExpressions", "YAMLTree", "SourceText"),
        tests(
            "FlowValidation",
            on: "TestSupport", "FlowValidation", "FlowModel", "FlowExpressions", "YAMLTree", "SourceText"),
        tests(
            "FlowRuntime", on: "SourceText", "FlowExpressions", "FlowModel", "FlowRuntime", orderedCollections
        ),
        tests("Conferencing", on: "TestSupport", "Conferencing", "FlowModel"),
        tests(
            "SimulatedBackend",
            on: "TestSupport", "SimulatedBackend", "Conferencing", "FlowRuntime", "FlowModel",
            "FlowExpressions",
            "SourceText", orderedCollections),
        tests(
            "CassetteBackend",
            on: "TestSupport", "CassetteBackend", "SimulatedBackend", "FlowRuntime", "FlowModel",
            "FlowExpressions",
            "SourceText", orderedCollections),
        tests(
            "FlowTesting",
            on: "TestSupport", "FlowTesting", "SimulatedBackend", "Conferencing", "FlowRuntime", "FlowModel",
            "YAMLTree",
            "SourceText"),
        tests("JSONRPC", on: "TestSupport", "JSONRPC", "FlowExpressions", orderedCollections),
        tests(
            "RelayProtocol", on: "TestSupport", "JSONRPC", "FlowExpressions", "FlowModel", "FlowRuntime",
            "RelayProtocol"),
        tests("WebSocketTransport", on: "TestSupport", "WebSocketTransport", nioCore, nioPosix, nioSSL),
        tests("OutboundHTTP", on: "TestSupport", "FlowRuntime", "OutboundHTTP", nioCore, nioPosix, nioSSL),
        tests(
            "RelayDouble", on: "TestSupport", "JSONRPC", "FlowRuntime", "WebSocketTransport", "RelayDouble",
            nioCore, nioPosix),
        tests(
            "RelayBackend", on: "TestSupport", "SourceText", "JSONRPC", "FlowExpressions", "FlowModel",
            "FlowValidation",
            "FlowRuntime", "Conferencing", "SimulatedBackend", "CassetteBackend", "RelayProtocol",
            "WebSocketTransport", "OutboundHTTP", "RelayBackend", "RelayDouble", "CallJournal",
            "CallFlow",
            "CallFlowTestKit", orderedCollections, nioCore, nioHTTP1, nioPosix, nioWebSocket),
        tests(
            "CallJournal", on: "TestSupport", "SourceText", "FlowExpressions", "FlowModel", "FlowRuntime",
            "SimulatedBackend", "CassetteBackend", "CallJournal", sqlite, orderedCollections),
        tests(
            "ProjectFile", on: "TestSupport", "SourceText", "FlowExpressions", "FlowModel", "FlowValidation",
            "FlowRuntime", "ProjectFile", orderedCollections),
        tests(
            "CallFlowServer", on: "SourceText", "FlowModel", "FlowRuntime", "ProjectFile", "CallFlowServer",
            nioCore, nioPosix, logging, metrics, orderedCollections),
        // Umbrellas are imported alone; what they re-export is named here so that its changes rebuild the
        // tests.
        tests(
            "CallFlow",
            on: "CallFlow", "SourceText", "FlowExpressions", "FlowModel", "FlowValidation", "FlowRuntime",
            "Conferencing"),
        tests(
            "CallFlowTestKit",
            on: "TestSupport", "CallFlowTestKit", "CallFlow", "SimulatedBackend", "CassetteBackend",
            "SourceText",
            "FlowExpressions", "FlowModel", "FlowValidation", "FlowRuntime", "Conferencing"),
        tests("CallFlowDev", on: "TestSupport", "CallFlowDev"),
        tests(
            "EndToEnd",
            on: "TestSupport", "CallFlowCommand", "SourceText", "FlowExpressions", "FlowModel",
            "FlowValidation", "FlowRuntime", "Conferencing", "SimulatedBackend", "FlowTesting",
            "ProjectFile", served("CallJournal"), served("RelayDouble"), sqlite, orderedCollections,
            excluding: goldens),
        tests("Tidy", on: "TestSupport"),
    ]
)
