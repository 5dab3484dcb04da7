import FlowExpressions
import FlowModel
import Foundation
import SourceText
import TestSupport
import Testing
import YAMLTree

/// What a document becomes: steps and blocks in tables, values with their types and places.
struct `A flow` {
    static func read(_ text: String) -> FlowReading { Flow.read(SourceFile(name: "test.yaml", text: text)) }

    static func steps(_ steps: String) throws -> Flow {
        let reading = MarkedSource.steps(steps).read()
        #expect(reading.findings.isEmpty, "\(reading.findings)")
        return try #require(reading.flow)
    }

    @Test func `keeps steps in preorder and blocks by their parents`() throws {
        let flow = try Self.steps(
            "- cond: [{when: a, then: [answer, hangup]}, {else: [sleep: 5]}]\n- label: end")
        #expect(flow.steps.map(\.action.name) == ["cond", "answer", "hangup", "sleep", "label"])
        #expect(flow.steps.map(\.id.index) == Array(0..<5))
        guard case .cond(let cond) = flow.steps[0].action else { throw Wrong.action }
        #expect(flow[cond.entries[0].then].parent == StepID(0))
        #expect(flow.stepIDs(of: cond.entries[0].then) == [StepID(1), StepID(2)])
        #expect(flow.stepIDs(of: try #require(cond.fallback)) == [StepID(3)])
        let main = try #require(flow.section(named: "main"))
        #expect(flow.stepIDs(of: main.block) == [StepID(0), StepID(4)])
        #expect(flow[main.block].parent == nil && flow[main.block].section == 0)
        #expect(flow.step(at: FlowPosition(main.block, 1))?.id == StepID(4))
        #expect(flow.step(at: FlowPosition(main.block, 2)) == nil)
        #expect(flow.step(at: FlowPosition(main.block, -1)) == nil)
    }

    @Test func `finds a jump's label in its own list first, then outward`() throws {
        let flow = try Self.steps(
            "- label: a\n- cond: [{when: x, then: [{cond: [{else: [{goto: b}, {goto: a}]}]}, {label: b}]}]")
        let targets = flow.steps.compactMap { step in
            if case .goto(let jump) = step.action { jump.target } else { nil }
        }
        let outer = try #require(flow.section(named: "main")).block
        #expect(targets.count == 2)
        #expect(targets[1] == FlowPosition(outer, 0))
        #expect(flow[targets[0].block].parent == StepID(1) && targets[0].index == 1)
    }

    @Test func `gives a parameter its type, its place and its spelling`() throws {
        let source = MarkedSource.steps(
            "- join_conference:\n    name: «rôom»\n    max_participants: «'3'»\n    beep: «true»\n"
                + "    start_on_enter: «false»"
        )
        let reading = source.read()
        #expect(reading.findings.isEmpty)
        guard case .joinConference(let join)? = reading.flow?.steps[0].action else { throw Wrong.action }
        #expect(join.name == Given(literal: "rôom", at: source.ranges[0]))
        #expect(join.maxParticipants == Given(literal: 3, at: source.ranges[1]))
        #expect(join.beep == Given(literal: .both, at: source.ranges[2]))
        #expect(join.startOnEnter == Given(literal: false, at: source.ranges[3]))
        #expect(join.muted == nil && join.result == nil)
    }

    @Test func `reads times in the parameter's unit or their own`() throws {
        let cases: [(String, Duration)] = [
            ("5", .seconds(5)), ("0.5", .milliseconds(500)), ("500ms", .milliseconds(500)),
            ("30s", .seconds(30)),
            ("5m", .seconds(300)), ("2h", .seconds(7200)), ("'7'", .seconds(7)),
            ("1.5s", .milliseconds(1500)),
        ]
        for (text, expected) in cases {
            let flow = try Self.steps("- prompt: {play: 'say:a', initialTimeout: \(text)}")
            guard case .prompt(let prompt) = flow.steps[0].action else { throw Wrong.action }
            #expect(prompt.initialTimeout?.literal == expected, "\(text)")
        }
        for (text, expected) in [
            ("-1", SleepTime.forever), ("250", .time(.milliseconds(250))), ("2s", .time(.seconds(2))),
        ] {
            guard case .sleep(let sleep) = try Self.steps("- sleep: \(text)").steps[0].action else {
                throw Wrong.action
            }
            #expect(sleep.duration.literal == expected)
        }
    }

    @Test func `reads the sounds of play`() throws {
        let cases: [(String, PlayURL)] = [
            ("'say:Hi'", .say("Hi")), ("'say: Hi'", .say("Hi")), ("'SAY:  Hi'", .say(" Hi")),
            ("'silence: 1.5'", .silence(.milliseconds(1500))), ("'ring:us'", .ring(.us, nil)),
            ("'ring: 2: US-OLD'", .ring(.usOld, .seconds(2))), ("'ring::de'", .ring(.de, nil)),
            ("'HTTPS://a.b/c'", .media("HTTPS://a.b/c")), ("\"say:a\\nb\"", .say("a\nb")),
            ("'https://u:p@[::1]:80/x'", .media("https://u:p@[::1]:80/x")),
        ]
        for (text, expected) in cases {
            guard case .play(let play) = try Self.steps("- play: \(text)").steps[0].action else {
                throw Wrong.action
            }
            #expect(play.sounds.map(\.literal) == [expected], "\(text)")
        }
    }

