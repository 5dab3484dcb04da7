/// The nearest known name, for "did you mean".
enum Suggestion {
    /// The candidate within two edits of a name, or that differs only in case; nil when none is near.
    static func nearest(to name: String, among candidates: [String]) -> String? {
        let lowered = name.lowercased()
        if let same = candidates.first(where: { $0.lowercased() == lowered }) { return same }
        let limit = name.utf8.count < 4 ? 1 : 2
        guard name.utf8.count <= 32 else { return nil }
        return candidates.map { ($0, distance(Array(name.utf8), Array($0.utf8))) }
            .filter { $0.1 <= limit }.min { $0.1 < $1.1 }?.0
    }

    /// Levenshtein's distance.
    private static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
        var row = Array(0...right.count)
        for (lineIndex, byte) in left.enumerated() {
            var diagonal = row[0]
            row[0] = lineIndex + 1
            for (index, other) in right.enumerated() {
                let substituted = diagonal + (byte == other ? 0 : 1)
                diagonal = row[index + 1]
                row[index + 1] = min(substituted, diagonal + 1, row[index] + 1)
            }
        }
        return row[right.count]
    }
}
