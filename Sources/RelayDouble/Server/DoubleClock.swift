import FlowRuntime
import Foundation
import NIOCore

/// The time of a double, made from the machine's.
struct DoubleClock: Sendable {
    /// When the double began, by the wall's clock.
    let start: Timestamp
    private let began = NIODeadline.now()
    /// How many times as fast as life; `nil` skips whatever there is to wait for.
    private let times: Double?

    init(_ pace: RelayDoubleConfiguration.Pace) {
        start = Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
        switch pace {
        case .instant: times = nil
        // Slower than a thousandth of life, or faster than a million times, is a slip of the pen.
        case .real(let times): self.times = min(max(times, 0.001), 1_000_000)
        }
    }

    var skips: Bool { times == nil }

    /// The time of calls; the beginning while it is skipped, because the exchange keeps the latest.
    var now: Timestamp {
        guard let times else { return start }
        return start.advanced(by: .milliseconds(Int64(elapsed * times)))
    }

    /// The time of what is not skipped.
    var patient: Timestamp { skips ? start.advanced(by: .milliseconds(Int64(elapsed))) : now }

    private var elapsed: Double { Double((NIODeadline.now() - began).nanoseconds) / 1_000_000 }

    func deadline(_ instant: Timestamp) -> NIODeadline { deadline(instant, times: times ?? 1) }
    func deadline(patient instant: Timestamp) -> NIODeadline { deadline(instant, times: times ?? 1) }

    /// Up to a millisecond later, so that the instant has come then.
    private func deadline(_ instant: Timestamp, times: Double) -> NIODeadline {
        let milliseconds = Double(instant.milliseconds(since: start)) / times
        // Two days: nothing is due later (`DoubleTiming.longest`), and it fits any integer.
        let nanoseconds = min(milliseconds, 172_800_000) * 1_000_000
        return began + .nanoseconds(Int64(nanoseconds.rounded(.up)) + 50_000)
    }
}
