import FlowRuntime
import SimulatedBackend
import SourceText
import YAMLTree

/// When a conference started, and who started it.
struct RoomStart: ExpectationContent {
    static let key = "start"
    static let usage = "never, or {at, by}: of the last instance"
    static let meaning = "The conference started otherwise, or did not, or though it must not."

    private let isNever: Bool
    private let at: (time: ExpectedTime, range: SourceRange)?
    private let by: (name: String, range: SourceRange)?

    init?(_ node: YAMLNode, _ reader: inout ExpectationReader) {
        if node.scalar != nil {
            guard reader.word(node, "'start', if no map,", among: ["never"]) != nil else { return nil }
            (isNever, at, by) = (true, nil, nil)
            return
        }
        guard let entries = reader.entries(of: node, "'start'") else { return nil }
        for entry in entries { reader.checkKey(entry.key, among: ["at", "by"]) }
        if entries.isEmpty {
            reader.report("cannot-match", "'start' says nothing: name 'at' or 'by'", node.range)
            return nil
        }
        isNever = false
        at = reader.value("at", in: entries).flatMap { node in
            reader.time(node, "'at'").map { ($0, node.range) }
        }
        by = reader.value("by", in: entries).flatMap { node in
            reader.party(node, "'by'").map { ($0, node.range) }
        }
    }

    func judge(_ room: RoomEvidence, _ verdict: inout Verdict) {
        guard !isNever else {
            guard let start = room.instances.lazy.compactMap(\.start).first else { return }
            let by = verdict.evidence.name(of: LegID(start.value))
            return verdict.fail(
                "expected that \"\(room.name)\" never starts; \(by) started it", event: start.event)
        }
        guard let start = room.instances.last?.start else {
            return verdict.fail(
                "expected a start of \"\(room.name)\"; it never started", event: room.events.last?.event)
        }
        let time = verdict.evidence.time(start.at)
        if let at, !at.time.matches(time) {
            verdict.fail(
                "expected the start at \(at.time.shown); it came at \(time.shown)", at: at.range,
                event: start.event)
        }
        let starter = verdict.evidence.name(of: LegID(start.value))
        if let by, !by.name.isExactly(starter) {
            verdict.fail(
                "expected the start by \(by.name); \(starter) started it", at: by.range, event: start.event)
        }
    }
}
