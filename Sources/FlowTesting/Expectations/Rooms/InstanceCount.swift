import SourceText
import YAMLTree

/// How often a conference of this name began.
struct InstanceCount: ExpectationContent {
    static let key = "instances"
    static let usage = "1: how often a conference of this name came to be; 0: never"
    static let meaning = "Conferences of that name came to be more often, or less."

    var mentions: FlowMentions { FlowMentions(isNoRoom: expected == 0) }
    private let expected: Int

    init?(_ node: YAMLNode, _ reader: inout ExpectationReader) {
        guard let count = reader.count(node, "'instances'") else { return nil }
        expected = count
    }

    func judge(_ room: RoomEvidence, _ verdict: inout Verdict) {
        guard room.instances.count != expected else { return }
        let surplus =
            room.instances.indices.contains(expected) ? room.instances[expected] : room.instances.last
        verdict.fail(
            "expected \(counted(expected, "instance")) of \"\(room.name)\"; "
                + thereWere(room.instances.count),
            event: surplus?.created)
    }
}
