import SourceText
import YAMLTree

/// The largest size of a conference.
struct RoomPeak: ExpectationContent {
    static let key = "peak"
    static let usage = "3: the largest size, coaches and waiters included"
    static let meaning = "More were in the conference at once, or fewer."

    private let expected: Int

    init?(_ node: YAMLNode, _ reader: inout ExpectationReader) {
        guard let count = reader.count(node, "'peak'") else { return nil }
        expected = count
    }

    func judge(_ room: RoomEvidence, _ verdict: inout Verdict) {
        let peak = room.instances.map(\.peak).max() ?? 0
        guard peak != expected else { return }
        let instance = room.instances.first { $0.peak == peak }
        verdict.fail(
            "expected a peak of \(expected) in \"\(room.name)\"; it was \(peak)",
            event: instance?.peaked ?? instance?.created)
    }
}

/// Who is still inside when a conference has ended.
struct MembersAfterEnd: ExpectationContent {
    static let key = "members after end"
    static let usage = "0: who is inside still when it has ended"
    static let meaning = "Somebody was in the conference still when it had ended."

    private let expected: Int

    init?(_ node: YAMLNode, _ reader: inout ExpectationReader) {
        guard let count = reader.count(node, "'members after end'") else { return nil }
        expected = count
    }

    func judge(_ room: RoomEvidence, _ verdict: inout Verdict) {
        for instance in room.instances {
            guard let end = instance.ends.last, instance.members.count != expected else { continue }
            verdict.fail(
                "expected \(counted(expected, "member")) of \"\(room.name)\" after its end; "
                    + thereWere(instance.members.count),
                event: end.event)
        }
    }
}
