// The manifest, read downwards, is the architecture: the sources import what it says and nothing else.

extension HouseRule {
    static let layers = HouseRule(
        "a row of the manifest names only rows above it, and each folder of Sources and Tests is a row",
        broken: [
            ["Package.swift": #"layer("A", on: "B"), layer("B")"#],
            ["Package.swift": #"layer("A"), layer("A")"#],
            ["Package.swift": #"layer("A"), tests("A", on: "B")"#],
            ["Package.swift": #"layer("A")"#, "Sources/A/A.swift": "", "Sources/B/B.swift": ""],
            ["Package.swift": #"layer("A")"#, "Sources/A/A.swift": "", "Tests/ATests/A.swift": ""],
            ["Package.swift": #"layer("A")"#],
        ],
        kept: [
            [
                "Package.swift": #"layer("A"), tool("B", on: "A"), tests("A", on: "A")"#,
                "Sources/A/A.swift": "", "Sources/B/Main.swift": "", "Tests/ATests/A.swift": "",
            ]
        ]
    ) { sources in
        guard let manifest = Manifest(sources) else { return [] }
        let names = manifest.rows.map(\.name)
        var violations: [Violation] = []
        for (index, row) in manifest.rows.enumerated() {
            let above = names[..<index]
            let wrong = row.targets.filter { !above.contains($0) }.map {
                "\(row.name) names \($0), not above it"
            }
            let twice = above.contains(row.name) ? ["\(row.name) stands here twice"] : []
            let isEmpty = !sources.tree.files.contains { $0.path.contains("/\(row.name)/") }
            let empty = isEmpty ? ["\(row.name) has no folder"] : []
            violations += (wrong + twice + empty).map {
                Violation(path: Manifest.path, line: row.line, message: $0)
            }
        }
        let strays = Dictionary(grouping: sources.swift) { $0.row }.filter { row, _ in
            row.map { !names.contains($0) } ?? false
        }
        return violations + strays.values.compactMap { $0.first?.violation(at: 1, "its folder is no row") }
    }

    static let importsFollowTheManifest = HouseRule(
        "a file imports what the row of its target names, and each name of a row is imported",
        broken: [
            ["Package.swift": #"layer("A"), layer("B")"#, "Sources/B/B.swift": "import A"],
            ["Package.swift": #"layer("A"), tests("A")"#, "Tests/ATests/A.swift": "@testable import A"],
            [
                "Package.swift": #"layer("A")"#,
                "Sources/A/A.swift": "public import struct NIOCore.ByteBuffer",
            ],
            ["Package.swift": #"layer("A"), layer("B", on: "A")"#, "Sources/B/B.swift": "// import A"],
            ["Package.swift": #"let c = D.product(name: "C"), layer("A", on: c)"#, "Sources/A/A.swift": ""],
        ],
        kept: [
            [
                "Package.swift": #"let c = D.product(name: "C"), layer("A", on: c), tests("A", on: "A")"#,
                "Sources/A/A.swift": "package import C\nimport Foundation",
                "Tests/ATests/A.swift": "import A\nimport Testing",
            ],
            [
                "Package.swift": #"layer("A"), layer("B", on: "A"), tests("B", on: "B", "A")"#,
                "Sources/B/B.swift": "@_exported public import A", "Tests/BTests/B.swift": "import B",
            ],
        ]
    ) { sources in
        guard let manifest = Manifest(sources) else { return [] }
        let files = Dictionary(grouping: sources.swift) { $0.row ?? "" }
        let umbrellas = files.mapValues { files in
            Set(
                files.filter { file in file.tokens.contains { $0.isWord("_exported") } }.flatMap(\.imports)
                    .map(\.module))
        }
        return manifest.rows.flatMap { row in
            imports(of: files[row.name] ?? [], against: row, umbrellas)
        }
    }

    /// What comes with Swift: named by no row. The core's share of it is the next rule's business.
    private static let platform: Set = [
        "Darwin", "Dispatch", "Foundation", "FoundationEssentials", "FoundationNetworking",
        "FoundationXML", "Glibc", "Musl", "Synchronization",
    ]

    /// What an umbrella re-exports counts as imported where the umbrella is: a row that names it is rebuilt
    /// when it changes.
    private static func imports(
        of files: [SwiftFile], against row: Manifest.Row, _ umbrellas: [String: Set<String>]
    ) -> [Violation] {
        let named = Set(row.targets + row.products)
        let allowed = named.union(platform).union(row.name.hasSuffix("Tests") ? ["Testing"] : [])
        var used: Set<String> = []
        var violations: [Violation] = []
        for file in files {
            for (module, line) in file.imports {
                used.insert(module)
                for exported in umbrellas[module] ?? [] {
                    used.formUnion((umbrellas[exported] ?? []).union([exported]))
                }
                if !allowed.contains(module) {
                    violations.append(
                        file.violation(at: line, "imports \(module), which its row does not name"))
                }
            }
        }
        guard row.name != "CLibYAML" else { return violations }
        let idle = named.subtracting(used).sorted().map {
            Violation(
                path: Manifest.path, line: row.line, message: "\(row.name) names \($0) and never imports it")
        }
        return violations + idle
    }

    static let pureCore = HouseRule(
        "the core imports no platform, and libyaml is YAMLTree's alone",
        broken: [
            ["Sources/FlowRuntime/A.swift": "import Foundation"],
            ["Sources/FlowRuntime/A.swift": "import Glibc"],
            ["Sources/FlowExpressions/A.swift": "package import FoundationEssentials"],
            ["Sources/CallFlow/A.swift": "import CLibYAML"],
        ],
        kept: [
            [
                "Sources/YAMLTree/A.swift": "import CLibYAML",
                "Sources/CallFlowCommand/A.swift": "import Foundation",
                "Sources/FlowExpressions/A.swift": "import Glibc",
            ]
        ]
    ) { sources in
        sources.files(in: "Sources").flatMap { file in
            file.imports.compactMap { module, line in
                let target = file.target ?? ""
                let isForeign =
                    core.contains(target) && !module.hasPrefix("Flow") && !allowedInCore.contains(module)
                let isMathematics =
                    target == "FlowExpressions" && ["Darwin", "Glibc", "Musl"].contains(module)
                let isOthersLibYAML = module == "CLibYAML" && target != "YAMLTree"
                return isForeign && !isMathematics || isOthersLibYAML
                    ? file.violation(at: line, "\(target) imports \(module)") : nil
            }
        }
    }

    /// Below the rim: values only, so that they run wherever Swift does. JavaScript's `Math` needs libm.
    private static let core: Set = [
        "SourceText", "YAMLTree", "FlowExpressions", "FlowModel", "FlowValidation", "FlowRuntime",
        "Conferencing",
    ]
    private static let allowedInCore: Set = [
        "BasicContainers", "CLibYAML", "Conferencing", "DequeModule", "OrderedCollections", "SourceText",
        "YAMLTree",
    ]
}
