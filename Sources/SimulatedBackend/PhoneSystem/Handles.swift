/// One leg of the simulated phone system: a place in its table, never used twice.
package struct LegID: RawRepresentable, Sendable, Hashable, Codable, Comparable {
    package let rawValue: Int32
    package init(rawValue: Int32) { self.rawValue = rawValue }
    init(_ index: Int) { rawValue = Int32(truncatingIfNeeded: index) }

    package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }

    var index: Int { Int(rawValue) }
}

/// A conference name in use: a place in the phone system's table, used again when nobody is inside any more.
package struct RoomID: RawRepresentable, Sendable, Hashable, Codable {
    package let rawValue: Int32
    package init(rawValue: Int32) { self.rawValue = rawValue }
    init(_ index: Int) { rawValue = Int32(truncatingIfNeeded: index) }

    var index: Int { Int(rawValue) }
}
