import CallFlowServer
import FlowRuntime
import Synchronization
import Testing

@Suite("The server", .timeLimit(.minutes(10)))
struct CallServerTests {
    @Test func `answers calls side by side and ends when the phone system has no more`() async throws {
        let bench = Bench()
        let end = await bench.run(bench.server(try bench.library())) { bench in
            let (one, two) = (bench.backend.offer("c-1"), bench.backend.offer("c-2"))
            await bench.backend.until("c-1 play")
            await bench.backend.until("c-2 play")
            two.hangUp()
            await bench.backend.until("c-2 closed")
            one.hangUp(by: .system)
            bench.backend.finish()
        }
        #expect(end == .noMoreCalls)
        let page = bench.registry.text
        #expect(page.contains("callflow_calls_total{outcome=\"caller\"} 1\n"))
        #expect(page.contains("callflow_calls_total{outcome=\"system\"} 1\n"))
        #expect(page.contains("callflow_calls_in_progress 0\n"))
        #expect(page.contains("callflow_steps_total{step=\"play\"} 2\n"))
        #expect(page.contains("callflow_call_duration_seconds_count 2\n"))
    }

    @Test func `passes on what is beyond the cap, and takes calls again`() async throws {
        let bench = Bench()
        _ = await bench.run(bench.server(try bench.library(), calls: 1)) { bench in
            let one = bench.backend.offer("c-1")
            await bench.backend.until("c-1 play")
            bench.backend.offer("c-2")
            await bench.backend.until("c-2 passed on")
            one.hangUp()
            await bench.until(log: "call ended")
            bench.backend.offer("c-3").hangUp()
            await bench.backend.until("c-3 closed")
            bench.backend.finish()
        }
        #expect(!bench.backend.log.contains("c-2 play"))
        #expect(bench.registry.text.contains("callflow_calls_passed_on_total{reason=\"full\"} 1\n"))
    }

    @Test func `passes on what no route fits, and what is beyond a route's cap`() async throws {
        let bench = Bench()
        let library = try bench.library("routes: [{to: '+1555', flow: a.yaml, calls: 1}]")
        _ = await bench.run(bench.server(library)) { bench in
            bench.backend.offer("c-1", to: "+1556")
            await bench.backend.until("c-1 passed on")
            let two = bench.backend.offer("c-2", to: "+1555")
            await bench.backend.until("c-2 play")
            bench.backend.offer("c-3", to: "+1555")
            await bench.backend.until("c-3 passed on")
            two.hangUp()
            await bench.until(log: "call ended")
            bench.backend.offer("c-4", to: "+1555").hangUp()
            await bench.backend.until("c-4 closed")
            bench.backend.finish()
        }
        let page = bench.registry.text
        #expect(page.contains("{reason=\"no_route\"} 1\n"))
        #expect(page.contains("{reason=\"route_full\"} 1\n"))
    }

    @Test func `lets no call disturb another`() async throws {
        let bench = Bench()
        _ = await bench.run(bench.server(try bench.library())) { bench in
            let (one, two) = (bench.backend.offer("c-1"), bench.backend.offer("c-2"))
            await bench.backend.until("c-2 play")
            one.lose()
            await bench.backend.until("c-1 closed")
            two.hangUp()
            await bench.backend.until("c-2 closed")
            bench.backend.finish()
        }
        #expect(bench.registry.text.contains("callflow_calls_total{outcome=\"lost\"} 1\n"))
        #expect(bench.registry.text.contains("callflow_calls_total{outcome=\"caller\"} 1\n"))
    }

    @Test func `hangs up a call that lasts too long`() async throws {
        let bench = Bench()
        let end = await bench.run(bench.server(try bench.library(), callDuration: .seconds(3))) { bench in
            bench.backend.offer("c-1")
            await bench.backend.until("c-1 play")
            for _ in 0..<2 { await bench.clock.advance(by: .seconds(1), whenAsleep: 1) }
            #expect(!bench.backend.log.contains("c-1 hangup"))
            await bench.clock.advance(by: .seconds(1), whenAsleep: 1)
            await bench.backend.until("c-1 closed")
            bench.backend.finish()
        }
        #expect(end == .noMoreCalls)
        #expect(bench.backend.log.filter { $0 == "c-1 hangup" }.count == 1)
    }

