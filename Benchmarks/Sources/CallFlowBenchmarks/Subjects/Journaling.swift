import CallFlow
import CallFlowTestKit
import CallJournal
import Foundation

/// What the journal of a call costs all of the process: the call's task, the gathering and the writing.
enum Journaling {
    /// Calls at the same time: each waits for its batch before each command.
    private static let atOnce = 100
    /// Rounds from which on as many calls are journaled as a server may have in a night.
    private static let longRounds = 75
    /// The limit of a small file.
    private static let limit = 1 << 20
    /// A call of the mix: an answer, a greeting, a prompt, a conference, a farewell; 25 entries.
    private static let commands: [CallCommand] = [
        .answer(AnswerCommand()), .play(PlayCommand(items: [.say("Welcome to the team line.")])),
        .prompt(
            PromptCommand(
                play: PlayCommand(items: [.say("Please enter your PIN, followed by the pound key.")]),
                digits: DigitCollection(maxDigits: 6, terminators: "#"))),
        .joinConference(JoinConferenceCommand(name: "standup-+15555550100")),
        .leaveConference(conferenceID: "5f0c8a1e-7b0d-4c53-a7c1-2f1d7a4f6c11"),
        .play(PlayCommand(items: [.say("Goodbye.")])), .hangup(.hangup),
    ]

    static func figures(rounds: Int) async throws -> [Figure] {
        let calls = rounds >= longRounds ? 100_000 : rounds * 400
        let growing = try await cost(calls: calls, maxBytes: 1 << 30)
        // So small that for every call that comes an old one is deleted.
        let bounded = try await cost(calls: calls, maxBytes: limit)
        return [
            Figure("journaling a call", seconds: growing.seconds, of: 70e-6, "its share of a call"),
            Figure(
                "the same, the file full", seconds: bounded.seconds, of: 70e-6, "its share of a call"),
            Figure(
                name: "a journal's file after \(calls) calls", measured: Amount.bytes(bounded.bytes),
                against: "its limit, \(Amount.bytes(limit))",
                ratio: Double(bounded.bytes) / Double(limit),
                limit: 1),
        ]
    }

    /// Seconds of processor time for one call, less what the same calls cost without a journal.
    private static func cost(calls: Int, maxBytes: Int) async throws -> (seconds: Double, bytes: Int) {
        let folder = FileManager.default.temporaryDirectory.appending(path: "callflow-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appending(path: "calls.journal").path
        var settings = JournalSettings()
        settings.maxBytes = maxBytes
        let store = try JournalStore(at: path, settings)
        let flow = JournaledFlow(name: "standup.yaml", text: "sections: {main: [answer]}")
        let with = await spent(calls) { number in
            let session = EmptySession(number)
            let writer = store.begin(session.call, flow: flow, at: Timestamp(milliseconds: 0))
            await talk(JournaledSession(session, writer))
        }
        await store.close()
        let without = await spent(calls) { number in await talk(EmptySession(number)) }
        let size = try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int ?? 0
        require(store.figures.holedCalls == 0, "the journal has holes")
        return ((with - without) / Double(calls), size)
    }

    private static func spent(_ calls: Int, _ call: @escaping @Sendable (Int) async -> Void) async -> Double {
        let begin = processSeconds()
        await withTaskGroup(of: Void.self) { group in
            for number in 0..<calls {
                if number >= atOnce { await group.next() }
                group.addTask { await call(number) }
            }
        }
        return processSeconds() - begin
    }

    private static func talk(_ session: some CallSession) async {
        var events = session.events.makeAsyncIterator()
        do {
            for (place, command) in commands.enumerated() {
                _ = try await events.next(isolation: nil)
                try await session.perform(command, as: CommandID(Int32(place + 1)))
            }
            while try await events.next(isolation: nil) != nil {}
        } catch {
            refuse("an empty session failed: \(error)")
        }
        await session.close()
    }
}

/// A call without a phone system: an event for each command, at once.
private struct EmptySession: CallSession {
    struct Events: AsyncSequence, AsyncIteratorProtocol {
        typealias Failure = BackendError
        var place = 0

        func makeAsyncIterator() -> Events { self }
        mutating func next() async throws(BackendError) -> TimedEvent? { event() }
        mutating func next(isolation: isolated (any Actor)?) async throws(BackendError) -> TimedEvent? {
            event()
        }

        private mutating func event() -> TimedEvent? {
            defer { place += 1 }
            let time = Timestamp(milliseconds: Int64(place) * 1000)
            switch place {
            case 0: return TimedEvent(.started, at: time)
            case 1...7: return TimedEvent(.finished(CommandID(Int32(place)), .done), at: time)
            case 8: return TimedEvent(.ended(CallEnding(by: .flow)), at: time)
            case _: return nil
            }
        }
    }

    let call: CallInfo
    var events: Events { Events() }

    init(_ number: Int) {
        call = CallInfo(
            id: CallID("5f0c8a1e-7b0d-4c53-a7c1-\(number)"), from: "+15555550111", to: "+15555550100")
    }

    func perform(_ command: CallCommand, as id: CommandID) async throws(BackendError) {}
    func close() async {}
}
