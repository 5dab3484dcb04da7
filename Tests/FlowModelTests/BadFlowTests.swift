import Testing

/// Mistakes in the document as a whole, in control flow, variables and connections.
struct `A mistake in a flow` {
    @Test func `at the top is found`() {
        let cases = [
            BadCase("empty-document", document: "«»"),
            BadCase("missing-sections", document: "«version»: 1.0.0\n"),
            BadCase("wrong-type", document: "«- answer»\n"),
            BadCase("wrong-type", document: "«hello»\n"),
            BadCase("missing-version", document: "«sections»: {main: [answer]}\n"),
            BadCase("invalid-version", document: "version: «1.0»\nsections: {main: [answer]}\n"),
            BadCase("invalid-version", document: "version: «2.0.0»\nsections: {main: [answer]}\n"),
            BadCase("invalid-version", document: "version: «[1]»\nsections: {main: [answer]}\n"),
            BadCase("missing-main", document: "version: 1.0.0\n«sections»: {mein: [answer]}\n"),
            BadCase("wrong-type", document: "version: 1.0.0\nsections: «[main]»\n"),
            BadCase("wrong-type", document: "version: 1.0.0\nsections:\n  main: «answer»\n"),
            BadCase(
                "wrong-type",
                document: "version: 1.0.0\nsections:\n  main:\n    «answer: {}\n    hangup: {}»\n"),
            BadCase("empty-section", document: "version: 1.0.0\nsections: {«main»: []}\n"),
            BadCase(
                "unknown-element", document: "version: 1.0.0\n«section»: 1\nsections: {main: [answer]}\n"),
            BadCase(
                "duplicate-key", document: "version: 1.0.0\nsections: {main: [answer], «main»: [hangup]}\n"),
            BadCase(
                "step-not-allowed",
                document: "version: 1.0.0\nsections: {main: [answer]}\nonHangup: [«play»: 'say:a']\n"),
            BadCase(
                "step-not-allowed",
                document:
                    "version: 1.0.0\nsections: {main: [answer]}\nonHangup: [cond: [{else: [«hangup»]}]]\n"),
            BadCase(
                "conflicting-spellings",
                document: "version: 1.0.0\nsections: {main: [answer]}\nonHangup: []\n«on_hangup»: []\n"),
        ]
        for item in cases { item.check() }
    }

    @Test func `in a jump is found`() {
        let cases = [
            BadCase("unknown-label", steps: "- goto: «nowhere»"),
            BadCase("placeholder-in-label", steps: "- goto: «'${a}'»"),
            BadCase("placeholder-in-label", steps: "- label: «'a${b}'»"),
            BadCase("unknown-label", steps: "- label: ask\n- goto: {label: «aks»}"),
            BadCase("duplicate-label", steps: "- label: a\n- label: «a»"),
            BadCase("duplicate-label", steps: "- label: a\n- cond: [{else: [label: «a»]}]"),
            BadCase("unknown-label", steps: "- cond: [{else: [label: a]}]\n- goto: «a»"),
            BadCase(
                "unknown-label",
                steps: "- label: a\n- connect: {to: 'sip:a@b.c', confirm: [cond: [else: [goto: «a»]]]}"),
            BadCase(
                "unknown-label",
                document: "version: 1.0.0\nsections: {main: [goto: «a»], other: [label: a]}\n"),
            BadCase("invalid-expression", steps: "- label: a\n- goto: {label: a, when: 'a ==«»'}"),
            BadCase("wrong-type", steps: "- label: a\n- goto: {label: a, when: «[b]»}"),
        ]
        for item in cases { item.check() }
    }

    @Test func `in a choice is found`() {
        let cases = [
            BadCase("wrong-type", steps: "- cond: «{when: a, then: []}»"),
            BadCase("missing-parameter", steps: "- cond: [{«when»: a}]"),
            BadCase("missing-parameter", steps: "- cond: [{«then»: []}]"),
            BadCase("missing-parameter", steps: "- cond: [«{}»]"),
            BadCase("conflicting-parameters", steps: "- cond: [{else: []}, {«else»: []}]"),
            BadCase("wrong-type", steps: "- cond: [{when: a, then: «hangup»}]"),
            BadCase("wrong-type", steps: "- cond: [«answer»]"),
            BadCase("missing-parameter", "missing-parameter", steps: "- ««switch»»: {}"),
            BadCase("invalid-path", steps: "- switch: {variable: «a + b», case: {}}"),
            BadCase("path-in-placeholder", steps: "- switch: {variable: «'%{a.b}'», case: {}}"),
            BadCase("wrong-type", steps: "- switch: {variable: «[a]», case: {}}"),
            BadCase("wrong-type", steps: "- switch: {variable: a, case: {x: «y»}}"),
        ]
        for item in cases { item.check() }
    }

