import Metrics
import Synchronization

/// The number, or the numbers, of one series.
protocol SeriesCell: AnyObject, Sendable {
    func write(_ key: SeriesKey, into page: inout PrometheusText)
}

/// Only grows.
final class CounterCell: SeriesCell, CounterHandler {
    private let count = Atomic<Int64>(0)

    func increment(by amount: Int64) { count.wrappingAdd(amount, ordering: .relaxed) }
    func reset() { count.store(0, ordering: .relaxed) }
    func write(_ key: SeriesKey, into page: inout PrometheusText) {
        page.counter(key, count.load(ordering: .relaxed))
    }
}

/// Only grows, by parts.
final class SumCell: SeriesCell, FloatingPointCounterHandler {
    private let sum = Mutex(0.0)

    func increment(by amount: Double) { sum.withLock { $0 += amount } }
    func reset() { sum.withLock { $0 = 0 } }
    func write(_ key: SeriesKey, into page: inout PrometheusText) {
        page.counter(key, sum.withLock { $0 })
    }
}

/// Goes up and down.
final class GaugeCell: SeriesCell, MeterHandler {
    private let value = Mutex(0.0)

    func set(_ value: Int64) { set(Double(value)) }
    func set(_ value: Double) { self.value.withLock { $0 = value } }
    func increment(by amount: Double) { value.withLock { $0 += amount } }
    func decrement(by amount: Double) { value.withLock { $0 -= amount } }
    func write(_ key: SeriesKey, into page: inout PrometheusText) {
        page.gauge(key, value.withLock { $0 })
    }
}

/// How many values were at most as large as each bound, and their sum.
final class HistogramCell: SeriesCell, TimerHandler, RecorderHandler {
    private struct State {
        var counts: [Int64]
        var sum = 0.0
    }
    private let bounds: [Double]
    private let state: Mutex<State>

    init(_ bounds: [Double]) {
        self.bounds = bounds
        state = Mutex(State(counts: Array(repeating: 0, count: bounds.count + 1)))
    }

    func record(_ value: Int64) { record(Double(value)) }
    func record(_ value: Double) {
        let place = bounds.firstIndex { value <= $0 } ?? bounds.count
        state.withLock { state in
            state.counts[place] += 1
            state.sum += value
        }
    }
    /// Prometheus counts time in seconds.
    func recordNanoseconds(_ duration: Int64) { record(Double(duration) / 1e9) }

    func write(_ key: SeriesKey, into page: inout PrometheusText) {
        let state = state.withLock { $0 }
        page.histogram(key, bounds: bounds, counts: state.counts, sum: state.sum)
    }
}
