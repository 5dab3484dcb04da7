import ArgumentParser
import FlowRuntime

/// `--speed`: how many seconds of the simulated world pass in a real one.
enum Speed: ExpressibleByArgument, Equatable {
    /// As fast as the machine can.
    case max
    case times(Double)

    /// Beyond these a run is as good as stopped, or as good as `max`.
    private static let range = 0.001...1_000_000.0

    init?(argument: String) {
        if argument == "max" {
            self = .max
        } else if let factor = Double(argument), Speed.range.contains(factor) {
            self = .times(factor)
        } else {
            return nil
        }
    }
}

/// Translates between the time of the simulated world and that of the person who looks on.
struct Pace {
    private let speed: Speed
    private let begin: Timestamp
    private let started = ContinuousClock.now

    init(_ speed: Speed, begin: Timestamp) {
        self.speed = speed
        self.begin = begin
    }

    /// When something in the world is due for the person; at once when time is not paced.
    func instant(of time: Timestamp) -> ContinuousClock.Instant {
        switch speed {
        case .max: started
        case .times(let factor):
            started + .milliseconds(Double(time.milliseconds(since: begin)) / factor)
        }
    }

    /// The time in the world now.
    var now: Timestamp {
        switch speed {
        case .max: begin
        case .times(let factor): begin.advanced(by: (ContinuousClock.now - started) * factor)
        }
    }

    /// Real time so far, as a trace's last line tells it.
    var elapsed: Duration { ContinuousClock.now - started }
}
