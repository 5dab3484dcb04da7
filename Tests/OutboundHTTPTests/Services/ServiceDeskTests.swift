import FlowRuntime
import NIOCore
import NIOPosix
import Synchronization
import TestSupport
import Testing

@testable import OutboundHTTP

@Suite("A service desk") struct ServiceDeskTests {
    private static func services() throws -> LiveServices {
        let loop = MultiThreadedEventLoopGroup.singleton.next()
        return LiveServices(on: loop, web: try WebClient(AddressPolicy(), on: loop))
    }

    /// What was reported, and a way to wait for so much of it.
    private final class Reports: Sendable {
        private let all = Mutex<[CommandID]>([])
        private let stream: AsyncStream<CommandID>
        private let continuation: AsyncStream<CommandID>.Continuation

        init() { (stream, continuation) = AsyncStream.makeStream() }

        func note(_ id: CommandID, _ result: CommandResult) {
            all.withLock { $0.append(id) }
            continuation.yield(id)
        }

        func next(_ count: Int) async -> [CommandID] {
            var ids: [CommandID] = []
            for await id in stream {
                ids.append(id)
                if ids.count == count { break }
            }
            return ids
        }

        var numbers: [Int32] { all.withLock { $0.map(\.number) } }
    }

    @Test(.timeLimit(.minutes(10))) func `fires timers in the order of their instants`() async throws {
        let (services, reports) = (try Self.services(), Reports())
        let now = NIODeadline.now()
        // On the event loop, so that none fires before all are set.
        try await services.eventLoop.submit {
            for (number, milliseconds) in [(1, 30), (2, 10), (3, 20), (4, 20), (5, -5)] {
                _ = try services.timers.at(now + .milliseconds(Int64(milliseconds))) {
                    reports.note(CommandID(Int32(number)), .done)
                }
            }
        }.get()
        #expect(await reports.next(5).map(\.number) == [5, 2, 3, 4, 1])
    }

    @Test(.timeLimit(.minutes(10))) func `says nothing of a timer that was given up`() async throws {
        let (services, reports) = (try Self.services(), Reports())
        let desk = services.desk()
        try await services.eventLoop.submit {
            for number in 1...3 {
                let isTaken = desk.take(
                    .startTimer(.milliseconds(5)), as: CommandID(Int32(number)), report: reports.note)
                #expect(isTaken)
            }
            #expect(desk.take(.cancel(CommandID(2)), as: CommandID(4), report: reports.note))
            #expect(desk.cancel(CommandID(3)))
            #expect(!desk.cancel(CommandID(3)), "given up twice")
            _ = desk.take(.startTimer(.milliseconds(10)), as: CommandID(5), report: reports.note)
        }.get()
        #expect(await reports.next(2).map(\.number) == [1, 5])
        #expect(!desk.take(.cancel(CommandID(1)), as: CommandID(6), report: reports.note), "it has fired")
        #expect(!desk.take(.cancel(CommandID(99)), as: CommandID(7), report: reports.note), "not here")
    }

    @Test(.timeLimit(.minutes(10))) func `says nothing after it was closed`() async throws {
        let services = try Self.services()
        let (desk, other, reports) = (services.desk(), services.desk(), Reports())
        for number in 1...100 {
            _ = desk.take(.startTimer(.milliseconds(1)), as: CommandID(Int32(number)), report: reports.note)
        }
        let before = try await services.eventLoop.submit {
            desk.close()
            return reports.numbers.count
        }.get()
        #expect(desk.take(.startTimer(.zero), as: CommandID(101), report: reports.note))
        _ = desk.take(
            .request(HTTPRequest(method: "GET", url: "x")), as: CommandID(102), report: reports.note)
        _ = other.take(.startTimer(.milliseconds(20)), as: CommandID(103), report: reports.note)
        _ = await reports.next(before + 1)
        #expect(reports.numbers.last == 103)
        #expect(reports.numbers.count == before + 1)
    }

    @Test func `leaves to the phone system what is the phone system's`() throws {
        let (desk, reports) = (try Self.services().desk(), Reports())
        let commands: [CallCommand] = [
            .stopRecording(controlID: "a"), .sendDigits("1"),
            .leaveConference(conferenceID: "a"),
            .awaitKey("1"), .cancel(CommandID(1)),
        ]
        for command in commands { #expect(!desk.take(command, as: CommandID(1), report: reports.note)) }
    }

    @Test(.timeLimit(.minutes(10))) func `bears the longest and the shortest times`() async throws {
        let (desk, reports) = (try Self.services().desk(), Reports())
        let seconds: [Int64] = [.max, .min]
        for (index, time) in seconds.enumerated() {
            _ = desk.take(.startTimer(.seconds(time)), as: CommandID(Int32(index)), report: reports.note)
        }
        #expect(await reports.next(1) == [CommandID(1)])
        #expect(desk.cancel(CommandID(0)))
    }

    @Test(.timeLimit(.minutes(10))) func `keeps ten thousand timers, and little of those given up`()
        async throws
    {
        let services = try Self.services()
        let (desks, reports) = ((0..<10_000).map { _ in services.desk() }, Reports())
        for (number, desk) in desks.enumerated() {
            _ = desk.take(.startTimer(.seconds(3600)), as: CommandID(Int32(number)), report: reports.note)
        }
        #expect(services.timers.count == 10_000)
        for desk in desks.dropLast() { desk.close() }
        #expect(services.timers.count < 100)
        _ = desks[0].cancel(CommandID(0))
        #expect(reports.numbers.isEmpty)
        desks.last?.close()
    }

    @Test(.timeLimit(.minutes(10))) func `answers exactly once, or never when given up, in any race`()
        async throws
    {
        let services = try Self.services()
        let seed = UInt64.random(in: 0 ... .max)
        let reports = Reports()
        let given = await withTaskGroup(of: (all: Int, canceled: Set<Int32>).self) { group in
            for worker in 0..<4 {
                group.addTask {
                    var random = SplitMix64(seed: seed &+ UInt64(worker))
                    let desk = services.desk()
                    var canceled: Set<Int32> = []
                    for index in 0..<1000 {
                        let id = CommandID(Int32(worker * 10_000 + index))
                        let time = Duration.microseconds(random.below(2000))
                        _ = desk.take(.startTimer(time), as: id, report: reports.note)
                        let old = CommandID(id.number - Int32(random.below(20)))
                        if random.once(in: 2), desk.cancel(old) { canceled.insert(old.number) }
                    }
                    return (1000, canceled)
                }
            }
            return await group.reduce(into: (all: 0, canceled: Set<Int32>())) {
                $0.all += $1.all
                $0.canceled.formUnion($1.canceled)
            }
        }
        _ = await reports.next(given.all - given.canceled.count)
        let numbers = reports.numbers
        #expect(Set(numbers).count == numbers.count, "answered twice, seed \(seed)")
        #expect(Set(numbers).isDisjoint(with: given.canceled), "answered though given up, seed \(seed)")
        #expect(numbers.count + given.canceled.count == given.all, "seed \(seed)")
    }
}
