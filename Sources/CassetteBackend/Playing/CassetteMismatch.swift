import FlowExpressions
import FlowRuntime
import OrderedCollections

/// The first place at which a flow does not do what a cassette has.
public struct CassetteMismatch: Error, Sendable, Hashable, CustomStringConvertible {
    /// A field with two values, as JSON; `nil` where one side has no such field.
    public struct Field: Sendable, Hashable, CustomStringConvertible {
        /// Such as `room.maxParticipants` or `items[0].say`.
        public let path: String
        public let recorded: String?
        public let now: String?

        public var description: String {
            let name = path.isEmpty ? "its value" : path
            let before = recorded.map { "\($0) recorded" } ?? "not recorded"
            return "\(name): \(before), \(now ?? "nothing") now"
        }
    }

    /// The number of the entry, from 1; one more than there are when the flow goes on after the last.
    public let entry: Int
    /// The call, from 1, in the order of the cassette.
    public let call: Int
    /// Where the flow was when it was recorded, as in `menu.yaml:14`; may be empty.
    public let recordedPlace: String
    /// Where the flow is now; `nil` when only the backend knows what it does.
    public let place: String?
    /// What is wrong, in the user's words, lower case, no full stop.
    public let message: String
    public let fields: [Field]

    init(
        entry: Int, call: Int, recordedPlace: String, place: String?, _ message: String,
        fields: [Field] = []
    ) {
        self.entry = entry
        self.call = call
        self.recordedPlace = recordedPlace
        self.place = place
        self.message = message
        self.fields = fields
    }

    /// `menu.yaml:14: entry 9, call 1: …`, and a line for each field.
    public var description: String {
        let place = place.flatMap { $0.isEmpty ? nil : $0 } ?? recordedPlace
        let head = (place.isEmpty ? "" : "\(place): ") + "entry \(entry), call \(call): \(message)"
        return ([head] + fields.map { "  \($0)" }).joined(separator: "\n")
    }
}

extension CassetteMismatch.Field {
    /// No more are told: the first few say what happened.
    private static let limit = 20
    /// Longer values are cut where they are shown.
    private static let textLimit = 200

    /// What differs between two values, in the order of the recorded one.
    static func differences(_ recorded: Value, _ now: Value) -> [Self] {
        var fields: [Self] = []
        compare(recorded, now, "", &fields)
        return fields
    }

    private static func compare(_ recorded: Value, _ now: Value, _ path: String, _ fields: inout [Self]) {
        guard fields.count < limit, recorded != now else { return }
        switch (recorded, now) {
        case (.map(let old), .map(let new)):
            for (key, value) in old {
                compare(value, new[key] ?? .undefined, path.isEmpty ? key.string : "\(path).\(key)", &fields)
            }
            for (key, value) in new where old[key] == nil {
                compare(.undefined, value, path.isEmpty ? key.string : "\(path).\(key)", &fields)
            }
        case (.list(let old), .list(let new)):
            for index in 0..<max(old.count, new.count) {
                compare(recorded[index], now[index], "\(path)[\(index)]", &fields)
            }
        case (.undefined, _), (.null, _), (.bool, _), (.number, _), (.string, _), (.list, _), (.map, _):
            fields.append(Self(path: path, recorded: shown(recorded), now: shown(now)))
        }
    }

    private static func shown(_ value: Value) -> String? {
        guard !value.isUndefined else { return nil }
        let text = value.jsonText
        return text.count > textLimit ? "\(text.prefix(textLimit))…" : text
    }
}
