/// Finds a key's index among a few known names, in both spellings, without building a string or a dictionary: the
/// hot path of reading a flow.
struct KeyTable: Sendable {
    /// Which name, and in which spelling.
    struct Match {
        let index: Int
        let isAlias: Bool
    }

    private struct Slot {
        var name: String
        var index: Int16
        var isAlias: Bool
    }

    private var slots: [Slot?]
    private let mask: Int

    init(_ names: [(name: String, alias: String)]) {
        var size = 8
        while size < names.count * 4 { size *= 2 }
        mask = size - 1
        slots = Array(repeating: nil, count: size)
        for (index, pair) in names.enumerated() {
            insert(Slot(name: pair.name, index: Int16(index), isAlias: false))
            if pair.alias != pair.name { insert(Slot(name: pair.alias, index: Int16(index), isAlias: true)) }
        }
    }

    private mutating func insert(_ slot: Slot) {
        var place = Self.hash(slot.name) & mask
        while let taken = slots[place] {
            precondition(taken.name != slot.name, "the name `\(slot.name)` is declared twice")
            place = (place + 1) & mask
        }
        slots[place] = slot
    }

    func match(_ key: String) -> Match? {
        var place = Self.hash(key) & mask
        while let slot = slots[place] {
            // Equal length first: `==` alone compares by canonical equivalence.
            if slot.name.utf8.count == key.utf8.count, slot.name == key {
                return Match(index: Int(slot.index), isAlias: slot.isAlias)
            }
            place = (place + 1) & mask
        }
        return nil
    }

    /// Length, first, middle and last byte tell nearly all names of one object apart.
    @inline(__always)
    private static func hash(_ text: String) -> Int {
        text.utf8.withContiguousStorageIfAvailable { hash($0) }
            ?? Array(text.utf8).withUnsafeBufferPointer { hash($0) }
    }

    @inline(__always)
    private static func hash(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
        let count = bytes.count
        guard count > 0 else { return 0 }
        var hash = count &* 0x9E5
        hash = (hash ^ Int(bytes[0])) &* 0x1B3
        hash = (hash ^ Int(bytes[count >> 1])) &* 0x1B3
        hash = (hash ^ Int(bytes[count - 1])) &* 0x1B3
        return hash ^ (hash >> 9)
    }
}
