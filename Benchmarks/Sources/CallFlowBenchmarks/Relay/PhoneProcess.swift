import CallFlowTestKit
import Foundation
import RelayDouble

/// The phone system that the server is measured with: a `RelayDouble` in a process of its own, so that what
/// it costs is not counted. It reads orders from its input, a line each, and answers each with a line.
///
/// - `load COUNT TOTAL`: so many calls at once, until there have been `TOTAL`. Frames of all of them.
/// - `stay COUNT`: so many calls that wait in conferences.
/// - `talk COUNT`: so many calls in conferences that have started.
/// - `drop`: drops the connection, and looks on until it is quiet again. Seconds to the first frame, and to
///   the last.
/// - `speak MILLISECONDS COUNT`: each call that stays begins or ceases to talk each millisecond, beside so
///   many other calls, one by one. Events, seconds that it took, events that were not acknowledged.
/// - `end`: ends the conferences, and waits until no call is left.
enum PhoneProcess {
    static let flag = "--relay-phone"
    /// Numbers whose flows do what the orders are named after.
    enum Number: String { case load = "+15555550100", stay = "+15555550101", talk = "+15555550102" }

    /// Conferences of `load`: somebody is always in, so that calls come and go without beginning one.
    fileprivate static let rooms = 1_000

    static func run() async throws {
        var configuration = RelayDoubleConfiguration()
        configuration.journalCapacity = 1
        let double = try await RelayDouble.start(configuration)
        answer("\(double.port) \(double.caFile)")
        for room in 0..<rooms { _ = try await double.enterConference("room-+1444\(1_000_000 + room)") }
        var orders = PhoneOrders(double)
        while let line = readLine() {
            answer(try await orders.obey(line.split(separator: " ").map(String.init)))
        }
        await double.shutDown()
    }

    private static func answer(_ text: String) { FileHandle.standardOutput.write(Data("\(text)\n".utf8)) }
}

/// What the process is told to do.
private struct PhoneOrders {
    private let double: RelayDouble
    private var staying: [RelayDoubleCall] = []
    private var placed = 0

    init(_ double: RelayDouble) { self.double = double }

    mutating func obey(_ words: [String]) async throws -> String {
        let numbers = words.dropFirst().compactMap { Int($0) }
        switch (words.first, numbers.count) {
        case ("load", 2): return try await load(numbers[0], total: numbers[1])
        case ("stay", 1): return try await stay(numbers[0], .stay, until: .joinsConference)
        case ("talk", 1): return try await stay(numbers[0], .talk, until: .conferenceStarts)
        case ("drop", 0): return try await drop()
        case ("end", 0): return try await end()
        case ("speak", 2): return try await speak(numbers[0], beside: numbers[1])
        case (_, _): refuse("the phone system does not understand \(words)")
        }
    }

    private func frames() async throws -> Int { try await double.journal.count }

    private mutating func load(_ count: Int, total: Int) async throws -> String {
        let before = try await frames()
        let others = try await double.liveCalls
        var left = total
        while true {
            let live = try await double.liveCalls - others
            if left == 0, live == 0 { break }
            let due = min(count - live, left)
            for _ in 0..<due {
                placed += 1
                try await double.call(
                    from: "+1444\(1_000_000 + placed % PhoneProcess.rooms)",
                    to: PhoneProcess.Number.load.rawValue)
            }
            left -= due
            try await Task.sleep(for: .microseconds(500))
        }
        let violations = try await double.journal.violations
        require(violations.isEmpty, "the worker broke the protocol: \(violations[0])")
        return "\(try await frames() - before)"
    }

    /// Ten to a conference.
    private mutating func stay(
        _ count: Int, _ number: PhoneProcess.Number, until cue: RelayCue
    ) async throws -> String {
        for caller in 0..<count {
            staying.append(
                try await double.call(from: "+1555\(1_000_000 + caller / 10)", to: number.rawValue))
        }
        for call in staying { try await call.wait(until: cue, .seconds(60)) }
        return "-"
    }

    // MARK: A lost connection

    private func drop() async throws -> String {
        var last = try await frames()
        let start = wallSeconds()
        try await double.dropConnections()
        var first: Double?
        var latest = start
        while wallSeconds() - latest < (first == nil ? 30 : 0.3) {
            let count = try await frames()
            if count != last {
                latest = wallSeconds()
                first = first ?? latest
                last = count
            }
            try await Task.sleep(for: .milliseconds(1))
        }
        return "\((first ?? latest) - start) \(latest - start)"
    }

    private func end() async throws -> String {
        for room in 0...staying.count / 10 { try await double.endConference("room-+1555\(1_000_000 + room)") }
        for call in staying { try await call.waitUntilOver(.seconds(60)) }
        return "-"
    }

    // MARK: Speech

    private mutating func speak(_ milliseconds: Int, beside count: Int) async throws -> String {
        let (double, calls) = (double, staying)
        let speaking = Task {
            let start = wallSeconds()
            var told = 0
            while told < milliseconds {
                let due = min(Int((wallSeconds() - start) * 1_000), milliseconds)
                while told < due {
                    try await double.talk(told.isMultiple(of: 2), on: calls)
                    told += 1
                }
                try await Task.sleep(for: .microseconds(300))
            }
            return (told * calls.count, wallSeconds() - start)
        }
        _ = try await load(1, total: count)
        let (events, time) = try await speaking.value
        let deadline = wallSeconds() + 30
        while try await double.unacknowledgedEvents > 0, wallSeconds() < deadline {
            try await Task.sleep(for: .milliseconds(1))
        }
        return "\(events) \(time) \(try await double.unacknowledgedEvents)"
    }
}