    @Test func `tells destinations by their form`() throws {
        let cases: [(String, Address)] = [
            ("'+15551234567'", .phone("+15551234567")),
            ("'sip:a@b.c;transport=tcp'", .sip("sip:a@b.c;transport=tcp")),
            ("/public/sales", .resource("/public/sales")), ("'stream:wss://a.b/c'", .stream("wss://a.b/c")),
        ]
        for (text, expected) in cases {
            guard case .connect(let connect) = try Self.steps("- connect: \(text)").steps[0].action else {
                throw Wrong.action
            }
            #expect(connect.groups.first?.first?.to.literal == expected)
        }
    }

    @Test func `brings the four shapes of connect into one`() throws {
        let a = "{to: 'sip:a@b.c', timeout: 5}"
        let b = "{to: 'sip:b@b.c'}"
        let cases: [(String, Connect.Shape, [Int])] = [
            ("to: 'sip:a@b.c', username: u", .single, [1]), ("serial: [\(a), \(b)]", .serial, [1, 1]),
            ("parallel: [\(a), \(b)]", .parallel, [2]),
            ("serial_parallel: [[\(a), \(b)], [\(a)]]", .serialParallel, [2, 1]),
        ]
        for (text, shape, counts) in cases {
            let flow = try Self.steps("- connect: {\(text), from: '+15551234567', timeout: 9}")
            guard case .connect(let connect) = flow.steps[0].action else { throw Wrong.action }
            #expect(connect.shape == shape && connect.groups.map(\.count) == counts)
            let last = try #require(connect.groups.last?.last)
            #expect(connect.completed(last).from?.literal == "+15551234567")
            #expect(connect.completed(last).timeout?.literal == .seconds(shape == .serialParallel ? 5 : 9))
        }
    }

    @Test func `holds what a placeholder gives to the rules of a literal`() throws {
        let flow = try Self.steps(
            "- joinConference: {name: '${a}', maxParticipants: '${n}', muted: '${m}', beep: '%{b}'}")
        guard case .joinConference(let join) = flow.steps[0].action else { throw Wrong.action }
        let number = try #require(join.maxParticipants)
        #expect(number.literal == nil && number.template != nil)
        for (value, expected) in [(Value.number(5), 5), (.string("7"), 7)] {
            #expect(try number.resolved { _ in value }.get() == expected)
        }
        for value in [
            Value.number(1), .number(2.5), .string("many"), .undefined, .list([]), .number(.nan),
            .number(1e300),
        ] {
            guard case .failure(let problem) = number.resolved({ _ in value }) else { throw Wrong.value }
            #expect(problem.message.contains("2 to 100000"), "\(problem)")
        }
        #expect(try join.name.resolved { _ in .number(5) }.get() == "5")
        #expect(throws: CoercionProblem.self) { try join.name.resolved { _ in .undefined }.get() }
        #expect(try #require(join.muted).resolved { _ in .string("true") }.get())
        #expect(try #require(join.beep).resolved { _ in .bool(false) }.get() == .none)
    }

    @Test func `keeps values with their types and their placeholders`() throws {
        let flow = try Self.steps(
            "- set: {a: 1, b: [true, ~, x], c: {d: '${a}', e: 2}, 'f.g': '\\${no}', vars.h: 5.0}")
        guard case .set(let set) = flow.steps[0].action else { throw Wrong.action }
        let values = set.assignments.map(\.value.value)
        #expect(set.assignments.map(\.target.text) == ["a", "b", "c", "f.g", "vars.h"])
        #expect(values[0] == .literal(.number(1)))
        #expect(values[1] == .literal(.list([.bool(true), .null, .string("x")])))
        guard case .map(let entries) = values[2] else { throw Wrong.value }
        #expect(entries.map(\.key) == ["d", "e"] && entries[1].value == .literal(.number(2)))
        #expect(values[4] == .literal(.number(5)))
    }

    @Test func `takes an escaped placeholder for text`() throws {
        let flow = try Self.steps("- set: {a: '\\${no}'}")
        guard case .set(let set) = flow.steps[0].action,
            case .text(let template, _) = set.assignments[0].value.value
        else { throw Wrong.value }
        var problems: [EvaluationProblem] = []
        #expect(template.expand(in: Variables(), problems: &problems) == .string("${no}"))
    }

    @Test func `is saved as its source and read again`() throws {
        let flow = try Self.steps("- answer\n- play: 'say:ä'")
        let copy = try JSONDecoder().decode(Flow.self, from: JSONEncoder().encode(flow))
        #expect(copy == flow && copy !== flow && copy.steps == flow.steps && copy.hashValue == flow.hashValue)
        #expect(try Self.steps("- answer") != flow)
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode(Flow.self, from: Data(#"{"name": "a", "text": "- b"}"#.utf8))
        }
    }

    enum Wrong: Error { case action, value }
}
