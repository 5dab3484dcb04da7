import FlowRuntime
import SimulatedBackend

/// Lets the simulated world live, at a pace, and shows what happens; a person at the terminal may take part.
struct Player<Sink: TraceSink> {
    private var world: World
    private var sink: Sink
    private var console: Console?
    private let pace: Pace
    private var names: [LegID: String]
    private let lines = LineTables()
    private let steps: Int
    /// An error ended the flow of a call that came in.
    private(set) var wasStopped = false
    /// A signal ends the run, and not the program: it is recorded, and nobody is at the terminal.
    private let heedsSignals: Bool
    private var signal: Int32?
    /// The signal that ended the run.
    var endingSignal: Int32? { signal ?? console?.signal }

    init(_ plan: RunPlan, sink: Sink, console: Console? = nil) {
        world = plan.world
        names = plan.names
        steps = plan.authoredSteps
        pace = Pace(plan.speed, begin: plan.world.phone.now)
        self.sink = sink
        self.console = console
        heedsSignals = world.inputs != nil && console == nil
        if heedsSignals { SignalPipe.install() }
    }

    /// Runs until nothing is left to happen, or the person at the terminal is done; gives the world as it
    /// is then.
    mutating func run() async throws -> World {
        sink.open()
        while let due = world.nextEventTime, console?.isOver(in: world) != true, endingSignal == nil {
            let instant = pace.instant(of: due)
            if instant > ContinuousClock.now, world.isOver { break }
            guard try await wait(until: instant) else { continue }
            _ = world.step()
            tell()
        }
        console?.erase()
        sink.finish(RunSummary(steps: steps, elapsed: pace.elapsed))
        return world
    }

    /// `false` when keys came first: they may have changed what is due.
    private mutating func wait(until instant: ContinuousClock.Instant) async throws -> Bool {
        let isEarly = instant > ContinuousClock.now
        if isEarly { showAll() }
        guard var console else {
            if heedsSignals {
                signal = SignalPipe.nextDeadly(until: instant)
                return signal == nil
            }
            if isEarly { try await Task.sleep(until: instant, clock: .continuous) }
            return true
        }
        let strokes = console.keystrokes(until: instant)
        guard !strokes.isEmpty else { return true }
        world.phone.pass(until: pace.now)
        for stroke in strokes { console.act(on: stroke, in: &world, names: &names) }
        self.console = console
        tell()
        return false
    }

    /// Shows what has happened since the last time.
    private mutating func tell() {
        guard !world.phone.events.isEmpty else { return }
        let events = world.phone.events
        world.phone.events.removeAll()
        console?.erase()
        let facts = WorldFacts(world: world, names: names, lines: lines)
        for event in events {
            sink.add(event, facts)
            if world.isStopped(by: event) { wasStopped = true }
        }
        console?.draw()
    }

    private mutating func showAll() {
        console?.erase()
        sink.pause()
        console?.draw()
    }
}

extension World {
    /// Whether an error ended the flow of a call here; scripts on other legs have outcomes of their own.
    fileprivate func isStopped(by event: WorldEvent) -> Bool {
        guard case .note(.finished(let end)) = event.what, end.error != nil, let leg = event.leg,
            case let role = phone.legs[Int(leg.rawValue)].role
        else { return false }
        return switch role {
        case .inbound, .placed: true
        case .dialled, .waiting: false
        }
    }

    /// Whether every call has ended and every flow has come to its end. What is due after that, such as the
    /// longest time of a call, changes nothing any more and is not worth waiting for.
    fileprivate var isOver: Bool {
        phone.legs.allSatisfy { $0.phase == .ended } && machines.allSatisfy { $0?.isFinished ?? true }
    }
}
