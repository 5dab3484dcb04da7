import FlowRuntime
import RelayProtocol
import Testing

@testable import RelayBackend

@Suite("What a killed worker had under way without the phone system", .timeLimit(.minutes(10)))
struct ResumedServicesTests {
    /// What a flow is told of a command that its journal has without an answer.
    private func answer(to command: CallCommand, at began: Timestamp) async throws -> CallEvent? {
        let silent = try await StubServer { _, _, _, _ in [] }
        let call = CallInfo(id: CallID("left-behind"), from: "+15555550111", to: "+15555550100")
        let pending = CallResumption.Pending(CommandID(3), command, at: began, isSent: true)
        let watched = try Watched(
            port: silent.port,
            resuming: RelayResumption(calls: [CallResumption(call, isAnswered: true, pending: [pending])]))
        let session = try #require(watched.backend.session(resuming: call.id))
        var events = session.events.makeAsyncIterator()
        let event = try await events.next()?.event
        await watched.backend.shutDown()
        return event
    }

    @Test func `a timer goes on, and one whose time is over rings at once`() async throws {
        let long = CallCommand.startTimer(.seconds(3600))
        let done = CallEvent.finished(CommandID(3), .done)
        #expect(try await answer(to: long, at: Timestamp(milliseconds: 0)) == done)
        let now = SteadyClock().now
        let nearly = now.advanced(by: .milliseconds(50) - .seconds(3600))
        #expect(try await answer(to: long, at: nearly) == done)
        #expect(SteadyClock().now >= now.advanced(by: .milliseconds(50)))
    }

    @Test func `a request that may have changed something is not sent again`() async throws {
        let post = CallCommand.request(HTTPRequest(method: "POST", url: "https://example.com/"))
        guard
            case .finished(CommandID(3), .failed(let failure)) = try await answer(
                to: post, at: .init(milliseconds: 0))
        else { return #expect(Bool(false), "it was not answered") }
        #expect(failure.code == .failed)
        #expect(failure.detail.contains("not known"))
    }
}
