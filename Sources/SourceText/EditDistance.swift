/// The candidate that a misspelt word most likely meant, for "did you mean"; `nil` when none is near.
///
/// Near means at most a third of the word's length, and at least one edit, in insertions, deletions,
/// replacements and swaps of neighbours, ASCII case ignored (bounded Damerau-Levenshtein over UTF-8). Of
/// equally near candidates the first wins. Words over 64 bytes have no neighbour: nobody mistypes those, and
/// an attacker's would cost time. For the same reason only the first thousand candidates that are about as
/// long as the word are looked at.
package func nearest(to word: String, among candidates: some Sequence<String>) -> String? {
    guard !word.isEmpty, var search = EditDistance(word) else { return nil }
    var best: String?
    var left = EditDistance.mostCandidates
    for candidate in candidates {
        guard abs(candidate.utf8.count - search.length) <= search.limit else { continue }
        left -= 1
        guard left >= 0 else { break }
        guard let distance = search.distance(to: candidate) else { continue }
        best = candidate
        if distance == 0 { break }
        search.limit = distance - 1
    }
    return best
}

/// The way from one word to others, in edits. It keeps its memory from one to the next.
struct EditDistance {
    static let longestWord = 64
    static let mostCandidates = 1_000

    private let word: [UInt8]
    private var other: [UInt8] = []
    /// The rows of the table for the word up to the letter before the last, up to the last, and up to it.
    private var beforeLast: [Int] = []
    private var last: [Int] = []
    private var current: [Int] = []
    /// A distance above this is none.
    var limit: Int

    var length: Int { word.count }

    /// `nil` for a word that is too long.
    init?(_ word: String) {
        guard word.utf8.count <= Self.longestWord else { return nil }
        self.word = word.utf8.map(Self.folded)
        limit = max(1, word.utf8.count / 3)
    }

    /// An ASCII letter in lower case.
    private static func folded(_ byte: UInt8) -> UInt8 { byte &- 0x41 < 26 ? byte | 0x20 : byte }

    /// The number of edits (optimal string alignment), or `nil` when it is above the limit.
    mutating func distance(to candidate: String) -> Int? {
        other.removeAll(keepingCapacity: true)
        other.append(contentsOf: candidate.utf8.lazy.map(Self.folded))
        guard abs(word.count - other.count) <= limit else { return nil }
        last.removeAll(keepingCapacity: true)
        last.append(contentsOf: 0...other.count)
        for row in word.indices {
            // No later row has a lower value than the lowest of two rows that follow each other.
            if addRow(row) > limit, row > 0, beforeLast.allSatisfy({ $0 > limit }) { return nil }
        }
        return last[other.count] <= limit ? last[other.count] : nil
    }

    /// Adds the row of a letter to the table; gives its lowest value.
    private mutating func addRow(_ row: Int) -> Int {
        current.removeAll(keepingCapacity: true)
        current.append(row + 1)
        var lowest = row + 1
        for column in other.indices {
            let replaced = last[column] + (word[row] == other[column] ? 0 : 1)
            var edits = min(replaced, last[column + 1] + 1, current[column] + 1)
            if row > 0, column > 0, word[row] == other[column - 1], word[row - 1] == other[column] {
                edits = min(edits, beforeLast[column - 1] + 1)
            }
            current.append(edits)
            lowest = min(lowest, edits)
        }
        // The oldest row's memory is the next one's.
        swap(&beforeLast, &last)
        swap(&last, &current)
        return lowest
    }
}
