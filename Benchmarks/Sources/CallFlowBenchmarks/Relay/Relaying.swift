/// The server over RELAY: TLS on the loopback interface, worker and phone system each in a process of their
/// own. Processor time is the worker's, of all its threads, and the system's for it.
enum Relaying {
    /// What a call may cost (issue: 0.18 ms, and 0.25 ms with the journal on disk).
    private static let callLimit = 180e-6
    private static let journaledLimit = 250e-6
    /// Calls a second of the vendor's Python SDK on uvloop, without a journal (issue).
    private static let peerRate = 490.0

    static func figures(isLong: Bool) throws -> [Figure] {
        try load(100, isLong) + load(1_000, isLong) + journaled(isLong) + elsewhere(isLong) + waiting()
            + speech(isLong) + reconnect() + row(isLong)
    }

    // MARK: Calls one after another

    private static func load(_ count: Int, _ isLong: Bool) throws -> [Figure] {
        let figures = try measure(.load, count, isLong ? 50_000 : 10_000, 0, 1)
        let name = "\(count) calls at once"
        return [
            Figure("\(name): processor time of a call", seconds: figures["cpu"], of: callLimit, "limit"),
            rate("\(name): calls a second", figures),
            told(
                "\(name): frames of a call", Amount.rounded(figures["frames"]), "26", figures["frames"] / 26),
            latency("\(name): a command's answer, the median", figures),
        ]
    }

    private static func journaled(_ isLong: Bool) throws -> [Figure] {
        let figures = try measure(.load, 100, isLong ? 50_000 : 10_000, 1, 1)
        let name = "100 calls at once, journal on disk"
        return [
            Figure("\(name): processor time of a call", seconds: figures["cpu"], of: journaledLimit, "limit"),
            rate("\(name): calls a second", figures),
            latency("\(name): a command's answer, the median", figures),
        ]
    }

    private static func elsewhere(_ isLong: Bool) throws -> [Figure] {
        let figures = try measure(.load, 100, isLong ? 50_000 : 10_000, 0, 0)
        return [
            told(
                "100 calls at once, flows on other threads: processor time of a call",
                Amount.time(figures["cpu"]), "limit, \(Amount.time(callLimit))", figures["cpu"] / callLimit)
        ]
    }

    private static func rate(_ name: String, _ figures: Measured) -> Figure {
        told(
            name, Amount.rounded(figures["rate"]), "the vendor's SDK, \(Amount.rounded(peerRate))",
            peerRate / figures["rate"])
    }

    private static func latency(_ name: String, _ figures: Measured) -> Figure {
        told(
            name, "\(Amount.time(figures["median"])), 99 % in \(Amount.time(figures["p99"]))", "a second",
            figures["p99"])
    }

    private static func told(
        _ name: String, _ measured: String, _ against: String, _ ratio: Double
    ) -> Figure {
        Figure(name: name, measured: measured, against: against, ratio: ratio)
    }

    // MARK: Many calls

    private static func waiting() throws -> [Figure] {
        let limit = 200 << 20
        let figures = try measure(.waiting, 10_000)
        return [
            Figure(
                name: "10000 calls that wait in conferences: peak memory",
                measured: Amount.bytes(Int(figures["peak"])), against: Amount.bytes(limit),
                ratio: figures["peak"] / Double(limit), limit: 1)
        ]
    }

    private static func speech(_ isLong: Bool) throws -> [Figure] {
        let calls = 100
        let figures = try measure(.speech, calls, isLong ? 10_000 : 3_000)
        let rate = figures["rate"] / Double(calls)
        let name = "100 calls that talk in conferences"
        return [
            Figure(
                name: "\(name): events of each, a second", measured: Amount.rounded(rate), against: "1000",
                ratio: 1_000 / rate, limit: 1.05),
            Figure(
                name: "\(name): events lost", measured: Amount.rounded(figures["lost"]), against: "none",
                ratio: figures["lost"], limit: 0),
            told(
                "\(name): processor time of an event", Amount.time(figures["cpu"]), "10 µs, a core's",
                figures["cpu"] / 10e-6),
            Figure(
                name: "\(name): another call's command, 99 % in", measured: Amount.time(figures["p99"]),
                against: "100 ms; alone \(Amount.time(figures["alone"]))", ratio: figures["p99"] / 0.1,
                limit: 1),
        ]
    }

    private static func reconnect() throws -> [Figure] {
        let figures = try measure(.reconnect, 1_000)
        return [
            told(
                "1000 calls whose connection is lost: until it is back", Amount.time(figures["back"]),
                "the first delay, 1 s", figures["back"]),
            Figure(
                "1000 calls whose connection is lost: then, until all are known", seconds: figures["quiet"],
                of: 1, "a second"),
        ]
    }

    // MARK: Growth

    private static func row(_ isLong: Bool) throws -> [Figure] {
        let total = isLong ? 100_000 : 10_000
        let figures = try measure(.row, total)
        let name = "\(total) calls in a row"
        require(figures["calls"] == 0, "calls are left after all have ended: \(figures["calls"])")
        return [
            growth("\(name): memory", figures["memory"], figures["memory10"], Amount.mebibytes, limit: 1.2),
            growth("\(name): open files", figures["files"], figures["files10"], Amount.rounded, limit: 1),
            Figure(
                name: "\(name): journal", measured: Amount.mebibytes(figures["journal"]),
                against: "its limit and SQLite's log, \(Amount.mebibytes(figures["limit"] * 1.5))",
                ratio: figures["journal"] / (figures["limit"] * 1.5), limit: 1),
        ]
    }

    /// After all of them against after the first tenth.
    private static func growth(
        _ name: String, _ late: Double, _ early: Double, _ text: (Double) -> String, limit: Double
    ) -> Figure {
        Figure(
            name: name, measured: text(late), against: "after a tenth, \(text(early))", ratio: late / early,
            limit: limit)
    }

    // MARK: Processes

    private static func measure(_ job: WorkerProcess.Job, _ numbers: Int...) throws -> Measured {
        let arguments = [WorkerProcess.flag, job.rawValue] + numbers.map(String.init)
        return Measured(try ChildProcess(arguments).outcome())
    }
}

/// Figures by name, as a process of its own has written them.
struct Measured {
    private var values: [Substring: Double] = [:]

    init(_ text: String) {
        for line in text.split(separator: "\n") {
            let words = line.split(separator: " ")
            guard words.count == 2, let value = Double(words[1]) else { refuse("no figure: \(line)") }
            values[words[0]] = value
        }
    }

    subscript(_ name: String) -> Double {
        guard let value = values[Substring(name)] else { refuse("a figure is missing: \(name)") }
        return value
    }
}
