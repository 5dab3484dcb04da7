import FlowExpressions
import FlowModel
import SourceText

extension LintRule {
    package static let roomSettingsDiffer = LintRule(
        id: "room-settings-differ", severity: .warning,
        summary: "Joins of one room differ in the settings of the room.",
        why: """
            `record`, `trim`, `region`, `maxParticipants`, the callbacks and `stream` belong to the room: \
            the values of whoever creates it hold, and what is not written there has its default; the values \
            of all others are ignored. Who comes first is chance. Write the same on every join (a YAML \
            anchor keeps them together): a setting on one join alone holds only when that caller comes first.
            """,
        bad: [
            """
            main:
              - joinConference: {name: standup, record: record-from-start}
              - joinConference: {name: standup, record: «do-not-record»}
            """,
            """
            main:
              - joinConference: {name: standup, maxParticipants: 10, stream: {url: wss://a.example.com/}}
              - transfer: late
            late:
              - joinConference:
                  name: standup
                  maxParticipants: «5»
                  stream: {url: «wss://b.example.com/»}
            """,
            """
            main:
              - joinConference: {name: webinar, startOnEnter: false}
            host:
              - joinConference: {name: webinar, record: «record-from-start», endOnExit: true}
            """,
        ],
        good: [
            """
            main:
              - joinConference: {name: standup, record: record-from-start}
              - joinConference: {name: standup, record: record-from-start, muted: true}
              - joinConference: {name: other, record: do-not-record}
              - joinConference: {name: other}
            """,
            """
            main:
              - joinConference: {name: support, maxParticipants: 3}
              - joinConference: {name: support, coach: "${envs.agent}", beep: "false"}
            """,
        ],
        steps: .joinConference, traits: .severalJoins
    ) { context, findings in
        let joins = context.joins
        let rooms = RoomSettingsDiffer.rooms(of: joins.filter { $0.join.name.known != nil })
        for joins in rooms where joins.count > 1 {
            var settings = RoomSettings()
            for join in joins { settings.compare(join, &findings) }
            // A coach comes into a room that is there, so its join creates none.
            let creators = joins.filter { !$0.join.isCoach }
            guard creators.count > 1 else { continue }
            for setting in LoneSetting.all { setting.report(creators, &findings) }
        }
    }
}

private enum RoomSettingsDiffer {
    /// Joins by the name of their room, which is a literal.
    static func rooms(of joins: [RoomJoin]) -> [[RoomJoin]] {
        let names = NameTable(joins.map { $0.join.name.known ?? "" })
        var rooms = Array(repeating: [RoomJoin](), count: joins.count)
        for join in joins {
            if let name = join.join.name.known, let place = names.place(of: name) {
                rooms[place].append(join)
            }
        }
        return rooms
    }
}

/// The settings of one room that joins have written so far.
private struct RoomSettings {
    private var record: Given<ConferenceRecording>?
    private var trim: Given<RecordingTrim>?
    private var region: Given<Text>?
    private var maxParticipants: Given<Int>?
    private var statusCallback: Given<Text>?
    private var statusCallbackEvent: Given<[ConferenceEventWord]>?
    private var statusCallbackEventType: Given<CallbackFormat>?
    private var statusCallbackMethod: Given<CallbackMethod>?
    private var recordingStatusCallback: Given<Text>?
    private var recordingStatusCallbackEvent: Given<[RecordingEventWord]>?
    private var recordingStatusCallbackEventType: Given<CallbackFormat>?
    private var recordingStatusCallbackMethod: Given<CallbackMethod>?
    private var streamURL: Given<Text>?

    mutating func compare(_ room: RoomJoin, _ findings: inout Findings) {
        let join = room.join
        func compare<Value>(_ name: String, _ first: inout Given<Value>?, _ given: Given<Value>?) {
            guard let given else { return }
            guard let known = first else {
                first = given
                return
            }
            guard let here = given.known, let there = known.known, here != there else { return }
            findings.report(
                "`\(name)` of this room differs from an earlier join's; only who creates the room decides",
                at: given.range, in: room.step, related: [.init("the other value", known.range)])
        }
        compare("record", &record, join.record)
        compare("trim", &trim, join.trim)
        compare("region", &region, join.region)
        compare("maxParticipants", &maxParticipants, join.maxParticipants)
        compare("statusCallback", &statusCallback, join.statusCallback)
        compare("statusCallbackEvent", &statusCallbackEvent, join.statusCallbackEvent)
        compare("statusCallbackEventType", &statusCallbackEventType, join.statusCallbackEventType)
        compare("statusCallbackMethod", &statusCallbackMethod, join.statusCallbackMethod)
        compare("recordingStatusCallback", &recordingStatusCallback, join.recordingStatusCallback)
        compare(
            "recordingStatusCallbackEvent", &recordingStatusCallbackEvent, join.recordingStatusCallbackEvent)
        compare(
            "recordingStatusCallbackEventType", &recordingStatusCallbackEventType,
            join.recordingStatusCallbackEventType)
        compare(
            "recordingStatusCallbackMethod", &recordingStatusCallbackMethod,
            join.recordingStatusCallbackMethod)
        compare("stream.url", &streamURL, join.stream?.url)
    }
}

/// A setting of the room that matters when one join writes it and another does not. What only goes with
/// another setting (`trim`, the events and forms of callbacks) is not asked for by itself.
private struct LoneSetting: Sendable {
    let name: String
    let place: @Sendable (JoinConference) -> SourceRange?

    static let all = [
        LoneSetting(name: "record") { $0.record?.range },
        LoneSetting(name: "maxParticipants") { $0.maxParticipants?.range },
        LoneSetting(name: "region") { $0.region?.range },
        LoneSetting(name: "statusCallback") { $0.statusCallback?.range },
        LoneSetting(name: "recordingStatusCallback") { $0.recordingStatusCallback?.range },
        LoneSetting(name: "stream") { $0.stream?.url.range },
    ]

    /// Reports the setting of one room once, where it is written.
    func report(_ joins: [RoomJoin], _ findings: inout Findings) {
        guard !findings.isFull, let without = joins.first(where: { place($0.join) == nil }),
            let with = joins.first(where: { place($0.join) != nil && !isDefault($0.join) }),
            let range = place(with.join)
        else { return }
        findings.report(
            "`\(name)` holds only when this caller creates the room: another join of it does not write it",
            at: range, in: with.step, related: [.init("the join without it", without.step.nameRange)])
    }

    /// Written, but what holds without it as well.
    private func isDefault(_ join: JoinConference) -> Bool {
        name == "record" && join.record?.known == .doNotRecord
    }
}
