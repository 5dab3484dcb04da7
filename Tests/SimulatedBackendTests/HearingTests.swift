import Conferencing
import FlowModel
import FlowRuntime
import SimulatedBackend
import TestSupport
import Testing

struct `What a party hears` {
    typealias Conference = `A conference call`

    /// Lines such as `0…3 music`, in whole seconds.
    private func heard(by leg: LegID, in desk: Desk) -> [String] {
        let start = PhoneSystem().now
        func seconds(_ instant: Timestamp) -> Int64 { instant.milliseconds(since: start) / 1000 }
        return Hearing.of(leg, in: desk.phone.events).map { heard in
            let what =
                switch heard.what {
                case .sound(let sound): sound.text
                case .speech(let text, let by): "\(text) by c-\(by.rawValue + 1)"
                case .beep(_, let by): "beep of c-\(by.rawValue + 1)"
                }
            return "\(seconds(heard.from))…\(heard.to.map { "\(seconds($0))" } ?? "") \(what)"
        }
    }

    @Test func `follows from the conference, its coaches and its beeps`() {
        var desk = Desk(observation: .story)
        let legs = desk.answeredCalls(4)
        desk.perform(Conference.join(start: false), on: legs[0])
        desk.inject(.speak("anybody?", .seconds(2)), on: legs[0])
        desk.run(until: 3)
        desk.perform(Conference.join(beep: .both), on: legs[1])
        desk.run(until: 4)
        desk.perform(Conference.join(beep: .onExit, coach: "c-2"), on: legs[2])
        desk.inject(.speak("offer more", .seconds(4)), on: legs[2])
        desk.inject(.speak("hello", .seconds(2)), on: legs[1])
        desk.run(until: 5)
        desk.perform(Conference.join(beep: .onEnter), on: legs[3])
        desk.run(until: 6)
        desk.phone.control(.mute(legs[1].participant, true), room: "room")
        desk.inject(.speak("nobody hears this", .seconds(1)), on: legs[1])
        desk.run(until: 7)
        desk.inject(.hangUp, on: legs[2])
        desk.run(until: 9)
        #expect(
            heard(by: legs[0], in: desk) == [
                "0…3 music", "4…6 hello by c-2", "5…5 beep of c-4", "7…7 beep of c-3",
            ])
        #expect(
            heard(by: legs[1], in: desk) == [
                "4…7 offer more by c-3", "5…5 beep of c-4", "7…7 beep of c-3",
            ])
        #expect(heard(by: legs[2], in: desk) == ["4…6 hello by c-2", "5…5 beep of c-4"])
        #expect(heard(by: legs[3], in: desk) == ["5…6 hello by c-2", "7…7 beep of c-3"])
    }

    @Test func `follows from a bridge`() {
        var (desk, leg) = Desk.answered(`A connect`.doubles, observation: .story)
        desk.perform(`A connect`.to([["bob"]]), on: leg)
        desk.run(until: 4)
        desk.inject(.speak("is there anybody?", .seconds(3)), on: leg)
        desk.run(until: 6)
        desk.inject(.speak("yes", .seconds(10)), on: LegID(rawValue: 1))
        desk.run(until: 8)
        desk.inject(.hangUp, on: LegID(rawValue: 1))
        #expect(heard(by: leg, in: desk) == ["0…5 ringback", "6…8 yes by c-2"])
        #expect(heard(by: LegID(rawValue: 1), in: desk) == ["5…7 is there anybody? by c-1"])
    }

    @Test func `is what the rooms themselves would say`() {
        var random = SplitMix64(seed: 20_260_101)
        for round in 0..<60 {
            var desk = Desk(observation: .story)
            let legs = desk.answeredCalls(5)
            var hearings = legs.map { Hearing(of: $0) }
            for _ in 0..<30 {
                act(&desk, legs, &random)
                let speaking = legs.filter { desk.phone.isSpeaking($0) }
                for place in legs.indices {
                    for event in desk.phone.events { hearings[place].take(event) }
                    let expected = speaking.filter {
                        desk.phone.hears(legs[place], speaker: $0) && $0 != legs[place]
                    }
                    #expect(hearings[place].voicesHeard == Set(expected), "round \(round)")
                }
                desk.phone.events = []
            }
        }
    }

    /// Something at random happens to one of the calls, and half a second passes.
    private func act(_ desk: inout Desk, _ legs: [LegID], _ random: inout SplitMix64) {
        let leg = legs[Int(random.next() % 5)]
        switch random.next() % 6 {
        case 0: desk.perform(Conference.join(start: random.next() % 2 == 0), on: leg)
        case 1: desk.perform(Conference.join(coach: "c-\(random.next() % 5 + 1)"), on: leg)
        case 2: desk.perform(.leaveConference(conferenceID: "cf-1"), on: leg)
        case 3: desk.phone.control(.mute(leg.participant, random.next() % 2 == 0), room: "room")
        case 4: desk.phone.control(.hold(leg.participant, random.next() % 2 == 0), room: "room")
        case _: desk.inject(.speak("word", .seconds(2)), on: leg)
        }
        desk.run(until: desk.seconds + 0.5)
    }
}

extension Hearing {
    /// Whom the party hears now.
    fileprivate var voicesHeard: Set<LegID> {
        Set(
            heard.compactMap { heard in
                if case .speech(_, let by) = heard.what, heard.to == nil { by } else { nil }
            })
    }
}
