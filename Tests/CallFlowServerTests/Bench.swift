import CallFlowServer
import FlowRuntime
import Logging
import Metrics
import OrderedCollections
import ProjectFile
import SourceText
import Synchronization

/// A server with everything around it played by the test.
final class Bench: Sendable {
    typealias Server = CallServer<FakeBackend>

    let backend = FakeBackend()
    let clock = ManualClock()
    let files: MemoryFiles
    let registry = PrometheusRegistry(help: ServerMetrics.help)
    let orders: AsyncStream<ServerOrder>
    let order: AsyncStream<ServerOrder>.Continuation
    let endedAtOnce = Mutex<[Int32]>([])
    private let lines = Mutex<[String]>([])

    /// Flows of one step each that say where they are from.
    static func flow(_ words: String) -> String {
        "version: 1.0.0\nsections:\n  main:\n    - play: \"say:\(words)\"\n"
    }

    init(_ texts: [String: String] = ["a.yaml": Bench.flow("a")]) {
        files = MemoryFiles(texts)
        (orders, order) = AsyncStream.makeStream()
    }

    /// The log, without times, level by level.
    var log: [String] { lines.withLock { $0 } }

    func until(log part: String) async {
        while !log.contains(where: { $0.contains(part) }) { await Task.yield() }
    }

    func library(_ project: String? = nil) throws(LoadFailure) -> FlowLibrary {
        let files = files
        guard let project else {
            return try FlowLibrary(files: files.access) { () throws(LoadProblem) in
                ServedFlows(RoutingTable(fallback: FlowReference(path: "a.yaml")), environment: [:])
            }
        }
        files.write("callflow.yaml", project)
        return try FlowLibrary(planPath: "callflow.yaml", files: files.access) { () throws(LoadProblem) in
            guard let text = files.text("callflow.yaml") else { throw .unreadable("callflow.yaml is gone") }
            let reading = ProjectFile.read(SourceFile(name: "callflow.yaml", text: text))
            guard !reading.project.hasErrors else {
                throw .refused(FileFindings(reading.project.file, reading.findings))
            }
            return ServedFlows(reading.project.routing, environment: [:])
        }
    }

    func server(
        _ library: FlowLibrary, calls: Int = 10, callDuration: Duration = .seconds(100),
        drain: Duration = .seconds(30), level: LogLevel = .debug, showsCallers: Bool = false,
        trouble: @escaping @Sendable () -> ServerState.JournalTrouble? = { nil }
    ) -> Server {
        let backend = backend
        let sink = LogSink(.text, now: { 0 }) { bytes in
            self.lines.withLock { $0.append(String(decoding: bytes.dropFirst(25), as: UTF8.self)) }
        }
        let control = BackendControl(drain: { backend.drain() }, shutDown: { backend.shutDown() })
        return CallServer(
            backend, control, library: library,
            limits: .init(calls: calls, callDuration: callDuration, drain: drain), log: sink.logger(level),
            callerData: CallerData(isShown: showsCallers), metrics: ServerMetrics(registry),
            clock: clock.clock, state: ServerState(backend: control.status, journal: trouble))
    }

    /// Runs a server while a test plays the world.
    func run(_ server: Server, _ play: @Sendable (Bench) async -> Void) async -> ServerEnd {
        async let end = server.run(orders: orders) { number in
            self.endedAtOnce.withLock { $0.append(number) }
        }
        await play(self)
        return await end
    }
}

/// Files that are only text, and whose stamps change when they are written.
final class MemoryFiles: Sendable {
    private struct State {
        var texts: [String: String]
        var stamps: [String: Int64] = [:]
        var clock: Int64 = 0
        var reads = 0
    }
    private let state: Mutex<State>

    init(_ texts: [String: String]) { state = Mutex(State(texts: texts)) }

    var reads: Int { state.withLock { $0.reads } }
    func text(_ path: String) -> String? { state.withLock { $0.texts[path] } }

    func write(_ path: String, _ text: String?) {
        state.withLock { state in
            state.texts[path] = text
            state.clock += 1
            state.stamps[path] = state.clock
        }
    }

    var access: FileAccess {
        FileAccess(
            read: { path in
                self.state.withLock { state in
                    state.reads += 1
                    return state.texts[path].map { .success(SourceFile(name: path, text: $0)) }
                        ?? .failure(FileProblem("\(path): no such file or directory"))
                }
            },
            stamp: { path in
                self.state.withLock { state in
                    guard let text = state.texts[path] else { return nil }
                    return FileStamp(
                        device: 0, file: 0, size: Int64(text.utf8.count),
                        nanoseconds: state.stamps[path, default: 0])
                }
            })
    }
}
