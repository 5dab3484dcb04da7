import Conferencing
import FlowRuntime
import SimulatedBackend
import SourceText

/// What one party heard, ready to be compared.
struct HeardTimeline {
    /// In the order in which it began, with the stretches of silence.
    let items: [Item]
    private let evidence: Evidence
    private let call: CallEvidence

    /// Something heard, or silence.
    struct Item {
        /// Nothing for silence.
        let heard: Heard?
        let span: Span

        /// Lasts no time, or some; a beep is a moment.
        var isMoment: Bool { span.from == span.to }
    }

    init(_ call: CallEvidence, in evidence: Evidence) {
        self.call = call
        self.evidence = evidence
        let heard = call.heard(in: evidence)
        let end = call.ends.first?.at ?? evidence.end
        let sounds = heard.map { Item(heard: $0, span: Span(from: $0.from, to: $0.to ?? max($0.from, end))) }
        let silences = call.silences(heard, in: evidence).map { Item(heard: nil, span: $0) }
        // Both are in order already; equal times keep the sounds' order.
        items = (sounds + silences).enumerated().sorted {
            ($0.element.span.from, $0.offset) < ($1.element.span.from, $1.offset)
        }.map(\.element)
    }

    // MARK: Matching

    /// Whether it is what is meant, times apart.
    func isSame(_ item: Item, as pattern: HeardPattern) -> Bool {
        guard let heard = item.heard else {
            if case .silence(let least) = pattern.what { return item.span.length >= least }
            return false
        }
        guard isSame(heard, as: pattern) else { return false }
        return !pattern.isAfterStart || call.startedStays(in: evidence).contains { $0.overlaps(item.span) }
    }

    private func isSame(_ heard: Heard, as pattern: HeardPattern) -> Bool {
        switch (pattern.what, heard.what) {
        case (.anything, _): true
        case (.media(let name), .sound(.media(.url(let url)))),
            (.media(let name), .sound(.waiting(url: let url?))):
            url.isURL(endingWith: name)
        case (.says(let words), .sound(.media(.say(let text)))):
            (pattern.by == nil || pattern.by == "flow") && text.containsText(words)
        case (.says(let words), .speech(let text, let leg)):
            (pattern.by == nil || isBy(leg, pattern)) && text.containsText(words)
        case (.voice, .speech(_, let leg)): isBy(leg, pattern)
        case (.beep(let kind), .beep(let occasion, let leg)):
            (kind == "any" || kind == occasion.rawValue) && (pattern.by == nil || isBy(leg, pattern))
        case (.beep(let kind), .sound(.recordingBeep)):
            pattern.by == nil && (kind == "any" || kind == "recording")
        case (.music(let kind), .sound(.waiting(let url))):
            kind == "any" || (kind == "standard") == (url == nil)
        case (.ring, .sound(.ringback)), (.ring, .sound(.media(.ring))): true
        case (.media, _), (.says, _), (.voice, _), (.beep, _), (.music, _), (.silence, _), (.ring, _): false
        }
    }

    private func isBy(_ leg: LegID, _ pattern: HeardPattern) -> Bool {
        pattern.by?.isExactly(evidence.name(of: leg)) == true
    }

    /// Whether it is meant, at its very times.
    func matches(_ item: Item, _ pattern: HeardPattern) -> Bool {
        isSame(item, as: pattern) && hasTimes(item, of: pattern)
    }

    private func hasTimes(_ item: Item, of pattern: HeardPattern) -> Bool {
        pattern.from?.matches(evidence.time(item.span.from)) ?? true
            && pattern.to?.matches(evidence.time(item.span.to)) ?? true
            && pattern.lasts?.matches(item.span.length) ?? true
    }

    /// Whether it is meant, and heard between the pattern's times at all; silence counts as far as it lies
    /// there.
    func touches(_ item: Item, _ pattern: HeardPattern) -> Bool {
        let from = pattern.from.map { evidence.start.advanced(by: $0.duration) } ?? item.span.from
        let to = pattern.to.map { evidence.start.advanced(by: $0.duration) } ?? item.span.to
        let common = Span(from: max(from, item.span.from), to: min(to, item.span.to))
        guard common.from < common.to || item.isMoment && common.from == common.to else { return false }
        if let lasts = pattern.lasts, common.length < lasts.duration { return false }
        if item.heard == nil { return isSame(Item(heard: nil, span: common), as: pattern) }
        return isSame(item, as: pattern)
    }

    // MARK: Words

    func shown(_ item: Item) -> String {
        if let heard = item.heard { return heard.shownWithTime(evidence) }
        return "silence" + shownTimes(item)
    }

    /// ` at 12s`, ` from 3s to 5s`.
    func shownTimes(_ item: Item) -> String {
        let from = evidence.time(item.span.from).shown
        return item.isMoment ? " at \(from)" : " from \(from) to \(evidence.time(item.span.to).shown)"
    }

    /// The expected words, said by somebody else.
    func sameWords(as pattern: HeardPattern) -> Item? {
        guard case .says = pattern.what, pattern.by != nil else { return nil }
        var anybody = pattern
        anybody.by = nil
        return items.first { isSame($0, as: anybody) }
    }

    /// What was heard that is nearest to the words or the sound, for "did you mean".
    func nearestName(to pattern: HeardPattern) -> String? {
        switch pattern.what {
        case .says(let words):
            let texts = items.compactMap { item -> String? in
                switch item.heard?.what {
                case .speech(let text, _), .sound(.media(.say(let text))): text
                case .sound, .beep, nil: nil
                }
            }
            let folded = words.lowercased()
            let near = texts.first { $0.lowercased().containsText(folded) }
            return (near ?? nearest(to: words, among: texts)).map { "\"\($0)\"" }
        case .media(let name):
            let sounds = items.compactMap { item -> String? in
                switch item.heard?.what {
                case .sound(.media(.url(let url))), .sound(.waiting(url: let url?)): url.lastPathPart
                case .sound, .speech, .beep, nil: nil
                }
            }
            return nearest(to: name.lastPathPart, among: sounds)
        case .beep, .music, .silence, .ring, .voice, .anything: return nil
        }
    }
}

extension String {
    /// Whether this URL is that one, or ends with it at a `/`; what follows `?` need not be written.
    func isURL(endingWith name: String) -> Bool {
        if isExactly(name) { return true }
        let path = utf8.prefix { $0 != UInt8(ascii: "?") && $0 != UInt8(ascii: "#") }
        let bytes = Array(path)
        let end = Array(name.utf8)
        if bytes == end { return true }
        return !end.isEmpty && bytes.count > end.count && Array(bytes.suffix(end.count)) == end
            && bytes[bytes.count - end.count - 1] == UInt8(ascii: "/")
    }
}
