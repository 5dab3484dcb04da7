import Testing

/// Every kind of mistake in a step, with the exact place of its finding.
struct `A mistake in a step` {
    @Test func `in its name or form is found`() {
        let cases = [
            BadCase("unknown-step", steps: "- «anser»"),
            BadCase("unknown-step", steps: "- «hangUp»: {}"),
            BadCase("unknown-step", steps: "- «bindDigit»: {digits: 1}"),
            BadCase("unsupported-step", steps: "- «denoise»"),
            BadCase("unsupported-step", steps: "- «join_room»: {name: x}"),
            BadCase("malformed-step", steps: "- «5»"),
            BadCase("malformed-step", steps: "- «[answer]»"),
            BadCase("malformed-step", steps: "- «{}»"),
            BadCase("malformed-step", steps: "- «~»"),
            BadCase("several-methods", steps: "- answer: {}\n  «hangup»: {}"),
            BadCase("wrong-type", steps: "- answer: «[1]»"),
            BadCase("wrong-type", steps: "- answer: «now»"),
            BadCase("wrong-type", steps: "- record: «yes»"),
            BadCase("missing-parameter", steps: "- «play»"),
            BadCase("missing-parameter", steps: "- «play»:"),
            BadCase("missing-parameter", steps: "- «label»"),
            BadCase("missing-parameter", steps: "- «set»"),
        ]
        for item in cases { item.check() }
    }

    @Test func `in the name of a parameter is found at the key`() {
        let cases = [
            BadCase("unknown-parameter", steps: "- hangup: {«reasn»: busy}"),
            BadCase("unknown-parameter", steps: "- joinConference: {name: a, «start-on-enter»: true}"),
            BadCase(
                "unknown-parameter",
                steps: "- joinConference: {name: a, stream: {url: wss://a.b/c, «statusURL»: x}}"),
            BadCase(
                "conflicting-spellings",
                steps: "- joinConference: {name: a, end_on_exit: true, «endOnExit»: true}"),
            BadCase("duplicate-key", steps: "- hangup: {reason: busy, «reason»: decline}"),
            BadCase("missing-parameter", "unknown-parameter", steps: "- «sendDigits»: {«digit»: 1}"),
            BadCase("missing-parameter", steps: "- «joinConference»: {muted: true}"),
            BadCase("missing-parameter", steps: "- joinConference: {name: a, stream: «{name: b}»}"),
            BadCase("missing-parameter", "missing-parameter", steps: "- ««sendSms»»: {body: hi}"),
            BadCase(
                "missing-parameter",
                steps: "- «sendSms»: {toNumber: '+15551234567', fromNumber: '+15551234567'}"),
            BadCase("conflicting-parameters", steps: "- play: {url: 'say:a', «urls»: ['say:b']}"),
        ]
        for item in cases { item.check() }
    }

    @Test func `in a value is found at the value`() {
        let cases = [
            BadCase("invalid-value", steps: "- hangup: «bussy»"),
            BadCase("invalid-value", steps: "- hangup: {reason: «Busy»}"),
            BadCase("wrong-type", steps: "- hangup: {reason: «[busy]»}"),
            BadCase("wrong-type", steps: "- answer: {maxDuration: «soon»}"),
            BadCase("invalid-value", steps: "- answer: {maxDuration: «1.5»}"),
            BadCase("out-of-range", steps: "- answer: {maxDuration: «-1»}"),
            BadCase("out-of-range", steps: "- answer: {maxDuration: «1e300»}"),
            BadCase("wrong-type", steps: "- answer: {maxDuration: «5 minutes»}"),
            BadCase("unknown-codec", steps: "- answer: {codecs: «'PCMU, OPSU'»}"),
            BadCase("wrong-type", steps: "- record: {beep: «2»}"),
            BadCase("not-a-boolean", steps: "- record: {beep: «yes»}"),
            BadCase("not-a-boolean", steps: "- record: {stereo: «off»}"),
            BadCase("invalid-value", steps: "- record: {direction: «both»}"),
            BadCase("invalid-value", steps: "- record: {terminators: «x»}"),
            BadCase("comment-for-value", steps: "- record:\n    terminators: «#»"),
            BadCase("wrong-type", steps: "- record:\n    terminators:«»"),
            BadCase("out-of-range", steps: "- record: {inputSensitivity: «101»}"),
            BadCase("invalid-value", steps: "- recordCall: {format: «ogg»}"),
            BadCase("out-of-range", steps: "- prompt: {play: 'say:a', maxDigits: «0»}"),
            BadCase("invalid-value", steps: "- prompt: {play: 'say:a', maxDigits: «1.5»}"),
            BadCase("out-of-range", steps: "- prompt: {play: 'say:a', volume: «-41»}"),
            BadCase("invalid-value", steps: "- prompt: {play: «[]»}"),
            BadCase("invalid-value", steps: "- sendDigits: «'12a'»"),
            BadCase("invalid-value", steps: "- sendDigits: «''»"),
            BadCase("unquoted-number", steps: "- sendDigits: {digits: «0123»}"),
            BadCase("out-of-range", steps: "- sleep: «-2»"),
            BadCase("invalid-value", steps: "- sleep: {duration: «0.5»}"),
            BadCase("wrong-type", steps: "- sleep: «soon»"),
            BadCase("out-of-range", steps: "- goto: {label: a, max: «0»}\n- label: a"),
            BadCase("out-of-range", steps: "- goto: {label: a, max: «101»}\n- label: a"),
            BadCase("wrong-type", steps: "- label: «[a]»"),
            BadCase("invalid-value", steps: "- label: «''»"),
        ]
        for item in cases { item.check() }
    }

    @Test func `in a sound is found at the sound`() {
        let cases = [
            BadCase("wrong-url-scheme", steps: "- play: «Hello»"),
            BadCase("wrong-url-scheme", steps: "- play: «ftp://a.b/c.mp3»"),
            BadCase("wrong-url-scheme", steps: "- play: «sayy:Hello»"),
            BadCase("wrong-url-scheme", steps: "- play: «'ftp://${host}/a.mp3'»"),
            BadCase("invalid-value", steps: "- play: «'say: '»"),
            BadCase("invalid-value", steps: "- play: «'silence:'»"),
            BadCase("invalid-value", steps: "- play: «'silence:1.2.3'»"),
            BadCase("out-of-range", steps: "- play: «'silence:99999999999'»"),
            BadCase("invalid-value", steps: "- play: «'ring:xx'»"),
            BadCase("invalid-value", steps: "- play: «'ring:x:us'»"),
            BadCase("invalid-value", steps: "- play: «'ring:1:2:us'»"),
            BadCase("invalid-value", steps: "- play: «'https://'»"),
            BadCase("odd-host", steps: "- play: «'https://<host>/a.mp3'»"),
            BadCase("invalid-value", steps: "- play: {urls: «[]»}"),
            BadCase("wrong-type", steps: "- play: {urls: «'say:a'»}"),
            BadCase("wrong-url-scheme", "invalid-value", steps: "- play: ['say:a', «b», «'say:'»]"),
        ]
        for item in cases { item.check() }
    }
}
