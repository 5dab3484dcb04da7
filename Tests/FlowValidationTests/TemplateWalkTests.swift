import FlowExpressions
import FlowModel
import SourceText
import Testing

@testable import FlowValidation

/// The lists of templates in `TemplateWalk.swift`, held against what reflection finds.
struct `Walking templates` {
    /// Every parameter of every step as a placeholder, so that a field that the walk forgets is missed.
    private static let source = """
        version: 1.0.0
        sections:
          main:
            - answer: {maxDuration: "${a}", codecs: "${a}", username: "${a}", password: "${a}"}
            - hangup: {reason: "${a}"}
            - play: {urls: ["${a}", "say:${b}"], autoAnswer: "${a}", volume: "${a}", sayVoice: "${a}", sayLanguage: "${a}", sayGender: "${a}", statusUrl: "${a}"}
            - prompt: {play: ["${a}"], volume: "${a}", sayVoice: "${a}", sayLanguage: "${a}", sayGender: "${a}", maxDigits: "${a}", terminators: "${a}", digitTimeout: "${a}", initialTimeout: "${a}", speechTimeout: "${a}", speechEndTimeout: "${a}", speechLanguage: "${a}", speechHints: ["${a}"], speechEngine: "${a}", statusUrl: "${a}", sensitive: "${a}"}
            - record: {stereo: "${a}", format: "${a}", direction: "${a}", terminators: "${a}", beep: "${a}", inputSensitivity: "${a}", initialTimeout: "${a}", endSilenceTimeout: "${a}", maxLength: "${a}", statusUrl: "${a}"}
            - recordCall: {controlId: "${a}", stereo: "${a}", format: "${a}", direction: "${a}", terminators: "${a}", beep: "${a}", inputSensitivity: "${a}", initialTimeout: "${a}", endSilenceTimeout: "${a}", maxLength: "${a}", statusUrl: "${a}"}
            - stopRecordCall: {controlId: "${a}"}
            - joinConference: {name: "${a}", muted: "${a}", beep: "${a}", startOnEnter: "${a}", endOnExit: "${a}", maxParticipants: "${a}", record: "${a}", waitUrl: "${a}", region: "${a}", trim: "${a}", coach: "${a}", statusCallback: "${a}", statusCallbackEvent: "${a}", statusCallbackEventType: "${a}", statusCallbackMethod: "${a}", recordingStatusCallback: "${a}", recordingStatusCallbackEvent: "${a}", recordingStatusCallbackEventType: "${a}", recordingStatusCallbackMethod: "${a}", until: "${a}", stream: {url: "${a}", name: "${a}", codec: "${a}", statusUrl: "${a}", statusUrlMethod: "${a}", realtime: "${a}", authorizationBearerToken: "${a}", customParameters: {x: "${a}"}}}
            - leaveConference: {conferenceId: "${a}"}
            - awaitConference: {until: "${a}", timeout: "${a}", keys: "${a}"}
            - connect: {serial: [{to: "${a}", from: "${a}", fromName: "${a}", headers: [{name: "${a}", value: "${a}"}], codecs: "${a}", webrtcMedia: "${a}", sessionTimeout: "${a}", username: "${a}", password: "${a}", timeout: "${a}", callStateEvents: ["${a}"], callStateUrl: "${a}", confirm: "${a}", confirmTimeout: "${a}", encryption: "${a}", name: "${a}", codec: "${a}", realtime: "${a}", statusUrlMethod: "${a}", authorizationBearerToken: "${a}", customParameters: {x: "${a}"}}], from: "${a}", fromName: "${a}", headers: [{name: "${a}", value: "${a}"}], codecs: "${a}", webrtcMedia: "${a}", sessionTimeout: "${a}", ringback: ["${a}"], timeout: "${a}", maxDuration: "${a}", answerOnBridge: "${a}", confirm: "${a}", confirmTimeout: "${a}", encryption: "${a}", callStateUrl: "${a}", callStateEvents: ["${a}"], transferAfterBridge: "${a}", statusUrl: "${a}"}
            - dial: {each: ["${a}"], from: "${a}", timeout: "${a}", attempts: "${a}", dest: "${a}", params: {x: ["${a}", {y: "${a}"}]}}
            - sendDigits: {digits: "${a}"}
            - sleep: {duration: "${a}"}
            - set: {x: "${a}", y: ["${a}"]}
            - goto: {label: "${a}", max: "${a}"}
            - execute: {dest: "${a}", params: {x: "${a}"}, meta: {x: "${a}"}}
            - return: "${a}"
            - transfer: {dest: "${a}", params: {x: "${a}"}, meta: {x: "${a}"}}
            - request: {url: "${a}", method: "${a}", headers: {X-A: "${a}"}, body: {x: "${a}"}, timeout: "${a}", connectTimeout: "${a}", saveVariables: "${a}"}
            - sendSms: {toNumber: "${a}", fromNumber: "${a}", body: "${a}", media: ["${a}"], region: "${a}", tags: ["${a}"], statusCallback: "${a}"}
            - userEvent: {event: {x: "${a}"}}

        """

    @Test func `finds every template that is there`() throws {
        let reading = Flow.read(SourceFile(name: "all.yaml", text: Self.source))
        let flow = try #require(reading.flow)
        #expect(flow.steps.count == 22)
        for step in flow.steps {
            var walked = 0
            step.action.forEachTemplate { _, _ in walked += 1 }
            #expect(walked == templates(in: step.action), "\(step.action.kind), step \(step.index)")
        }
        let placeholders = Self.source.matches(of: #/\$\{/#).count
        #expect(flow.templateUses.count == placeholders, "the flow has a parameter that could not be read")
    }

    private func templates(in value: Any) -> Int {
        if value is Template { return 1 }
        return Mirror(reflecting: value).children.reduce(0) { $0 + templates(in: $1.value) }
    }
}
