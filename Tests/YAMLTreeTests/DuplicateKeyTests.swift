import SourceText
import TestSupport
import Testing
import YAMLTree

struct `Keys given twice` {
    /// Ways to write a few keys, some of which are alike in length, first and last letter.
    private static let spellings: [(written: String, key: String)] = [
        ("abc", "abc"), ("'abc'", "abc"), ("\"abc\"", "abc"), ("\"a\\x62c\"", "abc"), ("axc", "axc"),
        ("'a''c'", "a'c"), ("ab", "ab"), ("\"<<\"", "<<"), ("''", ""), ("a", "a"), ("\"\\x61\"", "a"),
        ("name", "name"), ("note", "note"), ("!!str abc", "abc"), ("&k abc", "abc"), ("5", "5"), ("é", "é"),
    ]

    @Test func `are found however they are written, in few keys and in many`() {
        var random = SplitMix64(seed: 20)
        for round in 0..<4_000 {
            let keys = (0...random.below(round % 50 == 0 ? 40 : 8)).map { _ in
                Self.spellings[random.below(Self.spellings.count)]
            }
            let text = "{" + keys.map { $0.written + " : {n: [1]}" }.joined(separator: ", ") + "}"
            var seen: Set<[UInt8]> = []
            let repeated = keys.indices.filter { !seen.insert(Array(keys[$0].key.utf8)).inserted }
            let result = read(text)
            let places = result.root?.mapping?.map(\.key.range) ?? []
            #expect(places.count == keys.count, "\(text)")
            #expect(
                result.findings.map(\.range) == repeated.map { places[$0] }, "\(text): \(result.findings)")
            #expect(result.findings.allSatisfy { $0.id == "duplicate-key" }, "\(text)")
        }
    }
}
