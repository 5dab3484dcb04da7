import FlowModel
import FlowRuntime
import SimulatedBackend
import SourceText
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(10)))
struct `The simulated backend` {
    /// Runs a flow on every call, each in a task of its own, and gives their ends by call id.
    private func ends(_ flow: Flow, on backend: SimulatedBackend) async throws -> [String: FlowEnd] {
        try await withThrowingTaskGroup(of: (String, FlowEnd).self) { group in
            for try await session in backend.inboundCalls {
                group.addTask { (session.call.id.name, try await FlowDriver(flow).run(on: session)) }
            }
            return try await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
        }
    }

    @Test func `runs the flows of many calls to their ends`() async throws {
        let flow = flow(
            """
            sections:
              main:
                - prompt: {play: "say:Press", maxDigits: 2}
                - joinConference: {name: room, startOnEnter: true}
                - request: {url: "https://example.com/a", method: GET, timeout: 1}
            """)
        let callers = (0..<20).map { number in
            let caller = SimulatedCaller(dials: .seconds(number % 3)).pressing("42", at: .seconds(4))
            return number % 2 == 0 ? caller.hangingUp(at: .seconds(10 + number % 4)) : caller
        }
        let backend = SimulatedBackend(
            callers: callers, responses: ["GET https://example.com/a": HTTPResponse(status: 200)])
        let ends = try await ends(flow, on: backend)
        #expect(ends.count == 20)
        #expect(ends.filter { $0.value.ending.by == .caller }.count == 10)
        #expect(ends["c-2"]?.ending == CallEnding(by: .system, reason: "max_duration"))
    }

