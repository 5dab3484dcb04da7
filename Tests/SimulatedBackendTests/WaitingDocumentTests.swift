import Conferencing
import FlowRuntime
import SimulatedBackend
import Testing

struct `A waiting document` {
    static let flow = """
        sections:
          main:
            - answer
            - joinConference:
                name: room
                startOnEnter: '${call.from == "+1host"}'
                waitUrl: "https://a/wait"
                beep: "false"
                until: joined
            - awaitConference: {until: left, timeout: 8}
            - play: "silence:2"
            - awaitConference: {until: left}
        """

    private func heard(_ document: String, host: Int64? = nil) -> [String] {
        var world = World.of(Self.flow, Doubles(media: ["https://a/wait": MediaDouble(.document(document))]))
        world.phone.dial(from: "+1guest", to: "+2")
        if let host { world.phone.dial(from: "+1host", to: "+2", after: .seconds(host)) }
        world.run(for: .seconds(16))
        return world.story.filter {
            $0.contains("c-1 hears") || $0.contains("c-1 silence") || $0.contains("c-1 warning")
        }
    }

    @Test func `runs round after round until the conference starts`() {
        #expect(
            heard("sections: {main: [{play: \"silence:3\"}]}", host: 7) == [
                "0.0 c-1 hears silence", "3.0 c-1 silence", "3.0 c-1 hears silence", "6.0 c-1 silence",
                "6.0 c-1 hears silence", "7.0 c-1 silence", "8.0 c-1 hears silence", "10.0 c-1 silence",
            ])
    }

    @Test func `stands still while a step has the leg, and goes on`() {
        #expect(
            heard("sections: {main: [{play: \"say:position one\"}, {sleep: 5s}, {play: \"silence:2\"}]}") == [
                "0.0 c-1 hears position one", "0.72 c-1 silence", "5.72 c-1 hears silence",
                "7.72 c-1 silence",
                "7.72 c-1 hears position one", "8.0 c-1 hears silence", "10.0 c-1 silence",
                "10.0 c-1 silence",
                "15.0 c-1 hears silence",
            ])
    }

    @Test func `takes at least a second a round, however empty it is`() {
        let lines = heard("sections: {main: [{play: \"silence:0\"}]}", host: 4)
        #expect(
            lines.dropLast(2) == [
                "0.0 c-1 hears silence", "0.0 c-1 silence", "1.0 c-1 hears silence", "1.0 c-1 silence",
                "2.0 c-1 hears silence", "2.0 c-1 silence", "3.0 c-1 hears silence", "3.0 c-1 silence",
            ])
    }

    @Test func `that is none brings one warning and the standard music`() {
        for document in ["", "nonsense", "sections: {}", "sections: {main: [{nosuch: 1}]}", "a: ["] {
            let lines = heard(document, host: 7)
            #expect(
                lines.prefix(3) == [
                    "0.0 c-1 warning the waiting media failed; the standard music plays",
                    "0.0 c-1 hears music", "7.0 c-1 silence",
                ], "\(document)")
        }
    }

    @Test func `that runs into an error is not run again`() {
        let deep = "sections: {main: [{execute: {dest: main}}]}"
        let lines = heard(deep, host: 7)
        #expect(lines.prefix(2).last == "0.0 c-1 hears music", "\(lines)")
    }

    @Test func `cannot do what is not its business`() {
        for step in [
            "hangup", "joinConference: other", "connect: {to: \"+15555550123\"}", "record",
            "prompt: {play: \"silence:0\"}", "answer",
        ] {
            var world = World.of(
                Self.flow,
                Doubles(media: [
                    "https://a/wait": MediaDouble(.document("sections:\n  main:\n    - \(step)\n"))
                ]))
            world.phone.dial(from: "+1guest", to: "+2")
            world.run(for: .seconds(5))
            #expect(world.phone.openRooms.map(\.size) == [1], "\(step)")
            #expect(world.phone.legs.filter(\.isCall).count == 1, "\(step)")
            #expect(world.phone.legs[0].isLive, "\(step)")
        }
    }
}
