#if Server
    import CallJournal
    import FlowRuntime
    import Foundation
    import GRDB
    import RelayDouble
    import Testing

    // A server that is killed, and the one that is started after it.
    extension ServeProcessTests {
        private static let room = """
            version: 1.0.0
            sections:
              main:
                - answer
                - play: "say:Hello"
                - joinConference: {name: room}
                - play: "say:Bye"
                - hangup
            """
        /// Nobody waits that long: a first server cannot come to the end of it.
        private static let sleeping = """
            version: 1.0.0
            sections:
              main:
                - answer
                - sleep: 1h
                - play: "say:Bye"
                - hangup
            """

        /// The conference has told something: the caller is in it.
        private static func isOfConference(_ record: JournalRecord) -> Bool {
            guard case .event(let timed) = record, case .conference = timed.event else { return false }
            return true
        }

        /// A folder that is gone after the test, for a journal.
        func withJournal<Result>(_ body: (String) async throws -> Result) async throws -> Result {
            let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
            defer { try? FileManager.default.removeItem(at: folder) }
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            return try await body(folder.appending(path: "calls.sqlite").path)
        }

        /// Serves a flow until the journal of its one call has something, and kills the server.
        private func kill(
            serving flow: String, to double: RelayDouble, _ arguments: [String], journal: String,
            once isWritten: (JournalRecord) -> Bool
        ) async throws {
            try await serving(double, ["a.yaml": flow], arguments) { server in
                await killServer(server, journal: journal) { $0.contains(where: isWritten) }
            }
        }

        /// Kills a server once the journal of its one call is so far.
        func killServer(_ server: Running, journal: String, once isThere: ([JournalRecord]) -> Bool) async {
            let patience = ContinuousClock.now + .seconds(30)
            while !isThere(records(journal)), ContinuousClock.now < patience { await Task.yield() }
            Foundation.kill(server.process.processIdentifier, SIGKILL)
            #expect(isThere(records(journal)), "\(server.text())")
            #expect(await server.end() == SIGKILL)
        }

        /// What the journal has of its first call; nothing while there is none.
        func records(_ journal: String) -> [JournalRecord] {
            guard let archive = try? JournalArchive(at: journal), let call = try? archive.calls().first,
                let story = try? archive.story(of: call)
            else { return [] }
            return story.calls.first?.records ?? []
        }

        @Test func `goes on with its calls when it is killed and started again`() async throws {
            try await RelayDouble.running { double in
                try await withJournal { journal in
                    let arguments = ["a.yaml", "--context", "office", "--journal", journal]
                    let call = try await double.call(RelayCaller(context: "office"))
                    try await kill(
                        serving: Self.room, to: double, arguments, journal: journal, once: Self.isOfConference
                    )
                    try await serving(double, ["a.yaml": Self.room], arguments) { server in
                        await server.until("call resumed")
                        await server.until("connected")
                        try await call.removeFromConference()
                        try await call.waitUntilOver(.seconds(30))
                        await server.until("call ended")
                        server.process.terminate()
                        #expect(await server.end() == 0)
                    }
                    let told = try await double.journal
                    // The answer, and the question of the second server whether the call is still there.
                    #expect(told.requests("calling.answer").map(\.socket) == [1, 2])
                    #expect(told.requests("calling.join_conference").map(\.socket) == [1])
                    #expect(told.requests("calling.play").map(\.socket) == [1, 2])
                    #expect(
                        told.requests("calling.play").map { $0["params", "play", "0", "params", "text"] }
                            == ["Hello", "Bye"])
                    #expect(told.requests("calling.end").map(\.socket) == [2])
                    #expect(told.violations.isEmpty, "\(told.violations)")
                }
            }
        }

        /// Makes every call of a journal an hour older: for a server that is started afterwards, an hour has
        /// passed.
        private func letAnHourPass(in journal: String) throws {
            try DatabaseQueue(path: journal).write { db in
                try db.execute(sql: "UPDATE call SET began = began - 3600000")
            }
        }

        @Test func `sleeps on where it was killed`() async throws {
            try await RelayDouble.running { double in
                try await withJournal { journal in
                    let arguments = ["a.yaml", "--context", "office", "--journal", journal]
                    let call = try await double.call(RelayCaller(context: "office"))
                    try await kill(serving: Self.sleeping, to: double, arguments, journal: journal) {
                        record in
                        if case .command(_, .startTimer) = record { true } else { false }
                    }
                    #expect(try await double.journal.requests("calling.play").isEmpty)
                    try letAnHourPass(in: journal)
                    try await serving(double, ["a.yaml": Self.sleeping], arguments) { server in
                        await server.until("call resumed")
                        try await call.waitUntilOver(.seconds(30))
                        await server.until("call ended")
                    }
                    #expect(try await double.journal.requests("calling.play").map(\.socket) == [2])
                }
            }
        }

        @Test func `leaves the calls before it alone when its status port is taken`() async throws {
            try await RelayDouble.running { double in
                try await withJournal { journal in
                    let arguments = ["a.yaml", "--context", "office", "--journal", journal]
                    let call = try await double.call(RelayCaller(context: "office"))
                    try await kill(
                        serving: Self.room, to: double, arguments, journal: journal, once: Self.isOfConference
                    )
                    let taken = arguments + ["--http", "127.0.0.1:\(double.port)"]
                    try await serving(double, ["a.yaml": Self.room], taken) { server in
                        #expect(await server.end() == 2)
                        #expect(server.text().contains("another program has this port"), "\(server.text())")
                        #expect(!server.text().contains("serving"), "\(server.text())")
                    }
                    #expect(try await call.isUp)
                    #expect(try await double.journal.requests("calling.end").isEmpty)
                    try await serving(double, ["a.yaml": Self.room], arguments) { server in
                        await server.until("call resumed")
                        try await call.hangUp()
                        await server.until("call ended")
                    }
                }
            }
        }
    }
#endif
