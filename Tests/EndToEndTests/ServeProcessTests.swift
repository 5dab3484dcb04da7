#if Server
    import Foundation
    import RelayDouble
    import Testing

    #if canImport(FoundationNetworking)
        import FoundationNetworking
    #endif

    /// `callflow serve` as a process of its own, against a RELAY server over TLS on this machine.
    @Suite("A server process", .timeLimit(.minutes(10)))
    struct ServeProcessTests {
        private static let flow = """
            version: 1.0.0
            sections:
              main:
                - answer
                - play: "say:Hello"
                - hangup
            """
        static let waiting = """
            version: 1.0.0
            sections:
              main:
                - answer
                - joinConference: {name: room}
            """

        /// A running server and the folder it runs in.
        struct Running {
            var process: Process
            var folder: URL
            var log: URL

            func text() -> String { (try? String(contentsOf: log, encoding: .utf8)) ?? "" }

            /// Waits until the log has it, for as long as the server runs and a busy machine may need.
            func until(_ part: String) async {
                let patience = ContinuousClock.now + .seconds(120)
                while !text().contains(part), process.isRunning, ContinuousClock.now < patience {
                    await Task.yield()
                }
                #expect(text().contains(part), "\(text())")
            }

            /// The exit status, or the signal that ended it; SIGKILL when it does not end.
            ///
            /// `number`: A signal that is sent over and over, as of one who has lost patience.
            func end(insistingWith number: Int32? = nil) async -> Int32 {
                let patience = ContinuousClock.now + .seconds(30)
                while process.isRunning, ContinuousClock.now < patience {
                    if let number { kill(process.processIdentifier, number) }
                    await Task.yield()
                }
                if process.isRunning { kill(process.processIdentifier, SIGKILL) }
                while process.isRunning { await Task.yield() }
                return process.terminationStatus
            }
        }

        func serving(
            _ double: RelayDouble, _ files: [String: String], _ arguments: [String],
            environment: [String: String] = [:], stderr pipe: Pipe? = nil,
            _ body: (Running) async throws -> Void
        ) async throws {
            let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(at: folder) }
            for (name, text) in files {
                try text.write(to: folder.appending(path: name), atomically: true, encoding: .utf8)
            }
            let log = folder.appending(path: "log")
            try Data().write(to: log)
            let process = Process()
            process.executableURL = URL(filePath: Tool.path)
            process.arguments = ["serve"] + arguments
            process.currentDirectoryURL = folder
            process.environment = Tool.environment.merging(double.environment) { $1 }
                .merging(environment) { $1 }
            process.standardInput = FileHandle.nullDevice
            process.standardError = try pipe?.fileHandleForWriting ?? FileHandle(forWritingTo: log)
            try process.run()
            defer { if process.isRunning { kill(process.processIdentifier, SIGKILL) } }
            try await body(Running(process: process, folder: folder, log: log))
        }

        @Test func `answers calls, and ends when it is told to`() async throws {
            try await RelayDouble.running { double in
                try await serving(double, ["a.yaml": Self.flow], ["a.yaml", "--context", "office"]) {
                    server in
                    let call = try await double.call(RelayCaller(context: "office"))
                    try await call.waitUntilOver(.seconds(30))
                    await server.until("call ended")
                    server.process.terminate()
                    #expect(await server.end() == 0)
                    #expect(server.text().contains("stopped"))
                    #expect(!server.text().contains("+15555550111"))
                    #expect(try await double.journal.violations.isEmpty)
                }
            }
        }

        @Test func `shows frames, but no caller in them`() async throws {
            try await RelayDouble.running { double in
                let arguments = ["a.yaml", "--context", "office", "--log-level", "trace"]
                try await serving(double, ["a.yaml": Self.flow], arguments) { server in
                    let call = try await double.call(RelayCaller(context: "office"))
                    try await call.waitUntilOver(.seconds(30))
                    await server.until("call ended")
                    #expect(server.text().contains("calling.call.receive"))
                    #expect(!server.text().contains("15555550111"))
                    #expect(!server.text().contains("Hello"))
                }
            }
        }

        @Test func `ends although nobody reads its log`() async throws {
            let pipe = Pipe()
            let end = pipe.fileHandleForWriting.fileDescriptor
            // Full, so that the first line waits for ever.
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
            while write(end, "full", 1) == 1 {}
            _ = fcntl(end, F_SETFL, 0)
            try await RelayDouble.running { double in
                let arguments = ["a.yaml", "--context", "office"]
                try await serving(double, ["a.yaml": Self.waiting], arguments, stderr: pipe) { server in
                    let call = try await double.call(RelayCaller(context: "office"))
                    try await call.wait(until: .joinsConference)
                    server.process.terminate()
                    try await double.wait { !$0.requests("signalwire.unreceive").isEmpty }
                    #expect(await server.end(insistingWith: SIGINT) == SIGINT)
                }
            }
        }

        @Test func `lets a call end before it ends itself, and one who insists does not`() async throws {
            try await RelayDouble.running { double in
                let files = ["a.yaml": Self.waiting]
                try await serving(double, files, ["a.yaml", "--context", "office"]) { server in
                    let call = try await double.call(RelayCaller(context: "office"))
                    try await call.wait(until: .joinsConference)
                    server.process.terminate()
                    await server.until("draining")
                    #expect(server.process.isRunning)
                    try await call.hangUp()
                    #expect(await server.end() == 0)
                }
                try await serving(double, files, ["a.yaml", "--context", "office"]) { server in
                    let call = try await double.call(RelayCaller(context: "office"))
                    try await call.wait(until: .joinsConference)
                    server.process.terminate()
                    await server.until("draining")
                    #expect(await server.end(insistingWith: SIGINT) == SIGINT)
                    #expect(server.process.terminationReason == .uncaughtSignal)
                }
            }
        }

        @Test func `takes two signals at once for one`() async throws {
            try await RelayDouble.running { double in
                let arguments = ["a.yaml", "--context", "office", "--log-level", "debug"]
                try await serving(double, ["a.yaml": Self.waiting], arguments) { server in
                    let call = try await double.call(RelayCaller(context: "office"))
                    try await call.wait(until: .joinsConference)
                    // One of the two may be lost in the other if they are the same; these are not.
                    kill(server.process.processIdentifier, SIGTERM)
                    kill(server.process.processIdentifier, SIGINT)
                    await server.until("taken for one signal")
                    #expect(server.process.isRunning)
                    try await call.hangUp()
                    #expect(await server.end() == 0)
                }
            }
        }

        @Test func `gives new calls the new flow, and keeps the old one when it is wrong`() async throws {
            try await RelayDouble.running { double in
                let project = "relay: {contexts: [office]}\ndefault: a.yaml\n"
                let files = ["callflow.yaml": project, "a.yaml": Self.flow]
                try await serving(double, files, []) { server in
                    await server.until("serving")
                    let flow = server.folder.appending(path: "a.yaml")
                    try "sections: {main: [{plya: x}]}".write(to: flow, atomically: true, encoding: .utf8)
                    kill(server.process.processIdentifier, SIGHUP)
                    await server.until("did you mean `play`")
                    try await double.call(RelayCaller(context: "office")).waitUntilOver(.seconds(30))
                    try (Self.flow + "\n").write(to: flow, atomically: true, encoding: .utf8)
                    await server.until("flow loaded")
                    let changed = project + "limits: {calls: 7}\nlog: {level: debug}\n"
                    let file = server.folder.appending(path: "callflow.yaml")
                    try changed.write(to: file, atomically: true, encoding: .utf8)
                    await server.until("these settings hold only after a restart")
                    #expect(server.text().contains("limits.calls log.level"))
                    try await double.call(RelayCaller(context: "office")).waitUntilOver(.seconds(30))
                }
            }
        }

        @Test func `says whom it cannot reach, why, and what to look at`() async throws {
            try await RelayDouble.running { double in
                for (space, words) in [
                    ("localhost:1", "nobody listens there (connection refused); check SIGNALWIRE_SPACE; "),
                    ("nobody.invalid", "its name is not known; check SIGNALWIRE_SPACE; next attempt in "),
                ] {
                    let environment = ["SIGNALWIRE_SPACE": space]
                    let arguments = ["a.yaml", "--context", "office"]
                    try await serving(
                        double, ["a.yaml": Self.flow], arguments, environment: environment
                    ) { server in
                        await server.until("cannot connect to \(space)")
                        await server.until(words)
                        server.process.terminate()
                        #expect(await server.end() == 0)
                    }
                }
            }
        }

        @Test func `says at its start what it does not take as one may expect`() async throws {
            try await RelayDouble.running { double in
                let files = ["a.yaml": Self.flow, "callflow.yaml": "default: a.yaml\n"]
                let wrong = ["RELAY_MAX_ACTIVE_CALLS": "a\u{1B}[2Jbc"]
                try await serving(double, files, ["a.yaml"], environment: wrong) { server in
                    await server.until("callflow.yaml is not read, since a flow is named")
                    server.process.terminate()
                    #expect(await server.end() == 0)
                    let words = "which is no number: it counts as not set; limits.calls is 1000"
                    #expect(
                        server.text().contains("warning  RELAY_MAX_ACTIVE_CALLS is 'a"), "\(server.text())")
                    #expect(server.text().contains(words) && !server.text().contains("\u{1B}"))
                }
                try await serving(double, files, []) { server in
                    await server.until("serving")
                    server.process.terminate()
                    #expect(await server.end() == 0)
                    #expect(!server.text().contains("is not read"))
                }
            }
        }

        @Test func `says what a flow reads that nobody gives`() async throws {
            let flow = Self.flow.replacing("Hello", with: "${envs.greeting}")
            let words = "warning  a.yaml reads `envs.greeting` in line 5, and nothing gives it"
            try await RelayDouble.running { double in
                try await serving(double, ["a.yaml": flow], ["a.yaml"]) { server in
                    await server.until("no context")
                    server.process.terminate()
                    #expect(await server.end() == 0)
                    #expect(server.text().contains(words), "\(server.text())")
                }
                try await serving(double, ["a.yaml": flow], ["a.yaml", "--env", "greeting=Hi"]) { server in
                    await server.until("no context")
                    server.process.terminate()
                    #expect(await server.end() == 0)
                    #expect(!server.text().contains(words))
                }
            }
        }

        @Test func `says where its status is once it is there`() async throws {
            try await RelayDouble.running { double in
                let arguments = ["a.yaml", "--http", "127.0.0.1:0"]
                try await serving(double, ["a.yaml": Self.flow], arguments) { server in
                    await server.until("serving")
                    await server.until("\n")
                    let address = try #require(
                        server.text().firstMatch(of: #/serving .*http=(127\.0\.0\.1:[1-9]\d*)/#),
                        "\(server.text())")
                    let page = try #require(URL(string: "http://\(address.1)/healthz"))
                    let (text, _) = try await URLSession.shared.data(from: page)
                    #expect(String(decoding: text, as: UTF8.self) == "ok\n")
                    server.process.terminate()
                    #expect(await server.end() == 0)
                }
            }
        }

        @Test func `says what the server says of wrong credentials, and ends with 2`() async throws {
            try await RelayDouble.running { double in
                let wrong = ["SIGNALWIRE_API_TOKEN": "wrong-token-of-mine"]
                try await serving(double, ["a.yaml": Self.flow], ["a.yaml"], environment: wrong) { server in
                    #expect(await server.end() == 2)
                    #expect(server.text().contains("critical"))
                    #expect(!server.text().contains("wrong-token-of-mine"))
                }
            }
        }
    }
#endif
