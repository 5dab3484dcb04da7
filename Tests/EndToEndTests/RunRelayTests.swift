#if Server
    import Foundation
    import RelayDouble
    import Testing

    /// `callflow run --backend relay` as a process of its own, against a RELAY server over TLS here.
    @Suite("A run on a real call", .timeLimit(.minutes(10)))
    struct RunRelayTests {
        private static let flow = """
            version: 1.0.0
            sections:
              main:
                - answer
                - prompt: {play: "say:Press 1", maxDigits: 1}
                - play: "say:You pressed ${prompt_value}"
                - hangup
            """
        private static let waiting = """
            version: 1.0.0
            sections:
              main:
                - answer
                - joinConference: {name: room}
            """
        private static let dialling = """
            version: 1.0.0
            sections:
              main:
                - answer
                - dial: {to: "sip:desk@example.com", dest: desk}
                - joinConference: {name: room}
              desk:
                - play: "say:A caller for you"
                - joinConference: {name: room, endOnExit: true}
                - hangup
            """

        /// A run in a folder of its own.
        private struct Running {
            let process: Process
            let folder: URL

            init(_ flow: String, _ arguments: [String], environment: [String: String]) throws {
                folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
                try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
                try Data(flow.utf8).write(to: folder.appending(path: "a.yaml"))
                process = Process()
                process.executableURL = URL(filePath: Tool.path)
                process.arguments = ["run", "a.yaml", "--backend", "relay"] + arguments
                process.currentDirectoryURL = folder
                process.environment = Tool.environment.merging(environment) { $1 }
                process.standardInput = FileHandle.nullDevice
                process.standardOutput = try file("out")
                process.standardError = try file("err")
                try process.run()
            }

            private func file(_ name: String) throws -> FileHandle {
                let place = folder.appending(path: name)
                try Data().write(to: place)
                return try FileHandle(forWritingTo: place)
            }

            private func text(_ name: String) -> String {
                (try? String(contentsOf: folder.appending(path: name), encoding: .utf8)) ?? ""
            }

            var output: String { text("out") }
            var errors: String { text("err") }

            func remove() {
                process.terminate()
                try? FileManager.default.removeItem(at: folder)
            }

            func shows(_ part: String) async {
                while !output.contains(part), process.isRunning, !Task.isCancelled { await Task.yield() }
                #expect(output.contains(part), "\(output)\n\(errors)")
            }

            /// The exit status, or the signal that ended it.
            func end() async -> Int32 {
                while process.isRunning, !Task.isCancelled { await Task.yield() }
                return process.isRunning ? -1 : process.terminationStatus
            }
        }

        private func running(
            _ flow: String, _ arguments: String..., body: (Running, RelayDouble) async throws -> Void
        ) async throws {
            try await RelayDouble.running { double in
                let running = try Running(
                    flow, ["--context", "office"] + arguments, environment: double.environment)
                defer { running.remove() }
                try await body(running, double)
                #expect(try await double.journal.violations.isEmpty)
            }
        }

        @Test func `answers one call, shows it as it happens, and ends with it`() async throws {
            try await running(Self.flow) { run, double in
                let call = try await double.call(
                    RelayCaller(context: "office").pressing("1", upon: .isAsked))
                try await call.waitUntilOver(.seconds(30))
                #expect(await run.end() == 0)
                #expect(run.errors.contains("waiting for a call of the context `office` at localhost:"))
                for part in ["caller", ":4", "answer", ":5", "prompt", "hangup", "1 call, 0 rooms, "] {
                    #expect(run.output.contains(part), "\(part) in \(run.output)")
                }
                #expect(run.output.contains("4 of 4 steps ran"))
                #expect(!run.output.contains("virtual"))
            }
        }

        @Test func `shows a call's steps before it is over, and hangs up upon Ctrl-C`() async throws {
            try await running(Self.waiting) { run, double in
                let call = try await double.call(RelayCaller(context: "office"))
                try await call.wait(until: .joinsConference)
                await run.shows("joinConference")
                // Another caller is not wanted.
                let other = try await double.call(RelayCaller(context: "office"))
                run.process.interrupt()
                try await call.waitUntilOver(.seconds(30))
                #expect(await run.end() == SIGINT)
                #expect(run.process.terminationReason == .uncaughtSignal)
                #expect(run.output.contains("1 call, 1 room, "), "\(run.output)")
                #expect(run.errors.hasSuffix("callflow: stopped by SIGINT: 1 call was hung up\n"))
                #expect(try await other.isUp)
            }
        }

        @Test func `ends upon Ctrl-C when nobody calls`() async throws {
            try await running(Self.flow) { run, double in
                try await double.waitForWorker(context: "office")
                run.process.interrupt()
                #expect(await run.end() == SIGINT)
                #expect(run.output.isEmpty)
                #expect(run.errors.hasSuffix("callflow: stopped by SIGINT: nobody had called\n"))
            }
        }

        @Test func `shows whom the flow has dialled, too`() async throws {
            try await running(Self.dialling) { run, double in
                try await double.script("sip:desk@example.com", .answering())
                let call = try await double.call(RelayCaller(context: "office"))
                try await double.wait { $0.requests("calling.join_conference").count == 2 }
                try await call.hangUp()
                try await double.endConference("room")
                #expect(await run.end() == 0)
                #expect(run.output.contains("2 calls, 1 room, "), "\(run.output)")
            }
        }

        @Test func `records a cassette that does the same`() async throws {
            try await running(Self.flow, "--record", "a.cassette", "--json") { run, double in
                let call = try await double.call(
                    RelayCaller(context: "office").pressing("1", upon: .isAsked))
                try await call.waitUntilOver(.seconds(30))
                #expect(await run.end() == 0)
                #expect(run.errors.contains("recorded 1 call to a.cassette"), "\(run.errors)")
                let lines = run.output.split(separator: "\n")
                #expect(lines.count > 5 && lines.allSatisfy { $0.hasPrefix("{") && $0.hasSuffix("}") })
                let line = "callflow run a.yaml --backend cassette --cassette a.cassette"
                let replay = try Tool.shell(line, in: run.folder)
                #expect(replay.status == 0, "\(replay.errors)")
                #expect(replay.output.contains("4 of 4 steps ran"))
            }
        }

        @Test func `says whom it cannot reach, and what to look at`() async throws {
            let environment = ["SIGNALWIRE_SPACE": "localhost:1", "SIGNALWIRE_JWT_TOKEN": "j"]
            let run = try Running(Self.flow, ["--context", "office"], environment: environment)
            defer { run.remove() }
            let words = "cannot connect to localhost:1: nobody listens there (connection refused); check "
            while !run.errors.contains(words), run.process.isRunning { await Task.yield() }
            run.process.terminate()
            #expect(await run.end() == SIGTERM)
            #expect(run.errors.contains(words + "SIGNALWIRE_SPACE; next attempt in "), "\(run.errors)")
            #expect(run.errors.hasSuffix("callflow: stopped by SIGTERM: nobody had called\n"))
        }

        @Test func `says in the server's words why it may not connect`() async throws {
            try await RelayDouble.running { double in
                let wrong = ["SIGNALWIRE_API_TOKEN": "wrong-token-of-mine"]
                let run = try Running(
                    Self.flow, [], environment: double.environment.merging(wrong) { $1 })
                defer { run.remove() }
                #expect(await run.end() == 2)
                #expect(run.errors.contains("without --context NAME"))
                #expect(!run.errors.contains("wrong-token-of-mine"))
            }
        }
    }
#endif
