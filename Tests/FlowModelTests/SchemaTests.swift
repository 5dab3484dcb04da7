import Foundation
import SourceText
import TestSupport
import Testing
import YAMLTree

@testable import FlowModel

/// The declarations: nothing is forgotten, and everything that is derived from them is whole.
struct `The declaration of a step` {
    /// A value that each kind of field accepts and that differs from nothing written.
    static let samples: [String: String] = [
        "answer": "{maxDuration: 1, codecs: PCMU, username: a, password: b}",
        "hangup": "{reason: busy}",
        "play": "{url: 'say:a', autoAnswer: false, volume: 1, sayVoice: a, sayLanguage: b, sayGender: c, "
            + "statusUrl: 'https://a.b'}",
        "prompt": "{play: 'say:a', volume: 1, sayVoice: a, sayLanguage: b, sayGender: c, maxDigits: 2, "
            + "terminators: '#', digitTimeout: 1, initialTimeout: 1, speechTimeout: 1, speechEndTimeout: 1, "
            + "speechLanguage: a, speechHints: [a], speechEngine: Deepgram, "
            + "statusUrl: 'https://a.b', sensitive: true}",
        "record": "{stereo: true, format: mp3, direction: listen, terminators: '1', beep: true, "
            + "inputSensitivity: 1, initialTimeout: 1, endSilenceTimeout: 1, maxLength: 1, "
            + "statusUrl: 'https://a.b'}",
        "recordCall":
            "{controlId: a, stereo: true, format: mp3, direction: listen, terminators: '1', beep: true, "
            + "inputSensitivity: 1, initialTimeout: 1, endSilenceTimeout: 1, maxLength: 1, "
            + "statusUrl: 'https://a.b'}",
        "stopRecordCall": "{controlId: a}",
        "joinConference": "{name: a, muted: true, beep: false, startOnEnter: false, endOnExit: true, "
            + "maxParticipants: 2, record: record-from-start, waitUrl: 'https://a.b', region: us, "
            + "trim: do-not-trim, "
            + "coach: c, statusCallback: 'https://a.b', statusCallbackEvent: join, "
            + "statusCallbackEventType: cxml, "
            + "statusCallbackMethod: GET, recordingStatusCallback: 'https://a.b', "
            + "recordingStatusCallbackEvent: absent, recordingStatusCallbackEventType: cxml, "
            + "recordingStatusCallbackMethod: GET, stream: {url: 'wss://a.b'}, result: {case: {}}, "
            + "until: joined}",
        "leaveConference": "{conferenceId: a}",
        "awaitConference": "{until: started, timeout: 1, keys: '1'}",
        "connect": "{to: 'sip:a@b.c', from: '+15551234567', fromName: a, headers: [], codecs: PCMU, "
            + "webrtcMedia: true, sessionTimeout: 1, timeout: 1, callStateEvents: [created], "
            + "callStateUrl: 'https://a.b', confirm: [], confirmTimeout: 1, encryption: forbidden, "
            + "username: a, "
            + "password: a, name: a, codec: PCMA, realtime: true, statusUrlMethod: GET, "
            + "authorizationBearerToken: a, customParameters: {}, ringback: ['ring:us'], result: [], "
            + "maxDuration: 1, answerOnBridge: true, transferAfterBridge: 'https://a.b', "
            + "statusUrl: 'https://a.b'}",
        "dial": "{to: 'sip:a@b.c', from: '+15551234567', timeout: 1, attempts: 2, dest: main, params: {}, "
            + "result: []}",
        "sendDigits": "{digits: '1'}", "sleep": "{duration: 5}", "goto": "{label: a, when: b, max: 2}",
        "execute": "{dest: main, params: {}, meta: {}, onReturn: [], result: []}",
        "transfer": "{dest: main, params: {}, meta: {}}",
        "switch": "{variable: a, case: {b: []}, default: []}",
        "request": "{url: 'https://a.b', method: GET, headers: {}, body: a, timeout: 1, connectTimeout: 1, "
            + "saveVariables: true}",
        "sendSms": "{toNumber: '+15551234567', fromNumber: '+15551234567', body: a, media: [], region: us, "
            + "tags: [], statusCallback: 'https://a.b'}",
        "userEvent": "{event: {a: 1}}",
        "set": "{a: 1}", "unset": "a", "label": "a", "return": "1", "cond": "[{when: a, then: []}]",
    ]

    /// Properties that are filled by several parameters, or by none but the place.
    static let derived: [String: Set<String>] = [
        "play": ["sounds", "speech"], "prompt": ["speech"], "connect": ["shape", "groups"],
        "goto": ["target"], "switch": ["cases"],
    ]