    @Test func `about variables is found`() {
        let cases = [
            BadCase("wrong-type", steps: "- set: «[a]»"),
            BadCase("wrong-type", steps: "- set: «a»"),
            BadCase("invalid-path", steps: "- set: {«a b»: 1}"),
            BadCase("reserved-name", steps: "- set: {«call»: 1}"),
            BadCase("reserved-name", steps: "- set: {«params.x»: 1}"),
            BadCase("reserved-name", steps: "- set: {«vars»: 1}"),
            BadCase("invalid-value", steps: "- set: {a: «.nan»}"),
            BadCase("unquoted-number", steps: "- set: {a: «+15551234567»}"),
            BadCase("unquoted-number", steps: "- set: {a: [«012»]}"),
            BadCase("unclosed-placeholder", steps: "- set: {a: '«${»b'}"),
            BadCase("invalid-path", steps: "- unset: «a b»"),
            BadCase("wrong-type", steps: "- unset: [a, «{}»]"),
            BadCase("path-in-placeholder", steps: "- unset: «'${a}'»"),
            BadCase("env-for-envs", steps: "- set: {a: '${«env».b}'}"),
            BadCase("wrong-type", steps: "- userEvent: {event: «[a]»}"),
            BadCase("wrong-type", steps: "- execute: {dest: main, params: «a»}"),
            BadCase("invalid-value", steps: "- transfer: «''»"),
            BadCase("wrong-type", steps: "- transfer: «[{dest: a}]»"),
        ]
        for item in cases { item.check() }
    }

    @Test func `in a request or a message is found`() {
        let cases = [
            BadCase("missing-method", steps: "- «request»: {url: 'https://a.b/c'}"),
            BadCase("missing-parameter", steps: "- «request»: {method: GET}"),
            BadCase("invalid-value", steps: "- request: {url: 'https://a.b/c', method: «PATCH»}"),
            BadCase("wrong-url-scheme", steps: "- request: {url: «/c», method: GET}"),
            BadCase("invalid-value", steps: "- request: {url: «'https://a.b/c d'», method: GET}"),
            BadCase("wrong-type", steps: "- request: {url: 'https://a.b/c', method: GET, headers: «[a]»}"),
            BadCase(
                "wrong-type", steps: "- request: {url: 'https://a.b/c', method: GET, headers: {a: «[b]»}}"),
            BadCase("out-of-range", steps: "- request: {url: 'https://a.b/c', method: GET, timeout: «-1»}"),
            BadCase(
                "unquoted-number", "unquoted-number",
                steps: "- sendSms: {toNumber: «+15551234567», fromNumber: «+15551234567», body: a}"),
            BadCase(
                "number-without-plus",
                steps: "- sendSms: {toNumber: «'5551234567'», fromNumber: '+15551234567', body: a}"),
            BadCase(
                "wrong-url-scheme",
                steps: "- sendSms: {toNumber: '+15551234567', fromNumber: '+15551234567', media: [«a.png»]}"),
        ]
        for item in cases { item.check() }
    }

    @Test func `in a connection is found`() {
        let cases = [
            BadCase("missing-parameter", steps: "- «connect»: {timeout: 5}"),
            BadCase(
                "conflicting-parameters",
                steps: "- connect: {to: '+15551234567', «serial»: [{to: '+15551234567'}]}"),
            BadCase("invalid-value", steps: "- connect: {serial: «[]»}"),
            BadCase("invalid-value", steps: "- connect: {serialParallel: [«[]»]}"),
            BadCase("wrong-type", steps: "- connect: {serialParallel: [«{to: '+15551234567'}»]}"),
            BadCase("wrong-type", steps: "- connect: {parallel: «{to: '+15551234567'}»}"),
            BadCase("missing-parameter", steps: "- connect: {parallel: [«{from: '+15551234567'}»]}"),
            BadCase(
                "unknown-parameter", steps: "- connect: {parallel: [{to: '+15551234567', «result»: []}]}"),
            BadCase(
                "misplaced-parameter", steps: "- connect: {parallel: [{to: '+15551234567'}], «username»: a}"),
            BadCase("missing-parameter", steps: "- connect: {to: «'queue:sales'»}"),
            BadCase("invalid-value", steps: "- connect: {to: «bob»}"),
            BadCase("invalid-value", steps: "- connect: «bob@example.com»"),
            BadCase("invalid-value", steps: "- connect: «'sip:'»"),
            BadCase("invalid-value", steps: "- connect: «'queue:'»"),
            BadCase("wrong-url-scheme", steps: "- connect: «'tel:+15551234567'»"),
            BadCase("plain-websocket", steps: "- connect: «'stream:ws://a.b/c'»"),
            BadCase("invalid-value", steps: "- connect: «'+1-555-123-45678901234'»"),
            BadCase("invalid-value", steps: "- connect: {to: '+15551234567', from: «+1A-Number»}"),
            BadCase("unquoted-number", steps: "- connect: «+15551234567»"),
            BadCase(
                "step-not-allowed", steps: "- connect: {to: '+15551234567', confirm: [«transfer»: main]}"),
            BadCase("wrong-url-scheme", steps: "- connect: {to: '+15551234567', confirm: «script.yaml»}"),
            BadCase("invalid-value", steps: "- connect: {to: '+15551234567', callStateEvents: [«dead»]}"),
            BadCase("missing-parameter", steps: "- connect: {to: 'sip:a@b.c', headers: [«{name: X-A}»]}"),
            BadCase("invalid-value", steps: "- connect: {to: '+15551234567', encryption: «maybe»}"),
            BadCase("wrong-url-scheme", steps: "- connect: {to: '+15551234567', ringback: [«beep»]}"),
            BadCase("invalid-value", steps: "- connect: {to: '+15551234567', transferAfterBridge: «main»}"),
        ]
        for item in cases { item.check() }
    }
}
