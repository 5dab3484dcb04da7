#if Server
    import CallJournal
    import FlowExpressions
    import FlowModel
    import FlowRuntime
    import Foundation
    import GRDB
    import OrderedCollections
    import SimulatedBackend
    import SourceText
    import Testing

    /// A journal that a server could have written, and the commands that read it.
    @Suite("The command `journal`") final class JournalCommandTests {
        private let folder: URL
        private static let text = """
            version: 1.0.0
            sections:
              main:
                - answer
                - prompt: {play: "say:Your PIN, please.", maxDigits: 4, initialTimeout: 3s, sensitive: true}
                - cond:
                    - when: prompt_value == envs.pin
                      then: [{play: "say:Welcome."}]
                    - else: [{play: "say:Wrong."}]
                - dial: {to: "+15555550199", dest: callee, timeout: 5s}
                - hangup
              callee:
                - play: "say:Somebody called ${call.from}."

            """

        init() async throws {
            folder = FileManager.default.temporaryDirectory.appending(path: "callflow-\(UUID().uuidString)")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            try Data(Self.text.utf8).write(to: folder.appending(path: "pin.yaml"))
            try await serve()
        }

        deinit { try? FileManager.default.removeItem(at: folder) }

        /// Two callers, one of whom knows the PIN; each has somebody called.
        private func serve() async throws {
            let flow = try #require(Flow.read(SourceFile(name: "pin.yaml", text: Self.text)).flow)
            let backend = SimulatedBackend(
                callers: [
                    SimulatedCaller(from: "+12125550123").pressing("4711", at: .seconds(2)),
                    SimulatedCaller(from: "sip:ann@example.com", dials: .seconds(60)).pressing(
                        "1234", at: .seconds(62)),
                ], parties: ["+15555550199": .answering()])
            var settings = JournalSettings()
            settings.backend = SimulatedBackend.name
            let store = try JournalStore(at: folder.appending(path: "callflow.journal").path, settings)
            let journaled = JournaledFlow(flow, environment: ["pin": "4711"])
            let driver = FlowDriver(flow, environment: ["pin": "4711"])
            try await withThrowingTaskGroup(of: Void.self) { group in
                for try await session in backend.inboundCalls {
                    let begin = Timestamp(milliseconds: 1_767_225_600_000)
                    let writer = store.begin(session.call, flow: journaled, at: begin)
                    group.addTask { _ = try await driver.run(on: JournaledSession(session, writer)) }
                }
                try await group.waitForAll()
            }
            await store.close()
        }

        private func run(_ line: String) throws -> Tool.Outcome { try Tool.shell(line, in: folder) }

        @Test func `lists calls, and hides whom they were with`() throws {
            let listed = try run("callflow journal list")
            #expect(listed.status == 0 && listed.errors.isEmpty)
            let lines = listed.output.split(separator: "\n")
            #expect(lines.count == 5 && lines[0].hasPrefix("began (UTC)"))
            #expect(lines.dropFirst().allSatisfy { $0.hasPrefix("2026-01-01 00:00:00  c-") })
            #expect(listed.output.contains("…0123") && listed.output.contains("sip:…@example.com"))
            #expect(!listed.output.contains("2125550123") && !listed.output.contains("ann"))
            let shown = try run(
                "callflow journal list --show-numbers --limit 9 --flow pin.yaml --since 2025-12-31")
            #expect(shown.output.contains("+12125550123") && shown.output.contains("sip:ann@example.com"))
            for nothing in ["--flow other.yaml", "--since 2026-01-02", "--since 2026-01-01T00:00:01Z"] {
                #expect(try run("callflow journal list \(nothing)").output == "no calls\n")
            }
            let json = try run("callflow journal list --json --limit 1").output
            #expect(json.hasPrefix(#"{"call":"c-"#) && json.contains(#""outcome":"flow hangup""#))
            #expect(json.split(separator: "\n").count == 1 && !json.contains("+1"))
        }

        @Test func `shows a call without its secrets, and with them`() throws {
            let hidden = try run("callflow journal show c-1")
            #expect(hidden.status == 0 && hidden.errors.isEmpty)
            for text in ["hears \"Your PIN, please.\"", "Welcome", "…0123", "stand-ins", "Somebody called"] {
                #expect(hidden.output.contains(text), "\(text)")
            }
            #expect(!hidden.output.contains("4711") && !hidden.output.contains("2125550123"))
            let open = try run("callflow journal show c-1 --show-numbers")
            #expect(open.output.contains("+12125550123") && !open.output.contains("4711"))
            let json = try run("callflow journal show c-1 --json")
            #expect(json.output.contains(#""event":"call""#) && !json.output.contains("4711"))
        }

        @Test func `exports a cassette that is played and tested`() throws {
            let exported = try run("callflow journal export c-1 -o pin.good.cassette.jsonl")
            #expect(exported.errors == "callflow: exported 2 calls to pin.good.cassette.jsonl\n")
            #expect(exported.status == 0 && exported.output.isEmpty)
            let text = try String(
                contentsOf: folder.appending(path: "pin.good.cassette.jsonl"), encoding: .utf8)
            #expect(!text.contains("4711") && !text.contains("2125550123"))
            let played = try run(
                "callflow run pin.yaml --backend cassette --cassette pin.good.cassette.jsonl")
            #expect(played.status == 0 && played.output.contains("Welcome"))
            #expect(try run("callflow journal export c-2 -o pin.bad.cassette.jsonl").status == 0)
            let tested = try run("callflow test")
            #expect(tested.status == 0, "\(tested.output)\(tested.errors)")
            let again = try run("callflow journal export c-1 -o pin.good.cassette.jsonl")
            #expect(again.status == 2 && again.errors.hasSuffix("--force replaces it\n"))
            #expect(try run("callflow journal export c-1 -o pin.good.cassette.jsonl --force").status == 0)
        }

        @Test func `finds the journal as the server does`() throws {
            let other = folder.appending(path: "conf/other.sqlite")
            try FileManager.default.createDirectory(
                at: other.deletingLastPathComponent(), withIntermediateDirectories: true)
            let calls = try run("callflow journal list").output
            #expect(calls.contains("c-1"))
            try FileManager.default.moveItem(at: folder.appending(path: "callflow.journal"), to: other)
            func place(_ text: String) throws {
                try Data(text.utf8).write(to: folder.appending(path: "callflow.yaml"))
            }
            try place("journal: {path: conf/other.sqlite}")
            #expect(try run("callflow journal list").output == calls)
            #expect(try run("callflow journal show c-1").status == 0)
            #expect(try run("callflow journal export c-1 -o a.cassette.jsonl").status == 0)
            // What is wrong beside it is no matter.
            try place("limits: {calls: none}\njournal: {path: conf/other.sqlite}")
            #expect(try run("CALLFLOW_DRAIN=soon callflow journal list").output == calls)
            try place("journal: {path: gone.sqlite}")
            #expect(try run("callflow journal list").errors.contains("(callflow.yaml names it)"))
            #expect(try run("CALLFLOW_JOURNAL=conf/other.sqlite callflow journal list").output == calls)
            let variable = try run("CALLFLOW_JOURNAL=no callflow journal list")
            #expect(variable.status == 2 && variable.errors.contains("(CALLFLOW_JOURNAL names it)"))
            let option = "CALLFLOW_JOURNAL=no callflow journal list --journal conf/other.sqlite"
            #expect(try run(option).output == calls)
        }

        @Test func `lists what is whole beside what is damaged`() async throws {
            let path = folder.appending(path: "callflow.journal").path
            try await DatabaseQueue(path: path).write {
                try $0.execute(sql: "UPDATE call SET info = x'FF' WHERE number = 2")
            }
            let listed = try run("callflow journal list")
            #expect(listed.status == 2)
            #expect(listed.errors.hasPrefix("callflow: callflow.journal: call 2: "))
            #expect(listed.output.split(separator: "\n").count == 4)
            let json = try run("callflow journal list --json")
            #expect(json.status == 2 && json.output.split(separator: "\n").count == 3)
        }

        @Test func `says what it cannot do`() throws {
            let refusals = [
                ("show c-77", "no call has the id `c-77` (`callflow journal list` has them all)"),
                ("export c-77 -o x", "no call has the id `c-77`"),
                ("list --journal none", "none: no such file or directory\n"),
                ("list --journal pin.yaml", "pin.yaml: this is no journal of callflow"),
                ("list --journal .", ".: this is a folder; a journal is a file"),
                ("list --since yesterday", "The value 'yesterday' is invalid"),
                ("list --limit 0", "--limit is a whole number from 1."),
                ("export c-1", "Missing expected argument '--output <file>'"),
                ("export c-1 -o no/such/folder", "no/such/folder: no such file or directory"),
            ]
            for (arguments, message) in refusals {
                let outcome = try run("callflow journal \(arguments)")
                #expect(outcome.status == 2, "\(arguments)")
                #expect(outcome.errors.contains(message), "\(arguments): \(outcome.errors)")
                #expect(outcome.output.isEmpty)
            }
        }
    }
#endif
