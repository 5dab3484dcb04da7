#if Server
    import CallJournal
    import FlowRuntime
    import Foundation
    import RelayDouble
    import Testing

    // `kill -9` at every entry of a call's journal, of a real process.
    extension ServeProcessTests {
        private static let standard = """
            version: 1.0.0
            sections:
              main:
                - answer
                - play: "say:Hello, who is calling"
                - joinConference: {name: room}
                - play: "say:Bye"
                - hangup
            """
        private static let sounds = ["Hello, who is calling", "Bye"]
        /// Calls at once: each is a double and a process.
        private static let width = 3

        /// The server is killed as soon as the file has so many records. `KilledCallTests` says what holds,
        /// and why no more can; here are the process, the file and the wire.
        @Test func `goes on with a call wherever it was killed`() async throws {
            let whole = try await KilledServer(self, Self.standard).undisturbed()
            #expect(whole.count > 15, "\(whole)")
            try await withThrowingTaskGroup(of: Void.self) { group in
                for count in 1..<whole.count {
                    if count > Self.width { try await group.next() }
                    group.addTask {
                        let server = KilledServer(self, Self.standard)
                        let problems = try await server.problems(Self.sounds, diesAt: count, of: whole)
                        for problem in problems {
                            Issue.record("killed at record \(count) (\(whole[count - 1])): \(problem)")
                        }
                    }
                }
                try await group.waitForAll()
            }
        }
    }

    /// A server with one call, and the one that is started after it.
    private struct KilledServer {
        private let tests: ServeProcessTests
        private let flow: String

        init(_ tests: ServeProcessTests, _ flow: String) {
            (self.tests, self.flow) = (tests, flow)
        }

        /// Sounds last as long as they do in life: one that is over early was never begun.
        private func running<Result: Sendable>(
            _ body: (RelayDouble, String) async throws -> Result
        ) async throws -> Result {
            var configuration = RelayDoubleConfiguration()
            configuration.pace = .real(times: 1)
            return try await RelayDouble.running(configuration) { double in
                try await tests.withJournal { try await body(double, $0) }
            }
        }

        private func serving(
            _ double: RelayDouble, _ journal: String,
            _ body: (ServeProcessTests.Running) async throws -> Void
        ) async throws {
            let arguments = ["a.yaml", "--context", "office", "--journal", journal]
            try await tests.serving(double, ["a.yaml": flow], arguments, body)
        }

        /// The journal of a call whose server nobody kills.
        func undisturbed() async throws -> [JournalRecord] {
            try await running { double, journal in
                try await serving(double, journal) { server in
                    let call = try await double.call(RelayCaller(context: "office"))
                    try await call.wait(until: .joinsConference, .seconds(60))
                    try await call.removeFromConference()
                    try await call.waitUntilOver(.seconds(60))
                    server.process.terminate()
                    #expect(await server.end() == 0)
                }
                return tests.records(journal)
            }
        }

        func problems(
            _ sounds: [String], diesAt count: Int, of whole: [JournalRecord]
        ) async throws -> [String] {
            let isOut = whole.prefix(count).contains { $0.isLeave }
            return try await running { double, journal in
                let call = try await double.call(RelayCaller(context: "office"))
                try await serving(double, journal) { server in
                    if isOut {
                        try await call.wait(until: .joinsConference, .seconds(60))
                        try await call.removeFromConference()
                    }
                    try await waitForFrames(of: whole.prefix(count), at: double)
                    await tests.killServer(server, journal: journal) { $0.count >= count }
                }
                let written = tests.records(journal)
                try await serving(double, journal) { server in
                    try await double.wait(.seconds(60)) { $0.exchanges("signalwire.connect").count > 1 }
                    if try await isOutside(double, written), try await call.isUp {
                        try await call.hangUp()
                    } else if !isOut, try await call.isUp {
                        try await call.wait(until: .joinsConference, .seconds(60))
                        try await call.removeFromConference()
                    }
                    try await call.waitUntilOver(.seconds(60))
                    await server.until("connected")
                    server.process.terminate()
                    #expect(await server.end() == 0)
                }
                return problems(sounds, try await double.journal, written, left: tests.records(journal))
            }
        }

        /// Killed between the entry of the join and its frame: the caller is not in the conference, and the
        /// flow believes so until the call ends.
        private func isOutside(_ double: RelayDouble, _ written: [JournalRecord]) async throws -> Bool {
            guard case .command(_, .joinConference)? = written.last else { return false }
            return try await double.journal.requests("calling.join_conference").isEmpty
        }

        /// The journal is not looked at before the phone system has seen the frames that lead there: a
        /// process that is waited for must not be slowed down.
        private func waitForFrames(of records: ArraySlice<JournalRecord>, at double: RelayDouble) async throws
        {
            let methods = records.compactMap(\.method)
            let many = methods.count { $0 == methods.last }
            let heard = records.count(where: \.isPlayed)
            try await double.wait(.seconds(60)) { told in
                let played = told.events("calling.call.play").count {
                    $0["params", "params", "state"] == "finished"
                }
                let isAsked = methods.last.map { told.requests($0).count >= many } ?? true
                return !told.events("calling.call.receive").isEmpty && isAsked && played >= heard
            }
        }

        private func problems(
            _ sounds: [String], _ told: RelayJournal, _ written: [JournalRecord], left: [JournalRecord]
        ) -> [String] {
            var problems = told.violations.map { "\($0)" }
            let heard = told.requests("calling.play").map {
                $0["params", "play", "0", "params", "text"] ?? ""
            }
            var expected = sounds
            // Killed between the entry and its frame, which is a matter of microseconds, and back too late.
            if let unsent = written.last?.sound, told.sounds(onSocket: 1).last != unsent,
                !told.sounds(onSocket: 2).contains(unsent)
            {
                expected.removeAll { $0 == unsent }
            }
            let joins = told.requests("calling.join_conference")
            let isOutside =
                if case .command(_, .joinConference)? = written.last { joins.isEmpty } else { false }
            if isOutside { expected.removeLast() }
            if heard != expected { problems.append("the caller heard \(heard)") }
            if joins.count != (isOutside ? 0 : 1) { problems.append("it joined \(joins.count) times") }
            let ends = told.exchanges("calling.end").filter { $0.answer?["result", "code"] == "200" }
            if ends.count != (isOutside ? 0 : 1) { problems.append("it was ended \(ends.count) times") }
            let hasEnded = left.contains {
                if case .event(let timed) = $0, case .ended = timed.event { true } else { false }
            }
            if !hasEnded { problems.append("the journal ends with \(left.suffix(3))") }
            return problems
        }
    }

    extension RelayJournal {
        fileprivate func sounds(onSocket socket: Int) -> [String] {
            requests("calling.play").filter { $0.socket == socket }
                .compactMap { $0["params", "play", "0", "params", "text"] }
        }
    }

    extension JournalRecord {
        /// The caller is out of the conference.
        fileprivate var isLeave: Bool {
            guard case .event(let timed) = self, case .conference(let change) = timed.event else {
                return false
            }
            if case .left = change.kind { return true }
            return false
        }

        /// A sound is over.
        fileprivate var isPlayed: Bool {
            guard case .event(let timed) = self, case .finished(_, .played) = timed.event else {
                return false
            }
            return true
        }

        /// What is said.
        fileprivate var sound: String? {
            guard case .command(_, .play(let play)) = self, case .say(let text)? = play.items.first else {
                return nil
            }
            return text
        }

        /// What asks the server for it, of the commands in the flow above.
        fileprivate var method: String? {
            switch self {
            case .command(_, .answer): "calling.answer"
            case .command(_, .play): "calling.play"
            case .command(_, .joinConference): "calling.join_conference"
            case .command(_, .hangup): "calling.end"
            case .command, .event, .sent, .resumed: nil
            }
        }
    }
#endif
