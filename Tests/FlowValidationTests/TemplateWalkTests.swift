import FlowExpressions
import FlowModel
import SourceText
import Testing

@testable import FlowValidation

/// The lists of templates in `TemplateWalk.swift`, held against what reflection finds.
struct `Walking templates` {
    /// Every parameter of every step: those of one value by name, `A` being a placeholder, and the others as
    /// they are written. A field that the walk forgets is missed by it.
    private static let parameters: [(step: String, names: String, others: String)] = [
        ("answer", "maxDuration codecs username password", ""),
        ("hangup", "reason", ""),
        ("play", "autoAnswer volume sayVoice sayLanguage sayGender statusUrl", "urls: [A, A]"),
        (
            "prompt",
            """
            volume sayVoice sayLanguage sayGender maxDigits terminators digitTimeout initialTimeout
            speechTimeout speechEndTimeout speechLanguage speechEngine statusUrl sensitive
            """, "play: [A], speechHints: [A]"
        ),
        ("record", recording, ""),
        ("recordCall", recording + " controlId", ""),
        ("stopRecordCall", "controlId", ""),
        (
            "joinConference",
            """
            name muted beep startOnEnter endOnExit maxParticipants record waitUrl region trim coach until
            statusCallback statusCallbackEvent statusCallbackEventType statusCallbackMethod
            recordingStatusCallback recordingStatusCallbackEvent recordingStatusCallbackEventType
            recordingStatusCallbackMethod
            """, "stream: {\(stream), url: A, statusUrl: A}"
        ),
        ("leaveConference", "conferenceId", ""),
        ("awaitConference", "until timeout keys", ""),
        (
            "connect", leg + " maxDuration answerOnBridge transferAfterBridge statusUrl",
            """
            headers: [{name: A, value: A}], callStateEvents: [A], ringback: [A],
            serial: [{\(written(leg)), headers: [{name: A, value: A}], callStateEvents: [A], to: A,
            username: A, password: A, \(stream)}]
            """
        ),
        ("dial", "from timeout attempts dest", "each: [A], params: {x: [A, {y: A}]}"),
        ("sendDigits", "digits", ""),
        ("sleep", "duration", ""),
        ("set", "x y", "z: [A]"),
        ("goto", "max", "label: here"),
        ("execute", "dest", "params: {x: A}, meta: {x: A}"),
        ("return", "", "x: A"),
        ("transfer", "dest", "params: {x: A}, meta: {x: A}"),
        ("request", "url method timeout connectTimeout saveVariables", "headers: {X-Id: A}, body: {x: A}"),
        ("sendSms", "toNumber fromNumber body region statusCallback", "media: [A], tags: [A]"),
        ("userEvent", "", "event: {x: A}"),
    ]

    private static let recording = """
        stereo format direction terminators beep inputSensitivity initialTimeout endSilenceTimeout maxLength
        statusUrl
        """
    private static let leg = """
        from fromName codecs webrtcMedia sessionTimeout timeout confirm confirmTimeout encryption callStateUrl
        """
    private static let stream = """
        name: A, codec: A, realtime: A, statusUrlMethod: A, authorizationBearerToken: A,
        customParameters: {x: A}
        """

    private static func written(_ names: String) -> String {
        names.split(whereSeparator: \.isWhitespace).map { "\($0): A" }.joined(separator: ", ")
    }

    private static let source =
        "version: 1.0.0\nsections:\n  main:\n"
        + parameters.map { step, names, others in
            let all = [written(names), others].filter { !$0.isEmpty }.joined(separator: ", ")
            let value = all.replacing("\n", with: " ").replacing(#/\bA\b/#, with: "\"${a}\"")
            return "    - \(step): {\(value)}\n"
        }.joined()

    @Test func `finds every template that is there`() throws {
        let reading = Flow.read(SourceFile(name: "all.yaml", text: Self.source))
        let flow = try #require(reading.flow)
        #expect(flow.steps.count == Self.parameters.count)
        var total = 0
        for step in flow.steps {
            let walked = flow.templateUses.count { $0.step == step.id }
            #expect(walked == templates(in: step.action), "\(step.action.kind), step \(step.index)")
            total += walked
        }
        let placeholders = Self.source.matches(of: #/\$\{/#).count
        #expect(total == placeholders, "the flow has a parameter that could not be read")
    }

    private func templates(in value: Any) -> Int {
        if value is Template { return 1 }
        return Mirror(reflecting: value).children.reduce(0) { $0 + templates(in: $1.value) }
    }
}
