package import FlowExpressions
import YAMLTree

/// What runs on an answering leg before it is bridged (§3.4).
package enum Confirm: Sendable, Hashable {
    /// A document to fetch.
    case url(Given<Text>)
    case steps(BlockID)
}

/// What the caller hears while the destinations ring (C-23).
package struct Ringback: Sendable, Hashable {
    package var sounds: ShortList<Given<PlayURL>> = []
    /// How often they are played; until the answer when not written.
    package var loop: Given<Int>?
    package init() {}
}

/// A header of a SIP invitation.
package struct SIPHeader: Sendable, Hashable {
    package var name: Given<Text> = .missing
    package var value: Given<Text> = .missing
    package init() {}
}

extension FieldType<Confirm> {
    /// A URL, or a list of the steps that make sense before the bridge.
    static var confirm: FieldType {
        FieldType(.either([.text(pattern: nil), .steps]), placeholders: .anywhere) { node, info, reader in
            guard case .sequence = node.content else {
                return reader.given(node, info, ParameterTypes.webURL).map(Confirm.url)
            }
            guard let block = reader.readBlock(node, info.name, allowing: .confirm) else { return nil }
            reader.isolate(block)
            return .steps(block)
        }
    }
}

extension FieldType<Ringback> {
    /// A list of sounds, or an object like `play` with `loop` (C-23).
    static var ringback: FieldType {
        let sound = ParameterTypes.playURL
        return FieldType(.either([.list(sound.shape), .reference("ringback")])) { node, info, reader in
            var ringback = Ringback()
            if case .mapping = node.content {
                reader.noteLenient(.ringback, at: node.place)
                Ringback.parameters.read(node, for: node.place, into: &ringback, &reader)
            } else if let sounds = reader.list(node, info, sound, from: 1) {
                ringback.sounds = ShortList(sounds)
            }
            return ringback
        }
    }
}

extension Ringback {
    static let parameters = ObjectSchema(
        "ringback", "What is heard while it rings.", groups: [.exactlyOne(["url", "urls"])],
        make: { Ringback() }
    ) {
        Field("url", .scalar(ParameterTypes.playURL), "One sound.") { $0.sounds = .one($1) }
        Field("urls", .list(ParameterTypes.playURL, from: 1), "Sounds, played in order.") {
            $0.sounds = ShortList($1)
        }
        Field("loop", .integer(1...Int.max), "How often they are played.") { $0.loop = $1 }
    }
}

extension SIPHeader {
    static let parameters = ObjectSchema("header", "A header of a SIP invitation.", make: { SIPHeader() }) {
        Field("name", .nonEmptyText, .required, "Its name.") { $0.name = $1 }
        Field("value", .text, .required, "Its value.") { $0.value = $1 }
    }
}
