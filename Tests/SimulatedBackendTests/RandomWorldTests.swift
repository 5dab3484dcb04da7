import Conferencing
import FlowModel
import FlowRuntime
import SimulatedBackend
import TestSupport
import Testing

struct `A random world` {
    static let flows = [
        """
        sections:
          main:
            - answer: {maxDuration: 90}
            - label: ask
            - prompt:
                play: ["say:Enter the PIN", "https://a/404"]
                maxDigits: 4
                terminators: "#"
                initialTimeout: 3
            - goto: {label: ask, when: "prompt_result == 'no_input'", max: 2}
            - joinConference:
                name: "room ${prompt_value}"
                beep: "true"
                record: record-from-start
                maxParticipants: 3
                endOnExit: '${prompt_value == "1"}'
                statusCallback: "https://a/s"
            - play: "say:Goodbye"
        onHangup:
          - request: {url: "https://a/1", method: GET, timeout: 2}
        """,
        """
        sections:
          main:
            - answer: {maxDuration: 90}
            - joinConference: {name: "room 1", startOnEnter: false, waitUrl: "https://a/doc", until: joined}
            - awaitConference: {until: started, timeout: 20s, keys: "1#"}
            - cond:
                - when: await_conference_result == 'key'
                  then: [{leaveConference: {}}, {record: {maxLength: 5}}]
            - recordCall: {controlId: r}
            - prompt: {play: "silence:2", maxDigits: 2, speechTimeout: 4}
        """,
        """
        sections:
          main:
            - answer: {maxDuration: 90}
            - request: {url: "https://a/2", method: POST, timeout: 2}
            - connect:
                serialParallel:
                  - [{to: "sip:busy@a.example"}, {to: "sip:none@a.example", timeout: 5}]
                  - - to: "sip:yes@a.example"
                      confirm:
                        - prompt: {play: "silence:1", maxDigits: 1}
                        - cond: [{when: "prompt_value != '1'", then: [hangup]}]
            - sendDigits: {digits: "1W2"}
            - joinConference: {name: "room 1", coach: "c-1", until: joined}
            - sleep: 30s
            - hangup: busy
        """,
        """
        sections:
          main:
            - answer: {maxDuration: 90}
            - dial:
                to: ["sip:busy@a.example", "sip:yes@a.example", "sip:none@a.example"]
                timeout: 4s
                attempts: 2
                dest: callee
                params: {room: "room 1"}
            - dial: {each: ["sip:yes@a.example", "sip:none@a.example"], timeout: 3s, attempts: 2, dest: callee}
            - joinConference: {name: "room 1", startOnEnter: false, until: joined, waitUrl: "https://a/doc"}
            - awaitConference: {until: left, timeout: 20s}
          callee:
            - prompt: {play: "say:Press 1", maxDigits: 1, initialTimeout: 3s}
            - cond:
                - when: "prompt_value != '1'"
                  then: [{dial: {to: "sip:busy@a.example", dest: callee}}, hangup]
            - joinConference: {name: "room ${params.room ? '1' : '2'}", until: joined}
            - sleep: 10s
        onHangup:
          - request: {url: "https://a/1", method: GET, timeout: 2}
        """,
    ].map { flow($0) }

    static let doubles = Doubles(
        http: [
            "GET https://a/1": HTTPDouble(status: 200, after: .seconds(1)),
            "POST https://a/2": HTTPDouble([
                .init(.timeout), .init(.refused), .init(.response(HTTPResponse(status: 500))),
            ]),
        ],
        media: [
            "https://a/404": MediaDouble(.failure(status: 404)),
            "https://a/doc": MediaDouble(
                .document("sections: {main: [{play: \"say:You wait\"}, {sleep: 1s}]}")),
        ],
        legs: [
            "sip:busy@a.example": LegDouble(.busy, after: .seconds(1)),
            "sip:none@a.example": LegDouble(.noAnswer),
            "sip:yes@a.example": LegDouble(
                .answers, after: .seconds(1),
                deeds: [.wait(.milliseconds(500)), .press("1"), .wait(.seconds(4)), .hangUp]),
        ])

