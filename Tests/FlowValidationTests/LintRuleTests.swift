import FlowModel
import Foundation
import SourceText
import TestSupport
import Testing

@testable import FlowValidation

/// Every rule's own examples, each also under edits that must not change the verdict.
struct `Lint rules` {
    @Test func `report exactly the marked ranges of their examples`() {
        for rule in LintRule.all {
            for example in rule.bad + rule.good {
                for edit in SourceEdit.allCases { check(example, of: rule, under: edit) }
            }
        }
    }

    private func check(_ example: String, of rule: LintRule, under edit: SourceEdit) {
        let source = MarkedSource(edit.apply(to: LintRule.document(of: example)))
        let reading = Flow.read(source.file)
        let hasErrors = reading.hasErrors
        #expect(!hasErrors, "\(rule.id.name), \(edit):\n\(example)\n\(reading.findings.map(\.message))")
        let report = Linter.lint(reading, LintOptions(target: rule.target), rules: [rule])
        let found = report.findings.filter { $0.id == rule.id }
        let isAsMarked = found.map(\.range) == source.ranges
        #expect(
            isAsMarked,
            """
            \(rule.id.name), \(edit):
            \(example)
            found \(found.map { "\($0.message): \(source.file.text(in: $0.range))" })
            """
        )
        #expect(found.allSatisfy { $0.severity <= rule.severity })
    }

    @Test func `mark every bad example and no good one`() {
        for rule in LintRule.all {
            #expect(
                !rule.bad.isEmpty && rule.bad.allSatisfy { !MarkedSource($0).ranges.isEmpty },
                "\(rule.id.name)")
            #expect(
                !rule.good.isEmpty && rule.good.allSatisfy { MarkedSource($0).ranges.isEmpty },
                "\(rule.id.name)")
        }
    }

    /// The fixes of all bad examples, applied, leave nothing for the rule to say, and no error.
    @Test func `mend what they offer to mend`() {
        for rule in LintRule.all {
            for example in rule.bad {
                let source = MarkedSource(LintRule.document(of: example))
                let found = Linter.lint(Flow.read(source.file), rules: [rule]).findings.filter {
                    $0.id == rule.id
                }
                guard !found.isEmpty, found.allSatisfy({ $0.fix != nil }) else { continue }
                var bytes = source.file.bytes
                for edit in found.compactMap(\.fix).flatMap(\.edits).sorted(by: { $0.range > $1.range }) {
                    bytes.replaceSubrange(edit.range.offsets, with: Array(edit.text.utf8))
                }
                let mended = Linter.lint(Flow.read(SourceFile(name: "mended", bytes: bytes)), rules: [rule])
                #expect(
                    mended.canRun && !mended.findings.contains { $0.id == rule.id },
                    "\(rule.id.name):\n\(example)")
            }
        }
    }

    /// The contents and traits that rules ask for only spare time: without them they find the same, in one
    /// another's examples too.
    @Test func `find the same in every flow when they ask for nothing`() {
        let asking = LintRule.all.filter { !$0.contents.isEmpty || !$0.traits.isEmpty }
        // A tag makes a text of what looks like a number, and is one as a parameter.
        let tagged = "main:\n  - request: {url: \"https://example.com/a\", timeout: !!str 5000}"
        let examples = LintRule.all.flatMap { $0.bad + $0.good } + [tagged]
        var found = 0
        for example in examples {
            let reading = Flow.read(
                SourceFile(name: "a.yaml", text: LintRule.document(of: MarkedSource(example).text)))
            let usual = Linter.lint(reading, rules: asking).findings
            #expect(
                usual == Linter.lint(reading, rules: asking.map(\.askingForNothing)).findings, "\(example)")
            found += usual.count
        }
        #expect(found > asking.count)
    }

    @Test func `have names, and files of the same name`() throws {
        let names = LintRule.all.map(\.id.name)
        #expect(Set(names).count == names.count)
        for name in names { #expect(name.allSatisfy { $0 == "-" || $0.isLowercase }, "\(name)") }
        let files = try FileManager.default.contentsOfDirectory(
            atPath: Repository.path("Sources/FlowValidation/Rules"))
        let words = Set(files.map { $0.replacing(".swift", with: "").lowercased() })
        #expect(words.symmetricDifference(names.map { $0.replacing("-", with: "") }) == [])
    }

    @Test func `say whole sentences in their pages and half ones in their messages`() {
        for rule in LintRule.all {
            #expect(rule.summary.hasSuffix(".") && rule.why.hasSuffix("."), "\(rule.id.name)")
            for example in rule.bad {
                let source = MarkedSource(LintRule.document(of: example))
                for finding in Linter.lint(Flow.read(source.file), rules: [rule]).findings {
                    #expect(!finding.message.hasSuffix(".") && finding.message.first?.isUppercase != true)
                }
            }
        }
    }
}

extension LintRule {
    /// The rule as it is, run in every flow that has its steps.
    fileprivate var askingForNothing: LintRule {
        LintRule(
            id: id, severity: severity, summary: summary, why: why, bad: bad, good: good, steps: steps,
            needsWholeDocument: needsWholeDocument, target: target, check: check)
    }
}
