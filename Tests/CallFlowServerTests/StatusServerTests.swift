import CallFlowServer
import FlowRuntime
import Foundation
import Logging
import ProjectFile
import Synchronization
import Testing

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

@Suite("Status over HTTP", .timeLimit(.minutes(10)))
struct StatusServerTests {
    private struct Page {
        var status: Int
        var text: String
        var type: String
    }

    /// Asks a running server for pages.
    private func ask(_ paths: [String], of state: ServerState) async throws -> [Page] {
        try await StatusBench.running(state) { port in
            var pages: [Page] = []
            for path in paths { pages.append(try await page("http://127.0.0.1:\(port)\(path)")) }
            return pages
        }
    }

    private func page(_ address: String) async throws -> Page {
        let url = try #require(URL(string: address))
        let (data, response) = try await URLSession.shared.data(from: url)
        let http = try #require(response as? HTTPURLResponse)
        return Page(
            status: http.statusCode, text: String(decoding: data, as: UTF8.self),
            type: http.value(forHTTPHeaderField: "Content-Type") ?? "")
    }

    @Test func `says that all is well`() async throws {
        let state = ServerState(backend: { BackendStatus(notices: [.init("pingMissed", 3)]) })
        let pages = try await ask(["/healthz", "/readyz", "/metrics", "/metrics", "/nothing"], of: state)
        #expect(pages[0].status == 200 && pages[0].text == "ok\n")
        #expect(pages[1].status == 200 && pages[1].text == "ready\n")
        #expect(pages[2].status == 200 && pages[2].type.hasPrefix("text/plain; version=0.0.4"))
        #expect(
            pages[2].text.contains("# TYPE callflow_calls_in_progress gauge\ncallflow_calls_in_progress 0\n"))
        #expect(pages[2].text.contains("callflow_connected 1\n"))
        // Asking twice counts nothing twice.
        #expect(pages[3].text.contains("callflow_backend_notices_total{kind=\"pingMissed\"} 3\n"))
        #expect(pages[4].status == 404)
    }

    @Test func `says why no calls should be sent`() async throws {
        let lost = ServerState(
            backend: { BackendStatus(isConnected: false, reason: "not connected to RELAY") },
            journal: { .init(reason: "disk full", refusesCalls: true) })
        let pages = try await ask(["/readyz", "/healthz", "/metrics"], of: lost)
        #expect(pages[0].status == 503)
        #expect(pages[0].text == "not connected to RELAY\njournal failing: disk full\n")
        #expect(pages[1].status == 200)
        #expect(pages[2].text.contains("callflow_connected 0\n"))
    }

    @Test func `says what is wrong although calls are answered`() async throws {
        let state = ServerState(
            backend: { BackendStatus() }, journal: { .init(reason: "disk full", refusesCalls: false) })
        let pages = try await ask(["/readyz"], of: state)
        #expect(pages[0].status == 200)
        #expect(pages[0].text == "ready\njournal failing: disk full\n")
    }

    @Test func `cannot begin where somebody else is`() async throws {
        let state = ServerState(backend: { BackendStatus() })
        let registry = PrometheusRegistry()
        let sink = LogSink(.text, now: { 0 }) { _ in }
        let server = StatusServer(
            at: HTTPAddress(host: "no such host", port: 1), state: state, registry: registry,
            metrics: ServerMetrics(registry), log: sink.logger(.info))
        await #expect(throws: (any Error).self) { try await server.run() }
    }
}
