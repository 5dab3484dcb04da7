import SourceText

/// One line of a trace: when, who, where in the flow, what.
struct TraceLine: Hashable {
    /// What kind of thing it tells; decides the color.
    enum Tone: Hashable {
        case step, outcome, party, hearing, room, end, warning, background
    }

    /// Milliseconds since the trace began.
    var at: Int64
    /// A caller's name, or `* room`.
    var who: String
    /// Where the step stands: `:14`, with a file's name when it is not the flow's own.
    var place: String = ""
    /// A step's name or a fact; what follows it is aligned.
    var what: String
    var detail: String = ""
    var tone: Tone
}

/// Sets trace lines in columns, for people.
struct TraceLayout {
    private let whoWidth: Int
    private let colors: Bool

    private static let placeWidth = 5
    private static let whatWidth = 18
    /// Callers' names up to this length widen their column.
    private static let whoWidest = 16

    /// `names` are those of everybody who may appear, as far as known beforehand.
    init(names: [String], colors: Bool) {
        whoWidth = min(Self.whoWidest, (names + ["caller", "* room"]).map(\.count).max() ?? 0)
        self.colors = colors
    }

    var header: String {
        paint(row("time", "caller", "line", "what", ""), .background)
    }

    func text(of line: TraceLine) -> String {
        paint(row(Clock.text(line.at), line.who, line.place, line.what, line.detail), line.tone)
    }

    private func row(_ time: String, _ who: String, _ place: String, _ what: String, _ detail: String)
        -> String
    {
        var text = padded(time, 9, onTheLeft: true) + "  "
        text += padded(TerminalText.safe(who), whoWidth) + "  "
        text += padded(TerminalText.safe(place), Self.placeWidth) + "  "
        let what = TerminalText.safe(what)
        if detail.isEmpty { return text + what }
        return text + padded(what, Self.whatWidth) + "  " + TerminalText.safe(detail)
    }

    private func padded(_ text: String, _ width: Int, onTheLeft: Bool = false) -> String {
        let space = String(repeating: " ", count: max(0, width - text.count))
        return onTheLeft ? space + text : text + space
    }

    private func paint(_ text: String, _ tone: TraceLine.Tone) -> String {
        guard colors, let code = Self.code(of: tone) else { return text }
        return "\u{1B}[\(code)m\(text)\u{1B}[0m"
    }

    private static func code(of tone: TraceLine.Tone) -> String? {
        switch tone {
        case .step: nil
        case .outcome: "2"
        case .party: "1;33"
        case .hearing: "36"
        case .room: "1;35"
        case .end: "1;31"
        case .warning: "33"
        case .background: "2"
        }
    }
}

/// Spans of time as a trace writes them.
enum Clock {
    /// `0:10.0`, `1:00:00.0`.
    static func text(_ milliseconds: Int64) -> String {
        let tenths = tenths(milliseconds)
        let (hours, minutes) = (tenths / 36_000, tenths / 600 % 60)
        let seconds = twoDigits(tenths / 10 % 60) + ".\(tenths % 10)"
        return hours == 0 ? "\(minutes):\(seconds)" : "\(hours):\(twoDigits(minutes)):\(seconds)"
    }

    /// `5 ms`, `0.3 s`, and from two minutes on `20:00.0`.
    static func seconds(_ milliseconds: Int64) -> String {
        if 1..<100 ~= milliseconds { return "\(milliseconds) ms" }
        if milliseconds >= 120_000 { return text(milliseconds) }
        let tenths = tenths(milliseconds)
        return "\(tenths / 10).\(tenths % 10) s"
    }

    /// Real time, of which people want to see how short it was: `7 ms`, from ten seconds on `12.3 s`.
    static func real(_ milliseconds: Int64) -> String {
        milliseconds < 10_000 ? "\(milliseconds) ms" : seconds(milliseconds)
    }

    /// Rounded, for an instant as for a length, so that the two agree.
    private static func tenths(_ milliseconds: Int64) -> Int64 {
        let time = max(0, milliseconds)
        return time / 100 + (time % 100 >= 50 ? 1 : 0)
    }

    private static func twoDigits(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