    @Test func `tells the very story that a world tells`() async throws {
        let flow = flow(`A scenario file`.supportCall)
        let file = ScenarioFile.read(.init(name: "a.test.yaml", text: `A scenario file`.coaching)).scenarios
        for scenario in file.scenarios {
            var world = scenario.world(flows: [flow])
            world.run()
            let journal = Mutex<[JournalNote]>([])
            let driver = FlowDriver(flow) { _, entry in
                if case .note(let note) = entry.content { journal.withLock { $0.append(note) } }
            }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for try await session in SimulatedBackend(scenario.phone(runsScripts: false)).inboundCalls {
                    group.addTask { _ = try await driver.run(on: session) }
                }
                try await group.waitForAll()
            }
            let notes = world.phone.events.compactMap {
                if case .note(let note) = $0.what { note } else { nil }
            }
            #expect(journal.withLock { $0 } == notes, "\(scenario.name)")
        }
    }

    @Test func `hands over calls that flows dial, and tells of them what a world tells`() async throws {
        let flow = flow(`A world in which flows dial`.transfer)
        for people in 1...3 {
            var world = World(
                flows: [flow], phone: PhoneSystem(doubles: `A world in which flows dial`.doubles))
            var phone = PhoneSystem(doubles: `A world in which flows dial`.doubles, runsScripts: false)
            for number in 0..<people {
                let line = ScriptLine(.at(.seconds(10 + number)), [.hangUp])
                let caller = CallerScript(name: "\(number)", from: "+1", to: "+2", lines: [line])
                world.dial(caller)
                phone.dial(caller)
            }
            world.run()
            let backend = SimulatedBackend(phone)
            let journal = Mutex<[JournalNote]>([])
            let driver = FlowDriver(flow) { _, entry in
                if case .note(let note) = entry.content { journal.withLock { $0.append(note) } }
            }
            var origins: [String] = []
            try await withThrowingTaskGroup(of: Void.self) { group in
                for try await session in backend.inboundCalls {
                    if let origin = session.call.dialled {
                        origins.append("\(session.call.id) by \(origin.call)")
                    }
                    group.addTask { _ = try await driver.run(on: session) }
                }
                try await group.waitForAll()
            }
            let notes = world.phone.events.compactMap {
                if case .note(let note) = $0.what { note } else { nil }
            }
            #expect(journal.withLock { $0 } == notes, "\(people)")
            let answered = (1...people).map { "c-\(2 * people + $0) by c-\($0)" }
            #expect(origins == answered)
        }
    }

    @Test func `drops a dialled call that ends before anybody takes it`() async throws {
        let legs = ["ann": LegDouble(.answers, after: .seconds(1), deeds: [.wait(.seconds(5)), .hangUp])]
        var phone = PhoneSystem(doubles: Doubles(legs: legs), runsScripts: false)
        phone.dial(from: "+1", to: "+2")
        let backend = SimulatedBackend(phone)
        var calls = backend.inboundCalls.makeAsyncIterator()
        let first = try #require(await calls.next())
        let dial = DialCommand(to: ["ann"], .inTurn, run: DialledRun(.section("main")))
        try await first.perform(.dial(dial), as: CommandID(1))
        try await first.perform(.answer(AnswerCommand()), as: CommandID(2))
        try await first.perform(.startTimer(.seconds(60)), as: CommandID(3))
        // Another task than the one that takes calls.
        let lines = try await Task {
            var lines: [String] = []
            for try await event in first.events {
                lines.append(event.event.line)
                if lines.count == 4 { break }
            }
            return lines
        }.value
        #expect(lines == ["started", "#2 done", "#1 dialled c-2 at ann", "#3 done"])
        await first.close()
        #expect(try await calls.next() == nil)
        #expect(backend.phone.legs[1].phase == .ended)
    }

    private static let waits = "sections: {main: [answer, {sleep: 10s}, hangup]}"

    @Test func `lets a call ring while its only task is busy with another`() async throws {
        let callers = [
            SimulatedCaller(), SimulatedCaller(dials: .seconds(5)),
            // Rings for a minute, and gives up before anybody takes the call.
            SimulatedCaller(dials: .seconds(6)).hangingUp(at: .seconds(7)),
            SimulatedCaller(dials: .seconds(30)),
        ]
        let ends = Mutex<[String]>([])
        let start = SimulatedBackend(callers: []).phone.now
        let driver = FlowDriver(flow(Self.waits)) { call, entry in
            guard case .note(.finished(let end)) = entry.content else { return }
            let seconds = entry.at.milliseconds(since: start) / 1000
            ends.withLock { $0.append("\(call.id.name) \(end.ending.by) \(seconds)") }
        }
        for try await session in SimulatedBackend(callers: callers).inboundCalls {
            _ = try await driver.run(on: session)
        }
        #expect(ends.withLock { $0 } == ["c-1 flow 10", "c-2 flow 20", "c-4 flow 40"])
    }

    @Test func `lets a call ring that nobody takes, until the ringing limit`() async throws {
        let backend = SimulatedBackend(callers: [SimulatedCaller(), SimulatedCaller()])
        var calls = backend.inboundCalls.makeAsyncIterator()
        let first = try #require(await calls.next())
        let driver = FlowDriver(flow("sections: {main: [answer, {sleep: 1h}]}"))
        // Another task than the one that takes calls: only the silence tells that nobody does.
        let end = try await Task { try await driver.run(on: first) }.value
        #expect(end.error == nil)
        #expect(try await calls.next() == nil)
        #expect(backend.phone.legs[1].phase == .ended)
    }

    @Test func `refuses what is asked of a closed session`() async throws {
        let backend = SimulatedBackend(callers: [SimulatedCaller(), SimulatedCaller(dials: .seconds(5))])
        var calls = backend.inboundCalls.makeAsyncIterator()
        let session = try #require(await calls.next())
        var events = session.events.makeAsyncIterator()
        #expect(try await events.next()?.event == .started)
        await session.close()
        await session.close()
        #expect(try await events.next() == nil)
        await #expect(throws: BackendError.self) {
            try await session.perform(.hangup(.busy), as: CommandID(1))
        }
        let second = try #require(await calls.next())
        #expect(second.call.id.name == "c-2")
        backend.shutDown()
        #expect(try await calls.next() == nil)
        await #expect(throws: BackendError.self) {
            try await second.perform(.hangup(.busy), as: CommandID(1))
        }
    }

    @Test func `ends a wait that is cancelled`() async throws {
        let backend = SimulatedBackend(callers: [SimulatedCaller(), SimulatedCaller()])
        var calls = backend.inboundCalls.makeAsyncIterator()
        let first = try #require(await calls.next())
        // The second call is not taken: time stands still, and the first waits for ever.
        let task = Task {
            var events = first.events.makeAsyncIterator()
            while try await events.next() != nil {}
            return true
        }
        await Task.yield()
        task.cancel()
        #expect(try await task.value)
        await first.close()
    }

    @Test func `ends the events of a call to which nothing can happen any more`() async throws {
        let backend = SimulatedBackend(callers: [SimulatedCaller().hangingUp(at: .seconds(1))])
        var calls = backend.inboundCalls.makeAsyncIterator()
        let session = try #require(await calls.next())
        var lines: [String] = []
        for try await event in session.events { lines.append(event.event.line) }
        #expect(lines == ["started", "ended by caller: cancel"])
        #expect(try await calls.next() == nil)
    }

    @Test func `answers what it cannot do, and says so in its capabilities`() async throws {
        let steps = ConfirmScript.url("https://example.com/confirm")
        let connect = ConnectCommand(groups: [[ConnectDestination(to: "+1555", confirm: steps)]])
        let backend = SimulatedBackend(callers: [SimulatedCaller()])
        var calls = backend.inboundCalls.makeAsyncIterator()
        let session = try #require(await calls.next())
        try await session.perform(.answer(AnswerCommand()), as: CommandID(1))
        try await session.perform(.connect(connect), as: CommandID(2))
        try await session.perform(.sendDigits("1"), as: CommandID(3))
        var lines: [String] = []
        for try await event in session.events {
            lines.append(event.event.line)
            if lines.count == 4 { break }
        }
        await session.close()
        #expect(lines == ["started", "#1 done", "#3 failed: refused", "#2 failed: unsupported"])
        #expect(
            !SimulatedBackend.capabilities.contains(.confirm)
                && SimulatedBackend.capabilities.contains(.coach))
        #expect(try await calls.next() == nil)
    }
}
