package import Metrics
import Synchronization

/// All numbers that the server counts, behind swift-metrics' interface, as Prometheus reads them.
///
/// Counting is one atomic addition. The number of series is bounded: what would be one too many is counted
/// nowhere, and `callflow_metrics_dropped_total` says that there was such.
package final class PrometheusRegistry: MetricsFactory {
    /// Most series: what one worker has is about two hundred, and whoever scrapes pays for each.
    static let seriesMax = 1000

    private struct State {
        var cells: [SeriesKey: any SeriesCell] = [:]
        var dropped = 0
    }
    private let state = Mutex(State())
    private let help: [String: String]
    private let buckets: [Double]

    /// - Parameters:
    ///   - help: What a metric counts, by its name.
    ///   - buckets: The upper bounds of histograms, ascending, in seconds.
    package init(
        help: [String: String] = [:],
        buckets: [Double] = [0.1, 1, 5, 15, 60, 300, 900, 3600, 14_400]
    ) {
        self.help = help
        self.buckets = buckets
    }

    /// The cell of that name and those labels; made by the first who asks.
    private func cell<Cell: SeriesCell>(
        _ label: String, _ dimensions: [(String, String)], make: () -> Cell
    ) -> Cell {
        let key = SeriesKey(label, dimensions)
        return state.withLock { state in
            if let known = state.cells[key] as? Cell { return known }
            let cell = make()
            // The same name for another kind of number is a mistake that must not spoil the first.
            guard state.cells[key] == nil, state.cells.count < Self.seriesMax else {
                state.dropped += 1
                return cell
            }
            state.cells[key] = cell
            return cell
        }
    }

    /// A number that only grows.
    package func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        cell(label, dimensions) { CounterCell() }
    }
    /// A number that only grows, by parts.
    package func makeFloatingPointCounter(
        label: String, dimensions: [(String, String)]
    ) -> any FloatingPointCounterHandler {
        cell(label, dimensions) { SumCell() }
    }
    /// A number that goes up and down.
    package func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        cell(label, dimensions) { GaugeCell() }
    }
    /// Values in a histogram.
    package func makeRecorder(
        label: String, dimensions: [(String, String)], aggregate: Bool
    ) -> any RecorderHandler {
        cell(label, dimensions) { HistogramCell(buckets) }
    }
    /// Times in a histogram, in seconds.
    package func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        cell(label, dimensions) { HistogramCell(buckets) }
    }

    /// Does nothing: a series that has been shown stays, for one that vanishes looks like a restart.
    package func destroyCounter(_ handler: any CounterHandler) {}
    /// Does nothing: a series that has been shown stays, for one that vanishes looks like a restart.
    package func destroyFloatingPointCounter(_ handler: any FloatingPointCounterHandler) {}
    /// Does nothing: a series that has been shown stays, for one that vanishes looks like a restart.
    package func destroyMeter(_ handler: any MeterHandler) {}
    /// Does nothing: a series that has been shown stays, for one that vanishes looks like a restart.
    package func destroyRecorder(_ handler: any RecorderHandler) {}
    /// Does nothing: a series that has been shown stays, for one that vanishes looks like a restart.
    package func destroyTimer(_ handler: any TimerHandler) {}

    /// Everything in the text format 0.0.4: families by name, series by their labels.
    package var text: String {
        let (cells, dropped) = state.withLock { ($0.cells, $0.dropped) }
        var page = PrometheusText(help: help)
        for (key, cell) in cells.sorted(by: { $0.key < $1.key }) { cell.write(key, into: &page) }
        page.counter(SeriesKey("callflow_metrics_dropped_total", []), Int64(dropped))
        return page.text
    }
}

/// A metric's name and its labels.
struct SeriesKey: Hashable, Comparable {
    let name: String
    /// As they stand between braces, sorted, escaped; empty when there are none.
    let labels: String

    init(_ label: String, _ dimensions: [(String, String)]) {
        name = Self.word(label)
        labels = dimensions.sorted { $0.0 < $1.0 }.map { "\(Self.word($0.0))=\"\(Self.escaped($0.1))\"" }
            .joined(separator: ",")
    }

    static func < (left: Self, right: Self) -> Bool {
        (left.name, left.labels) < (right.name, right.labels)
    }

    /// What Prometheus takes for a name; anything else becomes `_`.
    private static func word(_ text: String) -> String {
        let word = String(
            text.unicodeScalars.map { scalar -> Character in
                switch scalar {
                case "a"..."z", "A"..."Z", "0"..."9", "_": Character(scalar)
                case _: "_"
                }
            })
        return word.first?.isNumber == false ? word : "_" + word
    }

    private static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": result += "\\\\"
            case "\"": result += "\\\""
            case "\n": result += "\\n"
            case _: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
