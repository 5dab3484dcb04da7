import OrderedCollections

extension Value: Codable {
    /// Plain JSON. `undefined` is left out of maps and `null` elsewhere; `NaN` and the infinities are `null`,
    /// as in `JSON.stringify`. The order of a map's keys is the coder's; where it matters use `jsonText`.
    public func encode(to encoder: any Encoder) throws {
        switch self {
        case .undefined, .null:
            var container = encoder.singleValueContainer()
            try container.encodeNil()
        case .bool(let bool):
            var container = encoder.singleValueContainer()
            try container.encode(bool)
        case .number(let number):
            try Value.encode(number, to: encoder)
        case .string(let text):
            try text.encode(to: encoder)
        case .list(let elements):
            var container = encoder.unkeyedContainer()
            for element in elements { try container.encode(element) }
        case .map(let map):
            var container = encoder.container(keyedBy: MemberKey.self)
            for (key, value) in map where !value.isUndefined {
                try container.encode(value, forKey: MemberKey(stringValue: key.string))
            }
        }
    }

    /// Whole numbers are written without a fraction.
    private static func encode(_ number: Double, to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        if !number.isFinite {
            try container.encodeNil()
        } else if number.rounded(.towardZero) == number, abs(number) < 9_007_199_254_740_992 {
            try container.encode(Int64(number))
        } else {
            try container.encode(number)
        }
    }

    public init(from decoder: any Decoder) throws {
        if let container = try? decoder.container(keyedBy: MemberKey.self) {
            var map = ValueMap()
            for key in container.allKeys {
                map[Text(key.stringValue)] = try container.decode(Value.self, forKey: key)
            }
            self = .map(map)
        } else if var container = try? decoder.unkeyedContainer() {
            var elements: [Value] = []
            while !container.isAtEnd { elements.append(try container.decode(Value.self)) }
            self = .list(elements)
        } else {
            self = try Value(scalar: decoder.singleValueContainer())
        }
    }

    private init(scalar container: any SingleValueDecodingContainer) throws {
        if container.decodeNil() {
            self = .null
        } else if let bool = try? container.decode(Bool.self) {
            self = .bool(bool)
        } else if let number = try? container.decode(Double.self) {
            self = .number(number)
        } else {
            self = .string(Text(try container.decode(String.self)))
        }
    }

    private struct MemberKey: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }
        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }
}
