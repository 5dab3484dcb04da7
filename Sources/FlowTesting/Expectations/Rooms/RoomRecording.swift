import FlowModel
import FlowRuntime
import SimulatedBackend
import SourceText
import YAMLTree

/// What a recording of a conference holds.
struct RoomRecording: ExpectationContent {
    static let key = "recorded"
    static let usage = """
        nothing, or {from, to, lasts, contains, without, trimmed}: of
        the last that was recorded; contains and without are lists
        of NAME and {says: TEXT, by: NAME}; trimmed is true when
        silence is cut
        """
    static let meaning =
        "The conference was recorded at other times, with other voices, or though it must not be."

    private let content: CaptureContent
    private let trimmed: (isTrimmed: Bool, range: SourceRange)?

    init?(_ node: YAMLNode, _ reader: inout ExpectationReader) {
        guard let content = CaptureContent(node, Self.key, ["trimmed"], &reader) else { return nil }
        self.content = content
        trimmed = reader.flag("trimmed", in: node)
    }

    func judge(_ room: RoomEvidence, _ verdict: inout Verdict) {
        content.judge(room.instances.map(\.recording), "recording", &verdict)
        guard let trimmed, let instance = room.instances.last(where: { $0.recording.begin != nil }) else {
            return
        }
        let isTrimmed = instance.settings.trim ?? .trimSilence == .trimSilence
        if isTrimmed != trimmed.isTrimmed {
            verdict.fail(
                "expected \(trimmed.isTrimmed ? "" : "no ")silence to be cut from the recording; it is "
                    + (isTrimmed ? "" : "not ") + "cut",
                at: trimmed.range, event: instance.recording.begin?.event)
        }
    }
}

/// What a stream of a conference carried.
struct RoomStream: ExpectationContent {
    static let key = "streamed"
    static let usage = "the same of its stream, without trimmed"
    static let meaning =
        "The conference was streamed at other times, with other voices, or though it must not be."

    private let content: CaptureContent

    init?(_ node: YAMLNode, _ reader: inout ExpectationReader) {
        guard let content = CaptureContent(node, Self.key, [], &reader) else { return nil }
        self.content = content
    }

    func judge(_ room: RoomEvidence, _ verdict: inout Verdict) {
        content.judge(room.instances.map(\.stream), "stream", &verdict)
    }
}
