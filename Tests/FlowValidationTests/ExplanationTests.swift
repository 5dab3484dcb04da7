import FlowModel
import Foundation
import SourceText
import TestSupport
import Testing

@testable import FlowValidation

/// The pages of all findings.
struct `Explanations` {
    /// The ids that stand in the sources of everything that reports findings.
    @Test func `exist for every finding that the sources can report`() throws {
        let ids = try Self.reportedIDs().union(CoercionProblem.Kind.allNames)
        #expect(ids.count > 80)
        let missing = ids.filter { Explanation.page($0) == nil }
        #expect(missing.isEmpty, "no page for \(missing.sorted())")
        let unknown = Set(Explanation.all.map(\.id.name)).subtracting(ids).subtracting(Self.builtIDs)
        #expect(unknown.isEmpty, "pages of findings that nobody reports: \(unknown.sorted())")
    }

    private static func reportedIDs() throws -> Set<String> {
        // An id is the first argument of a finding, an advice or a rule, or the raw value of a kind.
        let patterns = try [
            #"(?:Finding|ID|\.warning|\.hint|\.error)\(\s*"([a-z]+(?:-[a-z0-9]+)+)""#, #"id: "([a-z-]+)""#,
            #": Finding\.ID = "([a-z-]+)""#,
        ].map { try Regex($0, as: (Substring, Substring).self) }
        var ids: Set<String> = []
        for folder in ["YAMLTree", "FlowModel", "FlowValidation"] {
            let path = Repository.path("Sources/\(folder)")
            let files = try #require(FileManager.default.enumerator(atPath: path))
            for case let file as String in files
            where file.hasSuffix(".swift") && !file.contains("Explanations/") {
                let text = try String(contentsOfFile: "\(path)/\(file)", encoding: .utf8)
                for pattern in patterns {
                    ids.formUnion(text.matches(of: pattern).map { String($0.output.1) })
                }
            }
        }
        return ids
    }

    /// Ids that the sources put together from a problem's kind.
    private static let builtIDs: Set<String> = [
        "invalid-expression", "unsupported-expression", "unknown-function", "expression-too-large",
        "invalid-pattern",
        "unclosed-placeholder", "env-for-envs",
    ]

    @Test func `have one page for one finding, in whole sentences`() {
        let names = Explanation.all.map(\.id.name)
        #expect(Set(names).count == names.count)
        #expect(names == names.sorted())
        for page in Explanation.all {
            #expect(page.summary.hasSuffix(".") || page.summary.hasSuffix(")."), "\(page.id.name)")
            #expect(page.why.hasSuffix("."), "\(page.id.name)")
        }
    }

    /// Every example shows the finding of its page, at the marked place, with the page's severity at most.
    @Test func `show what they speak of`() {
        for page in Explanation.all where Explanation.ofRules[page.id] == nil {
            for example in page.bad + page.good {
                let source = MarkedSource(LintRule.document(of: example))
                let found = Linter.lint(source.file).findings.filter { $0.id == page.id }
                if page.good.contains(example) || !source.ranges.isEmpty {
                    let isAsMarked = found.map(\.range) == source.ranges
                    #expect(
                        isAsMarked,
                        """
                        \(page.id.name):
                        \(example)
                        found \(found.map { source.file.text(in: $0.range) })
                        among \(Linter.lint(source.file).findings.map(\.id.name))
                        """
                    )
                } else {
                    #expect(!found.isEmpty, "\(page.id.name):\n\(example)")
                }
                #expect(found.allSatisfy { $0.severity <= page.severity }, "\(page.id.name)")
            }
        }
    }

    @Test func `read well as text`() throws {
        let page = try #require(Explanation.page("unreachable-step"))
        #expect(page.text.hasPrefix("unreachable-step (warning)\n\nA step that no call can come to.\n\n"))
        #expect(page.text.contains("\nReported:\n\n    main:\n      - hangup\n"))
        #expect(page.text.contains("# callflow: allow unreachable-step"))
        #expect(Explanation.page("no-such-thing") == nil)
        #expect(Explanation.nearestID(to: "unreachable-stop") == "unreachable-step")
    }
}

extension Explanation {
    /// The pages that rules give, whose examples are tested with the rules.
    fileprivate static let ofRules = Dictionary(
        uniqueKeysWithValues: LintRule.all.map { ($0.id, $0) })
}

extension CoercionProblem.Kind {
    fileprivate static let allNames = [
        wrongType, invalidValue, outOfRange, wrongScheme, plainWebSocket, notBoolean,
    ].map(\.rawValue)
}
