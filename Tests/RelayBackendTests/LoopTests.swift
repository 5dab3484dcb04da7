import FlowRuntime
import NIOCore
import NIOPosix
import Testing

@testable import RelayBackend

@Suite("The clock of the shell")
struct SteadyClockTests {
    @Test func `never goes back and begins with the time of day`() {
        let clock = SteadyClock()
        var last = clock.now
        #expect(last.milliseconds > 1_700_000_000_000)
        for _ in 0..<100_000 {
            let now = clock.now
            #expect(now >= last)
            last = now
        }
    }

    @Test func `has a deadline for every instant`() {
        let clock = SteadyClock()
        let now = clock.now
        #expect(clock.deadline(of: Timestamp(milliseconds: .min)) <= .now())
        #expect(clock.deadline(of: Timestamp(milliseconds: 0)) <= .now())
        #expect(clock.deadline(of: Timestamp(milliseconds: .max)) > .now() + .hours(24 * 365))
        let soon = clock.deadline(of: now.advanced(by: .seconds(10)))
        #expect(soon > .now() + .seconds(9))
        #expect(soon <= .now() + .seconds(10))
    }
}

@Suite("The executor of an event loop")
struct EventLoopExecutorTests {
    @Test func `keeps a task there, whatever it waits for`() async throws {
        let eventLoop = MultiThreadedEventLoopGroup.singleton.next()
        let (stream, writer) = BackendStream<Int>.make()
        let reader = Task(executorPreference: EventLoopExecutor(eventLoop)) {
            var total = 0
            for try await number in stream {
                #expect(eventLoop.inEventLoop)
                total += number
            }
            await Task.yield()
            #expect(eventLoop.inEventLoop)
            return total
        }
        for number in 1...100 { writer.write(number) }
        writer.finish()
        #expect(try await reader.value == 5050)
    }
}
