import FlowTesting
import Testing

struct `A call's recording` {
    private static let flow = """
        - answer
        - recordCall: {control_id: all, direction: both}
        - play: "say:Speak after the tone"
        - record: {beep: true, end_silence_timeout: 1s, initial_timeout: 4s}
        - stopRecordCall: {control_id: all}
        - record: {initial_timeout: 2s}
        - hangup
        """
    private static let script = "do: [{at: 3s, ann: {says: Call me, for: 2s}}]"

    @Test func `holds what is said and heard, by its direction`() throws {
        let plain = """
            - answer
            - recordCall: {control_id: all, direction: DIRECTION}
            - play: "say:Speak after the tone"
            - sleep: 10s
            - hangup
            """
        let cases: [(direction: String, expect: String, messages: [String])] = [
            ("both", "{from: 0s, to: 11.2s, contains: [ann, {says: tone, by: flow}], silent: false}", []),
            ("speak", "{contains: [ann], without: [{says: tone}], lasts: 11.2s}", []),
            ("listen", "{contains: [{by: flow}], without: [ann]}", []),
            (
                "listen", "{contains: [{says: Call me}]}",
                ["ann: expected \"Call me\" in the recording; it holds \"Speak after the tone\" by flow"]
            ),
            (
                "speak", "{contains: [{by: flow}]}",
                ["ann: expected the voice of flow in the recording; it holds \"Call me\" by ann"]
            ),
            (
                "both", "{without: [{says: tone, by: flow}]}",
                [
                    "ann: expected no \"tone\" by flow in the recording; "
                        + "it holds \"Speak after the tone\" at 0s"
                ]
            ),
            ("both", "nothing", ["ann: expected no recording; there was one from 0s to 11.2s"]),
            ("both", "{to: 11s}", ["ann: expected the recording to 11s; it was 11.2s"]),
        ]
        for (direction, expect, messages) in cases {
            try check(
                plain.replacing("DIRECTION", with: direction), Self.script,
                [("ann: {recorded: \(expect)}", messages)])
        }
    }

    @Test func `is the last one, and may be silent`() throws {
        try check(
            Self.flow, Self.script,
            [
                ("ann: {recorded: {silent: true, from: 6s, lasts: 2s}}", []),
                ("bob: {recorded: {silent: true}}", []),
                (
                    "ann: {recorded: {silent: false}}",
                    ["ann: expected a recording in which somebody speaks; nobody spoke in time"]
                ),
                (
                    "ann: {recorded: {contains: [ann]}}",
                    ["ann: expected the voice of ann in the recording; it holds no voice"]
                ),
            ])
        try check(
            "- hangup", "do: []",
            [
                ("ann: {recorded: nothing}", []),
                ("ann: {recorded: {from: 0s}}", ["ann: expected a recording; there was none"]),
            ])
    }
}
