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
let deques = Target.Dependency.product(name: "DequeModule", package: "swift-collections")
let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")

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
        .executable(name: "callflow", targets: ["CallFlowCommand"]),
        .executable(name: "callflow-dev", targets: ["CallFlowDev"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
    ],
    targets: [
        // 0: text with positions, findings and their renderings; the C library.
        .systemLibrary(
            name: "CLibYAML", pkgConfig: "yaml-0.1",
            providers: [.apt(["libyaml-dev"]), .brew(["libyaml"])]),
        layer("SourceText"),
        // 1: YAML as a tree that knows its bytes; the expression language.
        layer("YAMLTree", on: "CLibYAML", "SourceText"),
        layer("FlowExpressions", on: orderedCollections),
        // 2: the typed tree of a flow; every step declared once.
        layer("FlowModel", on: "SourceText", "YAMLTree", "FlowExpressions", orderedCollections),
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
        // 5: tests of flows: expectations, coverage, variations.
        layer(
            "FlowTesting",
            on: "SourceText", "YAMLTree", "FlowExpressions", "FlowModel", "FlowRuntime", "Conferencing",
            "SimulatedBackend", orderedCollections),
        // 6: the two libraries that users import.
        layer(
            "CallFlow",
            on: "SourceText", "YAMLTree", "FlowExpressions", "FlowModel", "FlowValidation", "FlowRuntime",
            "Conferencing", orderedCollections),
        layer(
            "CallFlowTestKit",
            on: "CallFlow", "SimulatedBackend", "CassetteBackend", "FlowTesting", "SourceText",
            "FlowExpressions",
            "FlowModel", "FlowValidation", "FlowRuntime", "Conferencing"),
        // 7: the programs.
        tool(
            "CallFlowCommand",
            on: "SourceText", "YAMLTree", "FlowExpressions", "FlowModel", "FlowValidation", "FlowRuntime",
            "Conferencing", "SimulatedBackend", "CassetteBackend", "FlowTesting", argumentParser,
            orderedCollections),
        tool("CallFlowDev", on: "SourceText", "FlowModel", "FlowValidation", argumentParser),

        shared("TestSupport", on: "SourceText"),

        tests("SourceText", on: "SourceText"),
        tests("YAMLTree", on: "TestSupport", "YAMLTree", "SourceText"),
        tests("FlowExpressions", on: "TestSupport", "FlowExpressions", orderedCollections),
        tests("FlowModel", on: "TestSupport", "FlowModel", "FlowExpressions", "YAMLTree", "SourceText"),
        tests(
            "FlowValidation",
            on: "TestSupport", "FlowValidation", "FlowModel", "FlowExpressions", "YAMLTree", "SourceText"),
        tests(
            "FlowRuntime",
            on: "FlowRuntime", "FlowModel", "FlowExpressions", "SourceText", orderedCollections),
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
            "FlowValidation",
            "FlowRuntime", "Conferencing", "SimulatedBackend", "FlowTesting",
            excluding: goldens),
        tests("Tidy", on: "TestSupport"),
    ]
)
