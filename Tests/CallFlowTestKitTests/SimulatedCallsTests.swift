import CallFlowTestKit
import Synchronization
import Testing

/// What a user of the library writes: a flow, callers, a driver.
struct `Three callers of one flow` {
    private static let text = """
        version: 1.0.0
        sections:
          main:
            - joinConference: {name: standup, until: joined}
            - awaitConference: {until: left, timeout: 60s}
            - hangup
        """

    @Test func `meet in one room, and are all hung up`() async throws {
        let flow = try Flow.load(SourceFile(name: "standup.yaml", text: Self.text))
        let sizes = Mutex<[Int]>([])
        let ends = Mutex<[String]>([])
        let driver = FlowDriver(flow) { _, entry in
            if case .event(.conference(let change)) = entry.content {
                sizes.withLock { $0.append(change.size) }
            }
        }
        let callers = (0..<3).map { SimulatedCaller(from: "+1555000\($0)", dials: .seconds($0)) }
        try await driver.answerCalls(of: SimulatedBackend(callers: callers)) { call, result in
            if case .success(let end) = result { ends.withLock { $0.append("\(call.id) \(end.ending.by)") } }
        }
        #expect(sizes.withLock { $0.max() } == 3)
        #expect(ends.withLock { $0.sorted() } == ["c-1 flow", "c-2 flow", "c-3 flow"])
    }

    @Test func `bring in others, whose calls are run as well`() async throws {
        let flow = try Flow.load(
            SourceFile(
                name: "summon.yaml",
                text: """
                    version: 1.0.0
                    sections:
                      main:
                        - answer
                        - dial: {each: ["+15555550141", "+15555550142", "+15555550143"], dest: callee, params: {room: red}}
                        - joinConference: {name: red, until: joined}
                        - awaitConference: {until: left, timeout: 60s}
                        - hangup
                      callee:
                        - joinConference: "${params.room}"
                    """))
        let parties: [String: SimulatedParty] = [
            "+15555550141": .answering(after: .seconds(3)).saying("Yes?").hangingUp(after: .seconds(5)),
            "+15555550143": .busy,
        ]
        let ends = Mutex<[String]>([])
        try await FlowDriver(flow, variables: ["a": "b"])
            .answerCalls(of: SimulatedBackend(callers: [SimulatedCaller()], parties: parties)) {
                call, result in
                guard case .success(let end) = result else { return }
                ends.withLock {
                    $0.append("\(call.id) \(call.dialled?.call.name ?? "-") \(end.ending.by)")
                }
            }
        #expect(ends.withLock { $0.sorted() } == ["c-1 - flow", "c-2 c-1 caller", "c-3 c-1 caller"])
    }

    @Test func `learn why somebody cannot be reached`() async throws {
        let text = """
            version: 1.0.0
            sections:
              main:
                - dial: {to: "sip:ann@example.com", timeout: 10s, dest: callee}
                - userEvent: {event: {result: "${dial_result}", why: "${dial_failed_reason}"}}
              callee: [hangup]
            """
        let flow = try Flow.load(SourceFile(name: "reach.yaml", text: text))
        let cases: [(SimulatedParty, String)] = [
            (.answering(after: .seconds(9)), "answered "),
            (.answering(after: .seconds(11)), "failed no_answer"),
            (.busy, "failed busy"), (.declining(after: .seconds(2)), "failed declined"),
            (.unreachable, "failed unreachable"), (.absent, "failed no_answer"),
        ]
        for (party, outcome) in cases {
            let said = Mutex<[String]>([])
            let driver = FlowDriver(flow) { _, entry in
                guard case .command(_, .userEvent(let event)) = entry.content,
                    case .map(let fields) = event.event
                else { return }
                let words = fields.values.map(\.text.string).joined(separator: " ")
                said.withLock { $0.append(words) }
            }
            let backend = SimulatedBackend(
                callers: [SimulatedCaller()], parties: ["sip:ann@example.com": party])
            try await driver.answerCalls(of: backend)
            #expect(said.withLock { $0 } == [outcome])
        }
    }

    @Test func `do not run a flow with errors`() {
        #expect(throws: FlowLoadingError.self) {
            try Flow.load(SourceFile(name: "bad.yaml", text: Self.text + "    - nothing\n"))
        }
    }
}