    private func action(_ name: String, _ value: String) throws -> (StepAction, [Finding]) {
        let reading = MarkedSource.steps("- \(name): \(value)\n- label: x").read()
        return (try #require(reading.flow?.steps.first?.action), reading.findings)
    }

    @Test func `has a field for each stored property, and each field sets something`() throws {
        for schema in StepSchema.all {
            let sample = try #require(Self.samples[schema.name], "no sample for \(schema.name)")
            let (full, findings) = try action(schema.name, sample)
            let mistakes = findings.filter { !["unknown-label", "unsupported-step"].contains($0.id.name) }
            #expect(mistakes.isEmpty, "\(schema.name): \(mistakes)")
            guard let parameters = schema.parameters else { continue }
            let names = Set(parameters.fields.map(\.name))
            let payload = try #require(Mirror(reflecting: full).children.first?.value)
            for (label, value) in Mirror(reflecting: payload).children {
                let name = try #require(label)
                if Self.derived[schema.name]?.contains(name) == true { continue }
                if name == "each", schema.name == "dial" { continue }
                #expect(names.contains(name), "\(schema.name) has no field for \(name)")
                let isNil =
                    Mirror(reflecting: value).displayStyle == .optional
                    && Mirror(reflecting: value).children.isEmpty
                #expect(!isNil, "nothing sets \(schema.name).\(name)")
            }
        }
    }

    /// Taking one parameter away changes the step or is an error: no field is without effect.
    @Test func `has no field without effect`() throws {
        for schema in StepSchema.all {
            guard let parameters = schema.parameters, let sample = Self.samples[schema.name] else { continue }
            let root = try #require(YAMLReader.read(SourceFile(name: "s", text: sample)).root?.mapping)
            let full = try action(schema.name, sample).0
            for entry in root {
                let kept = root.filter { $0.key != entry.key }
                let text = kept.map { sample.utf8Text($0.key.range.union($0.value.range)) }.joined(
                    separator: ", ")
                let (less, findings) = try action(schema.name, "{\(text)}")
                #expect(
                    less != full || findings.contains { $0.severity == .error }, "\(schema.name).\(entry.key)"
                )
            }
            let written = Set(root.compactMap { $0.key.scalar?.text })
            let unwritten = Set(parameters.fields.map(\.name)).subtracting(written)
            #expect(
                unwritten.isSubset(of: ["urls", "each", "serial", "parallel", "serialParallel"]),
                "\(schema.name)")
        }
    }

    @Test func `is in the table under both names, and under no other`() {
        for schema in StepSchema.all {
            #expect(StepSchema.named(schema.name) === schema)
            #expect(StepSchema.named(schema.alias) === schema)
            #expect(StepSchema.named(schema.name.uppercased()) == nil)
        }
        #expect(Set(StepSchema.all.map(\.name)).count == 26)
        #expect(UnsupportedStep.names.allSatisfy { StepSchema.named($0) == nil })
        // 43 methods of SWML (swml-language.md §3), of which 23 are built, and three of ours.
        #expect(StepSchema.all.filter { !$0.isExtension }.count + UnsupportedStep.names.count == 43)
    }

    @Test func `gives a name its two spellings`() {
        for (camel, snake) in [
            ("joinConference", "join_conference"),
            ("recordingStatusCallbackEventType", "recording_status_callback_event_type"),
            ("url", "url"), ("SWAIG", "SWAIG"), ("sendSms", "send_sms"),
        ] {
            #expect(Spelling.snakeCase(camel) == snake)
            #expect(Spelling.camelCase(snake) == camel)
        }
    }

    @Test func `gives a JSON Schema in which every reference leads somewhere`() throws {
        let text = FlowSchema.document()
        let json = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        let definitions = try #require(json["$defs"] as? [String: Any])
        for part in text.components(separatedBy: "\"$ref\": \"#/$defs/").dropFirst() {
            let name = try #require(part.split(separator: "\"").first.map(String.init))
            #expect(definitions[name] != nil, "no definition \(name)")
        }
        for schema in StepSchema.all { #expect(definitions["step." + schema.name] != nil) }
    }

    @Test func `gives a reference that names every parameter`() {
        for schema in StepSchema.all {
            let page = ReferenceText.page(schema)
            #expect(page.contains(schema.summary))
            for field in schema.parameters?.fields ?? [] {
                #expect(
                    page.contains("`\(field.name)`") && page.contains(field.summary),
                    "\(schema.name).\(field.name)")
            }
        }
        #expect(!ReferenceText.document().contains("Optional("))
    }
}

extension String {
    fileprivate func utf8Text(_ range: SourceRange) -> String {
        String(decoding: Array(utf8)[range.offsets], as: UTF8.self)
    }
}