    private func world(seed: UInt64) -> World {
        var random = SplitMix64(seed: seed)
        func pick(_ count: UInt64) -> Int { Int(random.next() % count) }
        var world = World(
            flows: Self.flows, phone: PhoneSystem(seed: seed, doubles: Self.doubles, observation: .everything)
        )
        for number in 0..<(2 + pick(6)) {
            let lines = (0..<pick(5)).map { _ in
                let deeds: [Deed] = [
                    .press(["1#", "2#", "1", "99", "#*0"][pick(5)]),
                    .speak("hello", .milliseconds(pick(5000))),
                    .wait(.milliseconds(pick(3000))), .hangUp, .giveUp,
                ]
                let trigger: ScriptLine.Trigger =
                    pick(3) == 0 ? .seen(.joins("caller \(pick(4))")) : .at(.milliseconds(pick(60_000)))
                return ScriptLine(
                    trigger, delay: .milliseconds(pick(1000)), Array(deeds[pick(5)...].prefix(2)))
            }
            let caller = CallerScript(
                name: "caller \(number)", from: "+15555550111", to: "+15555550100",
                dials: .milliseconds(pick(20_000)), patience: pick(4) == 0 ? .seconds(pick(40)) : nil,
                lines: lines)
            world.dial(caller, flow: pick(4))
        }
        return world
    }

    @Test func `comes to one end with nothing left over`() {
        for seed in 0..<150 as Range<UInt64> {
            var world = world(seed: seed)
            world.run()
            #expect(world.nextEventTime == nil, "seed \(seed)")
            #expect(world.phone.openRooms.isEmpty, "seed \(seed)")
            for (place, leg) in world.phone.legs.enumerated() {
                let isClean = leg.phase == .ended && leg.room == nil && leg.peer == nil
                #expect(isClean, "seed \(seed), leg \(place)")
                guard isCallOfItsOwn(leg) else { continue }
                #expect(
                    leg.isClosed && world.machines[place]?.isFinished == true, "seed \(seed), leg \(place)")
            }
            checkLives(of: world, seed)
            checkRooms(of: world, seed)
        }
    }

    /// Somebody called in, or answered a `dial`.
    private func isCallOfItsOwn(_ leg: Leg) -> Bool {
        switch leg.role {
        case .inbound: true
        case .placed: leg.info.isAnswered
        case .dialled, .waiting: false
        }
    }

    /// A call ends once, and nothing happens to it afterwards but what its flow does by itself.
    private func checkLives(of world: World, _ seed: UInt64) {
        var ended: Set<LegID> = []
        for event in world.phone.events {
            guard let leg = event.leg else { continue }
            switch event.what {
            case .ended: #expect(ended.insert(leg).inserted, "seed \(seed): \(leg) ends twice")
            case .began, .dialled, .answered, .sound, .pressed, .spoke, .bridged, .recordingBegan:
                #expect(!ended.contains(leg), "seed \(seed): \(event)")
            case .note, .performed, .finished, .silence, .stoppedSpeaking, .unbridged, .recordingEnded, .room,
                .callback, .unscripted, .warning:
                break
            }
        }
    }

    /// Joins and leaves match, one start at most and one end for every instance.
    private func checkRooms(of world: World, _ seed: UInt64) {
        var inside: [RoomID: Set<ParticipantID>] = [:]
        var started: Set<RoomID> = []
        for event in world.phone.events {
            guard case .room(let room, let what) = event.what else { continue }
            switch what {
            case .instanceCreated: #expect(inside.updateValue([], forKey: room) == nil, "seed \(seed)")
            case .participantJoined(let member):
                #expect(inside[room]?.insert(member.participant).inserted == true, "seed \(seed)")
            case .participantLeft(let member):
                #expect(inside[room]?.remove(member.participant) != nil, "seed \(seed)")
            case .conferenceStarted: #expect(started.insert(room).inserted, "seed \(seed)")
            case .conferenceEnded:
                started.remove(room)
                #expect(inside.removeValue(forKey: room)?.isEmpty == true, "seed \(seed)")
            case _: break
            }
        }
        #expect(inside.isEmpty, "seed \(seed)")
    }

    @Test func `is the same again with the same seed, and when it goes on from a copy`() {
        for seed in 0..<20 as Range<UInt64> {
            var (one, other) = (world(seed: seed), world(seed: seed))
            one.run()
            other.run(until: other.phone.now.advanced(by: .seconds(15)))
            var copy = other
            other.run()
            copy.run()
            #expect(
                one.phone.events == other.phone.events && one.phone.events == copy.phone.events,
                "seed \(seed)")
            #expect(one.phone.callbacks == copy.phone.callbacks, "seed \(seed)")
        }
    }
}
