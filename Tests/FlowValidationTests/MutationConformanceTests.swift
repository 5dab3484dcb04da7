import FlowModel
import Foundation
import SourceText
import TestSupport
import Testing
import YAMLTree

@testable import FlowValidation

/// Mutated documents of the field, judged by us and by SWML's published schema.
///
/// The schema's verdict comes from `jsonschema` in one Python process; the test is skipped, loudly, without
/// the corpus or without Python's packages.
struct `Mutated documents` {
    static let seed: UInt64 = 20_261_122
    static let mutations = 1000

    @Test func `are wrong for us where they are wrong for the schema`() throws {
        guard let corpus = Repository.shared("corpus") else {
            print("SKIPPED: no corpus beside the package")
            return
        }
        let documents = try core(of: corpus)
        #expect(documents.count > 20)
        var mutator = Mutator(seed: Self.seed)
        var mutants: [Mutant] = []
        while mutants.count < Self.mutations {
            let document = documents[mutator.pick(documents.count)]
            if let mutant = mutator.mutate(document) { mutants.append(mutant) }
        }
        guard
            let verdicts = try SchemaJudge(corpus.appending(path: "SWMLObject.json")).verdicts(
                on: mutants.map(\.json))
        else {
            print("SKIPPED: python3 with jsonschema is needed to ask the schema")
            return
        }
        #expect(verdicts.count == mutants.count)
        var agreed = 0
        for (mutant, isValid) in zip(mutants, verdicts) {
            let report = Linter.lint(SourceFile(name: mutant.name, text: mutant.json))
            let errors = report.findings.filter { $0.severity == .error }
            if errors.isEmpty == isValid {
                agreed += 1
                continue
            }
            let isRuled = SchemaException.all.contains {
                $0.explains(mutant, errors.map(\.id.name), isValid: isValid)
            }
            #expect(
                isRuled,
                """
                seed \(Self.seed), \(mutant.name): \(mutant.what)
                schema: \(isValid ? "valid" : "invalid"); we: \(errors.map { "\($0.id.name): \($0.message)" })
                \(mutant.json)
                """)
        }
        #expect(agreed > mutants.count / 2)
    }

    /// The documents with nothing but steps of the first issue that the schema calls valid.
    private func core(of corpus: URL) throws -> [Document] {
        let index = try String(contentsOf: corpus.appending(path: "index.tsv"), encoding: .utf8)
        return try index.split(separator: "\n").dropFirst().compactMap { line in
            let columns = line.split(separator: "\t", omittingEmptySubsequences: false)
            guard columns[3] == "valid", columns[4] == "core", columns[0] != "015.yaml" else { return nil }
            let bytes = [UInt8](try Data(contentsOf: corpus.appending(path: String(columns[0]))))
            let tree = YAMLReader.read(SourceFile(name: String(columns[0]), bytes: bytes))
            return tree.root.map { Document(name: String(columns[0]), value: JSON($0)) }
        }
    }
}

/// A disagreement with the schema that is meant, and why.
struct SchemaException {
    let reason: String
    /// Whether the schema calls the mutant valid.
    let isValid: Bool
    private let matches: @Sendable (Mutant, Set<String>) -> Bool

    private init(
        _ reason: String, isValid: Bool, _ matches: @escaping @Sendable (Mutant, Set<String>) -> Bool
    ) {
        self.reason = reason
        self.isValid = isValid
        self.matches = matches
    }

    func explains(_ mutant: Mutant, _ errors: [String], isValid: Bool) -> Bool {
        isValid == self.isValid && matches(mutant, Set(errors))
    }

    static let all = accepted + refused

    /// What we accept and the schema does not.
    private static let accepted: [SchemaException] = [
        SchemaException("§1.3: a lone scalar or list stands for the main parameter", isValid: false) {
            mutant, _ in
            mutant.change == .wrongType && mutant.isStepValue
        },
        SchemaException("§1.4: a text is the scalar's own text, a numeric text is a number", isValid: false) {
            mutant, _ in
            mutant.change == .scalarType && mutant.new != .string("zzz")
        },
        SchemaException("C-06: null is {} where nothing is required", isValid: false) { mutant, _ in
            mutant.change == .null && (mutant.isStepValue || mutant.key == "params")
        },
        SchemaException("C-55: request.method has a default, with a hint", isValid: false) { mutant, _ in
            mutant.change == .droppedKey && mutant.key == "method"
        },
        SchemaException("C-33: a placeholder is accepted for any scalar", isValid: false) { mutant, _ in
            mutant.change == .placeholder
        },
        SchemaException("§5.1: a scheme in capitals is the same scheme", isValid: false) { mutant, _ in
            guard case .string(let text) = mutant.new else { return false }
            return ["SAY:", "HTTP:", "HTTPS:", "SILENCE:", "RING:"].contains { text.hasPrefix($0) }
        },
    ]

    /// What we refuse and the schema, which sees no further than one value, does not.
    private static let refused: [SchemaException] = [
        SchemaException("§3.10: labels and sections that are named must be there", isValid: true) {
            _, errors in
            errors.isSubset(of: ["unknown-label", "unknown-section", "missing-main"])
        },
        SchemaException("§3.14: a name, a URL, a text to say must not be empty", isValid: true) {
            mutant, errors in
            mutant.new == .string("") && errors.isSubset(of: ["invalid-value", "unknown-label"])
        },
        SchemaException("§3.4: an empty list of sounds or destinations", isValid: true) { mutant, errors in
            mutant.new == .list([]) && errors.isSubset(of: ["invalid-value", "missing-parameter"])
        },
        SchemaException("§3.14: what cannot be dialled or sent is no digit", isValid: true) {
            mutant, errors in
            ["digits", "terminators", "to", "from"].contains(mutant.key)
                && errors.isSubset(of: ["invalid-value", "wrong-url-scheme"])
        },
        SchemaException("§2.8, §2.9: conditions and paths are read when the document loads", isValid: true) {
            mutant, errors in
            ["when", "variable"].contains(mutant.key)
                && errors.isSubset(of: [
                    "invalid-expression", "unsupported-expression", "unknown-function", "invalid-path",
                ])
        },
        SchemaException("C-63: URLs are absolute and of a scheme that is spoken", isValid: true) {
            _, errors in
            errors == ["wrong-url-scheme"]
        },
        SchemaException("§3.5: counts and times are not negative", isValid: true) { mutant, errors in
            mutant.change == .outOfRange && errors.isSubset(of: ["out-of-range", "invalid-value"])
        },
    ]
}
