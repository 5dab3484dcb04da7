import FlowModel
import SourceText
import TestSupport
import Testing

/// The names of steps and parameters: SWML's spelling in strict mode, and what is suggested for wrong ones.
struct Names {
    @Test func `are in snake_case in strict mode, and are mended to it`() throws {
        let cases = [
            ("- «stopRecordCall»: {}", "stop_record_call"),
            ("- prompt: {play: 'say:a', «maxDigits»: 3}", "max_digits"),
            ("- «joinConference»: {name: a}", "join_conference"),
            ("- join_conference: {name: a, «waitUrl»: 'https://a.b/c'}", "wait_url"),
            ("- join_conference: {name: a, stream: {url: 'wss://a.b/', «name»: x}}", nil),
            ("- «amazonBedrock»: {}", "amazon_bedrock"),
            ("- «sendSms»: {to_number: '+15551234567', from_number: '+15551234567', body: a}", "send_sms"),
        ]
        for (steps, name) in cases {
            let source = MarkedSource.steps(steps)
            let strict = source.read(strict: true).findings.filter { $0.id == "not-swml" }
            if let name {
                #expect(strict.map(\.range) == source.ranges, "\(steps): \(strict)")
                #expect(strict.first?.fix?.edits.first?.text == name, "\(steps): \(strict)")
                #expect(strict.first?.fix?.isSafe == true)
            } else {
                #expect(strict.isEmpty, "\(steps): \(strict)")
            }
            #expect(!source.read().findings.contains { $0.id == "not-swml" })
        }
    }

    @Test func `of the author's own are free in strict mode`() {
        let source = MarkedSource.steps("- set: {myName: a, other_name: b}\n- label: backHere")
        #expect(source.read(strict: true).findings.isEmpty)
    }

    @Test func `that are extensions are reported once in strict mode`() {
        let source = MarkedSource.steps(
            "- «leaveConference»: {}\n- prompt: {play: 'say:a', «sensitive»: true}")
        let strict = source.read(strict: true).findings
        #expect(strict.map(\.range) == source.ranges, "\(strict)")
        #expect(strict.allSatisfy { $0.fix == nil })
    }

    @Test func `are suggested in the document's own spelling`() {
        let cases = [
            ("- prompt: {play: 'say:a', max_digit: 3}", "max_digits"),
            ("- prompt: {play: 'say:a', maxDigit: 3}", "maxDigits"),
            ("- join_conferenc: {name: a}", "join_conference"),
            ("- joinConferenc: {name: a}", "joinConference"),
            ("- prompt: {play: 'say:a', num_digits: 3}", "max_digits"),
        ]
        for (steps, name) in cases {
            let finding = MarkedSource.steps(steps).read().findings.first
            #expect(finding?.message.contains("`\(name)`") == true, "\(steps): \(finding?.message ?? "")")
            #expect(finding?.fix?.edits.first?.text == name, "\(steps)")
        }
    }

    @Test func `of other call languages have a hint and no fix`() {
        let steps = [
            "say": "play", "Gather": "prompt", "pause": "sleep", "redirect": "transfer", "reject": "hangup",
            "conference": "joinConference", "enqueue": "joinConference", "number": "connect",
            "sip": "connect",
        ]
        for (name, meant) in steps {
            let finding = MarkedSource.steps("- \(name): {}").read().findings.first
            #expect(finding?.id == "unknown-step" && finding?.fix == nil, "\(name)")
            #expect(finding?.message.contains("`\(meant)") == true, "\(name): \(finding?.message ?? "")")
        }
    }

    @Test func `that are only guessed are not mended by themselves`() {
        let guesses = [
            ("- plai: 'say:a'", "play"), ("- play: {ulr: 'say:a'}", "url"),
            ("- joinConference: {name: a, startConferenceOnEnter: true}", "startOnEnter"),
            ("- joinConference: {name: a, endConferenceOnExit: true}", "endOnExit"),
            ("- prompt: {play: 'say:a', finishOnKey: '#'}", "terminators"),
            ("- joinConference: {name: a, record: true}", "record-from-start"),
            ("- joinConference: {name: a, record: yes}", "record-from-start"),
            ("- play: example.com/a.mp3", "https://example.com/a.mp3"),
            ("- play: hello", "\"say:hello\""),
        ]
        for (steps, text) in guesses {
            let fix = MarkedSource.steps(steps).read().findings.first { $0.id != "missing-parameter" }?.fix
            #expect(
                fix?.edits.first?.text.contains(text.filter { $0 != "\"" }) == true, "\(steps): \(fix as Any)"
            )
            #expect(fix?.isSafe == false, "\(steps)")
        }
        let certain = [
            "- anser", "- ANSWER", "- Play: 'say:a'", "- play: Hello there", "- record: {beep: yes}",
        ]
        for steps in certain {
            #expect(MarkedSource.steps(steps).read().findings.first?.fix?.isSafe == true, "\(steps)")
        }
    }

    @Test func `of a file alone become no URL`() {
        for steps in [
            "- play: hold.mp3", "- play: hold.mp4", "- joinConference: {name: a, waitUrl: hold.WAV}",
        ] {
            let finding = MarkedSource.steps(steps).read().findings.first
            #expect(finding?.id == "wrong-url-scheme" && finding?.fix == nil, "\(steps)")
            #expect(finding?.message.contains("https://HOST/hold.") == true, "\(finding?.message ?? "")")
        }
    }
}
