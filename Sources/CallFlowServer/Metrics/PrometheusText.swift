/// Writes Prometheus' text format 0.0.4.
struct PrometheusText {
    private let help: [String: String]
    private(set) var text = ""
    private var family = ""

    init(help: [String: String]) { self.help = help }

    mutating func counter(_ key: SeriesKey, _ value: Int64) {
        begin(key.name, "counter")
        line(key.name, key.labels, "\(value)")
    }

    mutating func counter(_ key: SeriesKey, _ value: Double) {
        begin(key.name, "counter")
        line(key.name, key.labels, Self.number(value))
    }

    mutating func gauge(_ key: SeriesKey, _ value: Double) {
        begin(key.name, "gauge")
        line(key.name, key.labels, Self.number(value))
    }

    /// `counts` has one more element than `bounds`: what is above all of them.
    mutating func histogram(_ key: SeriesKey, bounds: [Double], counts: [Int64], sum: Double) {
        begin(key.name, "histogram")
        var total: Int64 = 0
        for (place, count) in counts.enumerated() {
            total += count
            let bound = place < bounds.count ? Self.number(bounds[place]) : "+Inf"
            line(
                key.name + "_bucket", (key.labels.isEmpty ? "" : key.labels + ",") + "le=\"\(bound)\"",
                "\(total)")
        }
        line(key.name + "_sum", key.labels, Self.number(sum))
        line(key.name + "_count", key.labels, "\(total)")
    }

    private mutating func begin(_ name: String, _ type: String) {
        guard name != family else { return }
        family = name
        if let help = help[name] { text += "# HELP \(name) \(help)\n" }
        text += "# TYPE \(name) \(type)\n"
    }

    private mutating func line(_ name: String, _ labels: String, _ value: String) {
        text += labels.isEmpty ? "\(name) \(value)\n" : "\(name){\(labels)} \(value)\n"
    }

    private static func number(_ value: Double) -> String {
        if let whole = Int64(exactly: value) { return "\(whole)" }
        if value.isNaN { return "NaN" }
        return value.isInfinite ? (value < 0 ? "-Inf" : "+Inf") : "\(value)"
    }
}
