import FlowExpressions

/// Finds a key's index among a few known names, in both spellings, without building a string or counting a
/// reference: the hot path of reading a flow.
struct KeyTable: Sendable {
    /// Which name, and in which spelling.
    struct Match {
        let index: Int
        let isAlias: Bool
        /// For sets of at most 64 names.
        var bit: UInt64 { 1 << UInt64(index) }
    }

    /// A name's place in `bytes`; `count` is 0 in an empty slot.
    private struct Slot {
        var start: Int32 = 0
        var count: Int16 = 0
        var index: Int8 = 0
        var isAlias = false
    }

    private var slots: [Slot]
    private var bytes: [UInt8] = []
    private let mask: Int

    init(_ names: [(name: String, alias: String)]) {
        precondition(names.count <= Int(Int8.max), "an index is kept in 8 bits")
        var size = 8
        while size < names.count * 4 { size *= 2 }
        mask = size - 1
        slots = Array(repeating: Slot(), count: size)
        for (index, pair) in names.enumerated() {
            insert(pair.name, index, isAlias: false)
            if pair.alias != pair.name { insert(pair.alias, index, isAlias: true) }
        }
    }

    private mutating func insert(_ name: String, _ index: Int, isAlias: Bool) {
        precondition(match(name) == nil, "the name `\(name)` is declared twice")
        var place = name.withBytes { Self.hash($0) } & mask
        while slots[place].count > 0 { place = (place + 1) & mask }
        slots[place] = Slot(
            start: Int32(bytes.count), count: Int16(name.utf8.count), index: Int8(index), isAlias: isAlias)
        bytes += name.utf8
    }

    func match(_ key: String) -> Match? { key.withBytes { match($0) } }

    func match(_ key: UnsafeBufferPointer<UInt8>) -> Match? {
        slots.withUnsafeBufferPointer { slots in
            var place = Self.hash(key) & mask
            while slots[place].count > 0 {
                let slot = slots[place]
                if Int(slot.count) == key.count, isEqual(key, slot) {
                    return Match(index: Int(slot.index), isAlias: slot.isAlias)
                }
                place = (place + 1) & mask
            }
            return nil
        }
    }

    private func isEqual(_ key: UnsafeBufferPointer<UInt8>, _ slot: Slot) -> Bool {
        bytes.withUnsafeBufferPointer { bytes in
            let start = Int(slot.start)
            for offset in key.indices where key[offset] != bytes[start + offset] { return false }
            return true
        }
    }

    /// Length, first, middle and last byte tell nearly all names of one object apart.
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

extension String {
    /// What follows the first so many bytes, which are ASCII. Counted in bytes: to `Character` the colon of
    /// `say:` and a combining mark behind it are one.
    func behind(_ count: Int) -> Substring { Substring(utf8.dropFirst(count)) }
}
