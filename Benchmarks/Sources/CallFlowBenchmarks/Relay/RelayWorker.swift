import CallFlow
import CallFlowTestKit
import CallJournal
import FlowRuntime
import NIOCore
import NIOPosix
import OutboundHTTP
import RelayBackend
import RelayProtocol
import Synchronization
import WebSocketTransport

/// A worker as `callflow serve` makes it, without files and logs: a connection over TLS, and a flow for every
/// call.
struct RelayWorker {
    let backend: RelayBackend
    let watch = Stopwatch()
    private let journal: JournalStore?
    private let usesExecutor: Bool

    /// Returns when it is connected. With `usesExecutor` flows run on the connection's event loop, as in
    /// `serve`; otherwise wherever there is a thread. Throws when the certificates cannot be read.
    init(of phone: ChildProcess, journal: JournalStore? = nil, usesExecutor: Bool = true) async throws {
        let words = await phone.answer()
        let environment = [
            "SIGNALWIRE_SPACE": "localhost:\(words[0])", "SIGNALWIRE_RELAY_CA_FILE": words[1],
            "SIGNALWIRE_PROJECT_ID": "project", "SIGNALWIRE_API_TOKEN": "token",
        ]
        let options = RelayOptions(contexts: ["default"], calls: 100_000)
        var configuration = try RelayConfiguration.resolve(options, environment: environment)
        configuration.limits.queuedRequests = 100_000
        let loop = MultiThreadedEventLoopGroup.singleton.next()
        let web = try WebClient(AddressPolicy(), on: MultiThreadedEventLoopGroup.singleton)
        backend = RelayBackend(
            configuration, trust: try WebSocketTrust.system(adding: words[1]),
            services: LiveServices(on: loop, web: web), on: loop)
        self.journal = journal
        self.usesExecutor = usesExecutor
        while backend.status.phase != .connected { try await Task.sleep(for: .milliseconds(2)) }
    }

    /// Answers so many calls, each in a task of its own, and returns when all are over.
    func answer(_ count: Int) async {
        let executor: (any TaskExecutor)? = usesExecutor ? backend.executor : nil
        await withTaskExecutorPreference(executor) {
            await withDiscardingTaskGroup { group in
                var left = count
                var calls = backend.inboundCalls.makeAsyncIterator()
                while left > 0, let session = try? await calls.next() {
                    left -= 1
                    group.addTask(executorPreference: executor) { await run(session) }
                }
            }
        }
    }

    private func run(_ session: RelayCallSession) async {
        guard let flow = Self.flows[session.call.to] else { refuse("nobody calls \(session.call.to)") }
        let lap = Lap(watch)
        let driver = FlowDriver(flow, observe: lap.note)
        do {
            let end: FlowEnd
            if let journal {
                let now = Timestamp(milliseconds: Int64(wallSeconds() * 1_000))
                let writer = journal.begin(session.call, flow: Self.journaled(session.call.to), at: now)
                end = try await driver.run(on: JournaledSession(session, writer))
                writer.end(end)
            } else {
                end = try await driver.run(on: session)
            }
            require(end.error == nil, "a call to \(session.call.to) went wrong: \(end)")
        } catch {
            refuse("a call was lost: \(error)")
        }
    }

    // MARK: Flows

    private static let flows: [String: Flow] = [
        PhoneProcess.Number.load.rawValue: flow(
            """
                - play: "say:Welcome to our conference."
                - joinConference: {name: "room-${call.from}", until: joined}
                - leaveConference
            """),
        PhoneProcess.Number.stay.rawValue: flow(
            """
                - joinConference: {name: "room-${call.from}", startOnEnter: false, until: left}
                - play: "say:Goodbye."
            """),
        PhoneProcess.Number.talk.rawValue: flow(
            """
                - joinConference: {name: "room-${call.from}", until: left}
            """),
    ]

    private static let journaledFlows = flows.mapValues { JournaledFlow($0) }
    private static func journaled(_ number: String) -> JournaledFlow {
        guard let flow = journaledFlows[number] else { refuse("nobody calls \(number)") }
        return flow
    }

    private static func flow(_ steps: String) -> Flow {
        Running.parsed("version: 1.0.0\nsections:\n  main:\n    - answer\n\(steps)\n    - hangup\n")
    }
}

/// How long commands take until they are answered, of all calls.
final class Stopwatch: Sendable {
    private let times = Mutex<[Double]>([])

    func add(_ seconds: Double) { times.withLock { $0.append(seconds) } }

    /// The median and the 99th percentile of what has been measured since the last time.
    func read() -> (median: Double, percentile99: Double) {
        let sorted = times.withLock { times in
            defer { times = [] }
            return times.sorted()
        }
        guard !sorted.isEmpty else { refuse("no command was measured") }
        return (sorted[sorted.count / 2], sorted[sorted.count * 99 / 100])
    }
}

/// The commands of one call, from their being asked for to their answers. Those that make a sound are not
/// timed: they last as long as it does.
final class Lap: Sendable {
    private let watch: Stopwatch
    private let running = Mutex<(CommandID, Double)?>(nil)

    init(_ watch: Stopwatch) { self.watch = watch }

    func note(_ call: CallInfo, _ entry: JournalEntry) {
        switch entry.content {
        case .command(_, .play), .command(_, .prompt), .note: break
        case .command(let id, _): running.withLock { $0 = (id, wallSeconds()) }
        case .event(.finished(let id, _)):
            let began = running.withLock { $0 }
            if let began, began.0 == id { watch.add(wallSeconds() - began.1) }
        case .event: break
        }
    }
}
