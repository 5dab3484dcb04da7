/// The candidate that a misspelt word most likely meant, for "did you mean"; `nil` when none is near.
///
/// Near means at most a third of the word's length, and at least one edit, in insertions, deletions,
/// replacements and swaps of neighbours, ASCII case ignored (bounded Damerau-Levenshtein over UTF-8). Of
/// equally near candidates the first wins. Words over 64 bytes have no neighbour: nobody mistypes those, and
/// an attacker's would cost time.
package func nearest(to word: String, among candidates: some Sequence<String>) -> String? {
    let typed = EditDistance.folded(word)
    guard !typed.isEmpty, typed.count <= EditDistance.longestWord else { return nil }
    var best: String?
    var limit = max(1, typed.count / 3)
    for candidate in candidates {
        let target = EditDistance.folded(candidate)
        guard let distance = EditDistance.between(typed, target, limit: limit) else { continue }
        best = candidate
        if distance == 0 { break }
        limit = distance - 1
    }
    return best
}

enum EditDistance {
    static let longestWord = 64

    /// The bytes, ASCII letters in lower case.
    static func folded(_ word: String) -> [UInt8] {
        word.utf8.map { UInt8(ascii: "A")...UInt8(ascii: "Z") ~= $0 ? $0 | 0x20 : $0 }
    }

    /// The number of edits (optimal string alignment), or `nil` when it is above the limit.
    static func between(_ left: [UInt8], _ right: [UInt8], limit: Int) -> Int? {
        guard abs(left.count - right.count) <= limit else { return nil }
        var beforeLast: [Int] = []
        var last = Array(0...right.count)
        for row in left.indices {
            var current = [row + 1]
            current.reserveCapacity(right.count + 1)
            for column in right.indices {
                let replaced = last[column] + (left[row] == right[column] ? 0 : 1)
                var edits = min(replaced, last[column + 1] + 1, current[column] + 1)
                if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
                    edits = min(edits, beforeLast[column - 1] + 1)
                }
                current.append(edits)
            }
            (beforeLast, last) = (last, current)
        }
        return last[right.count] <= limit ? last[right.count] : nil
    }
}