    @Test func `tries again to hang up a call that could not be, and no other`() async throws {
        let bench = Bench()
        let end = await bench.run(bench.server(try bench.library(), callDuration: .seconds(3))) { bench in
            let (one, two) = (bench.backend.offer("c-1"), bench.backend.offer("c-2"))
            one.isStubborn.store(true, ordering: .relaxed)
            two.isDeaf.store(true, ordering: .relaxed)
            await bench.backend.until("c-1 play")
            await bench.backend.until("c-2 play")
            for _ in 0..<3 { await bench.clock.advance(by: .seconds(1), whenAsleep: 1) }
            await bench.backend.until("c-1 hangup")
            one.isStubborn.store(false, ordering: .relaxed)
            // The answer may be read after a round.
            while bench.backend.times("c-1 hangup") < 2 {
                await bench.clock.advance(by: .seconds(1), whenAsleep: 1)
            }
            await bench.backend.until("c-1 closed")
            two.hangUp()
            await bench.backend.until("c-2 closed")
            bench.backend.finish()
        }
        #expect(end == .noMoreCalls)
        #expect(bench.backend.times("c-1 hangup") == 2)
        #expect(bench.backend.times("c-2 hangup") == 1)
    }

    @Test func `counts calls for their route, wherever it stands after a reload`() async throws {
        let bench = Bench()
        let library = try bench.library("routes: [{to: '+1555', flow: a.yaml, calls: 1}]")
        _ = await bench.run(bench.server(library)) { bench in
            let one = bench.backend.offer("c-1", to: "+1555")
            await bench.backend.until("c-1 play")
            bench.files.write(
                "callflow.yaml",
                "routes: [{to: '+1777', flow: a.yaml, calls: 1}, {to: '+1555', flow: a.yaml, calls: 1}]")
            bench.order.yield(.reload)
            await bench.until(log: "routes changed")
            let two = bench.backend.offer("c-2", to: "+1777")
            bench.backend.offer("c-3", to: "+1555")
            await bench.backend.until("c-3 passed on")
            await bench.backend.until("c-2 play")
            one.hangUp()
            await bench.until(log: "call ended")
            let four = bench.backend.offer("c-4", to: "+1555")
            bench.backend.offer("c-5", to: "+1777")
            await bench.backend.until("c-5 passed on")
            await bench.backend.until("c-4 play")
            two.hangUp()
            four.hangUp()
            bench.backend.finish()
        }
        #expect(bench.registry.text.contains("{reason=\"route_full\"} 2\n"))
    }

    @Test func `gives a dialled leg the flow of the call that dialled`() async throws {
        let dialling = """
            version: 1.0.0
            sections:
              main:
                - dial: {to: "+15555550122", dest: agent}
                - play: "say:waiting"
              agent:
                - play: "say:agent"
            """
        let bench = Bench(["a.yaml": dialling])
        _ = await bench.run(bench.server(try bench.library())) { bench in
            let one = bench.backend.offer("c-1")
            await bench.backend.until("c-1 dial")
            let two = bench.backend.offer("c-2", dialledBy: ("c-1", CommandID(1)))
            await bench.backend.until("c-2 play")
            // Nobody that is known has dialled this one.
            bench.backend.offer("c-3", dialledBy: ("c-9", CommandID(1)))
            await bench.backend.until("c-3 passed on")
            one.hangUp()
            two.hangUp()
            await bench.backend.until("c-2 closed")
            bench.backend.finish()
        }
    }

    @Test func `refuses calls while the journal fails, if that is the policy`() async throws {
        for refuses in [true, false] {
            let bench = Bench()
            let server = bench.server(try bench.library()) {
                .init(reason: "disk full", refusesCalls: refuses)
            }
            _ = await bench.run(server) { bench in
                let one = bench.backend.offer("c-1")
                await bench.backend.until(refuses ? "c-1 passed on" : "c-1 play")
                await bench.clock.advance(by: .seconds(1), whenAsleep: 1)
                await bench.until(log: "journal failing")
                if !refuses { one.hangUp() }
                bench.backend.finish()
            }
            #expect(bench.log.contains { $0.contains("disk full") })
        }
    }

    @Test func `ends with the phone system's words when it is refused`() async throws {
        let bench = Bench()
        let end = await bench.run(bench.server(try bench.library())) { bench in
            bench.backend.finish(throwing: BackendError(.refused, "Authentication failed"))
        }
        #expect(end == .backendLost("Authentication failed"))
    }

    // MARK: Draining

    @Test func `ends at once when it is stopped without calls`() async throws {
        let bench = Bench()
        let end = await bench.run(bench.server(try bench.library())) {
            $0.order.yield(.stop(CaughtSignal(15, at: 0)))
        }
        #expect(end == .drained(hungUp: 0))
        #expect(bench.backend.log == ["drained", "shut down"])
    }

