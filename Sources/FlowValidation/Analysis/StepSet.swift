import FlowModel

/// Some steps of a flow. Takes no memory of its own for the first 64, which few flows have more of.
struct StepSet {
    private var first: UInt64 = 0
    /// Those behind them, 64 in each word.
    private var others: [UInt64] = []

    func contains(_ id: StepID) -> Bool {
        let (word, bit) = StepSet.place(of: id)
        if word == 0 { return first & bit != 0 }
        return word <= others.count && others[word - 1] & bit != 0
    }

    mutating func insert(_ id: StepID) {
        let (word, bit) = StepSet.place(of: id)
        if word == 0 {
            first |= bit
        } else {
            while others.count < word { others.append(0) }
            others[word - 1] |= bit
        }
    }

    func isSubset(of other: StepSet) -> Bool {
        guard first & ~other.first == 0 else { return false }
        return others.indices.allSatisfy { word in
            others[word] & ~(word < other.others.count ? other.others[word] : 0) == 0
        }
    }

    private static func place(of id: StepID) -> (word: Int, bit: UInt64) {
        (id.index / 64, 1 << (id.index % 64))
    }
}
