import SourceText
import TestSupport
import Testing

struct `Nearest word` {
    private let names = ["play", "prompt", "joinConference", "startOnEnter", "muted", "beep"]

    @Test func `is the one that was meant`() {
        let typed = ["paly", "Prompt", "joinConferense", "start_on_enter", "mute", "bep"]
        let meant = ["play", "prompt", "joinConference", "startOnEnter", "muted", "beep"]
        for (word, expected) in zip(typed, meant) { #expect(nearest(to: word, among: names) == expected) }
    }

    @Test func `is none when nothing is near`() {
        for word in ["", "record", "xyz", "p", String(repeating: "play", count: 20_000)] {
            #expect(nearest(to: word, among: names) == nil, "\(word.prefix(20))")
        }
        #expect(nearest(to: "play", among: [String]()) == nil)
    }

    @Test func `counts a swap as one edit and prefers the first of equals`() {
        #expect(nearest(to: "ab", among: ["ba"]) == "ba")
        #expect(nearest(to: "abc", among: ["abd", "abe"]) == "abd")
    }

    /// Each finding of a generated document asks, and each may have 20,000 names to choose from.
    @Test func `is sought among the first thousand of about its length`() {
        let far = Array(repeating: "a name of quite another length", count: 5_000)
        #expect(nearest(to: "label", among: far + ["lable"]) == "lable")
        #expect(nearest(to: "label", among: Array(repeating: "other", count: 999) + ["lable"]) == "lable")
        #expect(nearest(to: "label", among: Array(repeating: "other", count: 1_000) + ["lable"]) == nil)
    }

    @Test(arguments: 1...5 as ClosedRange<UInt64>)
    func `is the one with the fewest edits`(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        for _ in 0..<40 {
            let word = Self.word(&random)
            let candidates = (0..<4).map { _ in Self.word(&random) }
            let limit = max(1, word.utf8.count / 3)
            let distances = candidates.map { Self.edits(Array(word.utf8), Array($0.utf8)) }
            let lowest = distances.min() ?? .max
            let expected = lowest <= limit ? distances.firstIndex(of: lowest).map { candidates[$0] } : nil
            #expect(nearest(to: word, among: candidates) == expected, "seed \(seed): \(word) \(candidates)")
        }
    }

    private static func word(_ random: inout SplitMix64) -> String {
        String((0..<random.next() % 5 + 1).map { _ in "abc".randomElement(using: &random) ?? "a" })
    }

    /// By the definition: the last letters alike, replaced, removed, added or swapped.
    private static func edits(_ left: [UInt8], _ right: [UInt8]) -> Int {
        guard let last = left.last, let other = right.last else { return max(left.count, right.count) }
        let (head, tail) = (Array(left.dropLast()), Array(right.dropLast()))
        var fewest = min(
            edits(head, tail) + (last == other ? 0 : 1), edits(head, right) + 1, edits(left, tail) + 1)
        if head.last == other, tail.last == last {
            fewest = min(fewest, 1 + edits(Array(head.dropLast()), Array(tail.dropLast())))
        }
        return fewest
    }
}