    @Test func `waits for its calls when it is stopped, and takes no others`() async throws {
        let bench = Bench()
        let end = await bench.run(bench.server(try bench.library())) { bench in
            let (one, two) = (bench.backend.offer("c-1"), bench.backend.offer("c-2"))
            await bench.backend.until("c-1 play")
            await bench.backend.until("c-2 play")
            bench.order.yield(.stop(CaughtSignal(15, at: 0)))
            await bench.backend.until("drained")
            bench.backend.offer("c-3")
            await bench.backend.until("c-3 passed on")
            one.hangUp()
            await bench.backend.until("c-1 closed")
            #expect(!bench.backend.log.contains("shut down"))
            two.hangUp()
        }
        #expect(end == .drained(hungUp: 0))
        #expect(bench.backend.log.last == "shut down")
        #expect(bench.registry.text.contains("{reason=\"draining\"} 1\n"))
    }

    @Test func `hangs up at the deadline, and waits a moment for the ends of flows`() async throws {
        let bench = Bench()
        let end = await bench.run(bench.server(try bench.library(), drain: .seconds(90))) { bench in
            bench.backend.offer("c-1")
            bench.backend.offer("c-2")
            await bench.backend.until("c-1 play")
            await bench.backend.until("c-2 play")
            bench.order.yield(.stop(CaughtSignal(15, at: 0)))
            // The round of the house, and the deadline.
            await bench.clock.advance(by: .seconds(89), whenAsleep: 2)
            await bench.clock.advance(by: .seconds(1), whenAsleep: 2)
        }
        #expect(end == .drained(hungUp: 2))
        #expect(bench.log.contains { $0.contains("draining calls=2 deadline=90s") }, "\(bench.log)")
        #expect(bench.backend.log.filter { $0.hasSuffix("hangup") }.count == 2)
    }

    @Test func `ends although a call does not`() async throws {
        let bench = Bench()
        let end = await bench.run(bench.server(try bench.library(), drain: .seconds(30))) { bench in
            bench.backend.offer("c-1").isDeaf.store(true, ordering: .relaxed)
            await bench.backend.until("c-1 play")
            bench.order.yield(.stop(CaughtSignal(15, at: 0)))
            await bench.clock.advance(by: .seconds(30), whenAsleep: 2)
            await bench.until(log: "deadline")
            await bench.clock.advance(by: .seconds(5), whenAsleep: 2)
            await bench.backend.until("shut down")
            await bench.clock.advance(by: .seconds(5), whenAsleep: 2)
        }
        #expect(end == .drained(hungUp: 1))
        #expect(bench.backend.log.contains("c-1 closed"))
    }

    @Test func `ends at once at another stop, a moment after the first`() async throws {
        let bench = Bench()
        let end = await bench.run(bench.server(try bench.library())) { bench in
            bench.backend.offer("c-1")
            await bench.backend.until("c-1 play")
            bench.order.yield(.stop(CaughtSignal(15, at: 7)))
            await bench.backend.until("drained")
            bench.order.yield(.stop(CaughtSignal(2, at: 1007)))
        }
        #expect(end == .stoppedAtOnce(signal: 2))
        #expect(bench.endedAtOnce.withLock { $0 } == [2])
        #expect(bench.backend.log.contains("c-1 closed"))
    }

    @Test func `takes signals of one moment for one`() async throws {
        let bench = Bench()
        let end = await bench.run(bench.server(try bench.library())) { bench in
            let call = bench.backend.offer("c-1")
            await bench.backend.until("c-1 play")
            for _ in 1...3 { bench.order.yield(.stop(CaughtSignal(15, at: 7))) }
            await bench.until(log: "taken for one signal")
            // The round of the house, and the deadline: what was caught in time is no late one because the
            // server was busy.
            await bench.clock.advance(by: .seconds(20), whenAsleep: 2)
            bench.order.yield(.stop(CaughtSignal(2, at: 1006)))
            while bench.log.count(where: { $0.contains("taken for one signal") }) < 3,
                bench.endedAtOnce.withLock({ $0.isEmpty })
            {
                await Task.yield()
            }
            call.hangUp()
        }
        #expect(end == .drained(hungUp: 0))
        #expect(bench.endedAtOnce.withLock { $0 }.isEmpty)
    }

    // MARK: The log

    @Test func `logs no caller's number unless told to`() async throws {
        for isShown in [false, true] {
            let bench = Bench()
            _ = await bench.run(bench.server(try bench.library(), showsCallers: isShown)) { bench in
                bench.backend.offer("c-1").hangUp()
                await bench.until(log: "call ended")
                bench.backend.finish()
            }
            let text = bench.log.joined()
            #expect(text.contains("+15555550111") == isShown, "\(text)")
            #expect(text.contains("0111"), "\(text)")
        }
    }

    @Test func `logs call, flow, step and line`() async throws {
        let bench = Bench()
        _ = await bench.run(bench.server(try bench.library())) { bench in
            bench.backend.offer("c-1").hangUp()
            await bench.until(log: "call ended")
            bench.backend.finish()
        }
        #expect(
            bench.log.contains("debug    step began call=c-1 flow=a.yaml step=play line=4\n"), "\(bench.log)")
    }
}
