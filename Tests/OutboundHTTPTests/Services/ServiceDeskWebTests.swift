import FlowRuntime
import NIOCore
import NIOPosix
import Testing

@testable import OutboundHTTP

@Suite("A service desk and the web", .timeLimit(.minutes(10))) struct ServiceDeskWebTests {
    private static func services() throws -> LiveServices {
        let group = MultiThreadedEventLoopGroup.singleton
        let policy = AddressPolicy(allowing: [try #require(AllowedHost("127.0.0.1"))])
        let web = try WebClient(policy, on: group, tls: TestOnlyCertificate.trustingNobody)
        return LiveServices(on: group.next(), web: web)
    }

    @Test func `answers requests and documents, each by its own id, on its event loop`() async throws {
        let server = try await LoopbackServer { _, request in
            [.send(LoopbackServer.ok(String(request.split(separator: " ")[1])))]
        }
        let services = try Self.services()
        let desk = services.desk()
        let (answers, continuation) = AsyncStream<(CommandID, CommandResult, Bool)>.makeStream()
        for number in 1...20 {
            let request = HTTPRequest(method: "GET", url: "http://127.0.0.1:\(server.port)/\(number)")
            let command = number.isMultiple(of: 2) ? CallCommand.request(request) : .fetchDocument(request)
            let isTaken = desk.take(command, as: CommandID(Int32(number))) { id, result in
                continuation.yield((id, result, services.eventLoop.inEventLoop))
            }
            #expect(isTaken)
        }
        var numbers: Set<Int32> = []
        for await (id, result, isOnLoop) in answers {
            #expect(result.summary == "200 /\(id.number)")
            #expect(isOnLoop)
            #expect(numbers.insert(id.number).inserted, "answered twice")
            if numbers.count == 20 { break }
        }
    }

    @Test func `sends a request though nobody waits for the answer any more`() async throws {
        let (requests, continuation) = AsyncStream<String>.makeStream()
        let server = try await LoopbackServer { _, request in
            continuation.yield(String(request.split(separator: " ")[1]))
            return [.send(LoopbackServer.ok(""))]
        }
        let services = try Self.services()
        let (gone, kept) = (services.desk(), services.desk())
        let (answers, ends) = AsyncStream<CommandID>.makeStream()
        func ask(_ desk: ServiceDesk, _ number: Int) {
            let request = HTTPRequest(method: "POST", url: "http://127.0.0.1:\(server.port)/\(number)")
            _ = desk.take(.request(request), as: CommandID(Int32(number))) { id, _ in ends.yield(id) }
        }
        ask(gone, 1)
        ask(kept, 2)
        #expect(kept.cancel(CommandID(2)))
        gone.close()
        var sent: Set<String> = []
        for await request in requests {
            sent.insert(request)
            if sent.count == 2 { break }
        }
        #expect(sent == ["/1", "/2"])
        ask(kept, 3)
        for await id in answers {
            #expect(id == CommandID(3), "given up, and answered")
            break
        }
    }
}
