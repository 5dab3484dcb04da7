import SimulatedBackend
import SourceText
import YAMLTree

/// Something heard as an expectation describes it: `{at: 12s, says: "Hello", by: agent}`, `beep`.
struct HeardPattern: Sendable {
    /// What it is.
    enum What: Sendable, Hashable {
        /// A sound by its URL or the end of it.
        case media(String)
        /// Words that contain this, spoken by the flow or by somebody.
        case says(String)
        case beep(String)
        case music(String)
        /// At least as long.
        case silence(Duration)
        case ring
        /// Whoever is named by `by`, whatever they say.
        case voice
        case anything
    }

    var what: What
    /// The name of a caller, or `flow`.
    var by: String?
    var from: ExpectedTime?
    var to: ExpectedTime?
    var lasts: ExpectedTime?
    /// Only what is heard in a conference that has started.
    var isAfterStart = false
    let range: SourceRange

    private static let contents = ["media", "says", "beep", "music", "silence", "ring", "music after"]
    private static let keys = contents + ["by", "at", "from", "to", "for"]
    private static let words = ["beep", "music", "ring", "silence"]
    static let beeps = ["any", "enter", "exit", "recording"]
    static let musics = ["any", "standard", "own"]

    init?(_ node: YAMLNode, _ reader: inout ExpectationReader) {
        range = node.range
        what = .anything
        if node.scalar != nil {
            guard let word = reader.text(node, "what is heard") else { return nil }
            guard readWord(word, node, &reader) else { return nil }
            return
        }
        guard let entries = reader.entries(of: node, "what is heard") else { return nil }
        for entry in entries { reader.checkKey(entry.key, among: Self.keys) }
        guard readContent(entries, node, &reader), readTimes(entries, node, &reader) else { return nil }
        // What is misspelt has been told.
        guard entries.allSatisfy({ Self.keys.contains($0.key.scalar?.text ?? "") }) else { return nil }
        if what == .anything, by == nil, from == nil, to == nil, lasts == nil {
            reader.report("cannot-match", "this says nothing of what is heard", node.range)
            return nil
        }
    }

    /// `beep`, `music`, or the name of somebody whose voice it is.
    private mutating func readWord(
        _ word: String, _ node: YAMLNode, _ reader: inout ExpectationReader
    ) -> Bool {
        switch word {
        case "beep": what = .beep("any")
        case "music": what = .music("any")
        case "ring": what = .ring
        case "silence": what = .silence(.zero)
        case _:
            guard reader.parties.contains(where: word.isExactly) else {
                let known = Self.words + reader.parties
                let hint =
                    nearest(to: word, among: known).map { "; did you mean '\($0)'?" }
                    ?? "; words are {says: …}, a sound is {media: …}, and known are \(listed(known))"
                reader.report("bad-value", "'\(word)' is nothing that is heard" + hint, node.range)
                return false
            }
            (what, by) = (.voice, word)
        }
        return true
    }

    private mutating func readContent(
        _ entries: [YAMLEntry], _ node: YAMLNode, _ reader: inout ExpectationReader
    ) -> Bool {
        let given = entries.filter { Self.contents.contains($0.key.scalar?.text ?? "") }
        if given.count > 1 {
            reader.report(
                "conflicting-keys", "one thing at a time: \(listed(Self.contents))", given[1].key.range)
            return false
        }
        if let entry = given.first {
            guard let what = Self.content(entry, &reader) else { return false }
            self.what = what
            isAfterStart = entry.key.scalar?.text == "music after"
        }
        if let node = reader.value("by", in: entries) { return readBy(node, &reader) }
        return true
    }

    private static func content(_ entry: YAMLEntry, _ reader: inout ExpectationReader) -> What? {
        let node = entry.value
        switch entry.key.scalar?.text {
        case "media": return reader.text(node, "'media'").map { .media($0) }
        case "says":
            guard let text = reader.text(node, "'says'") else { return nil }
            if !text.isEmpty { return .says(text) }
            reader.report("cannot-match", "nobody says nothing: 'says' is empty", node.range)
            return nil
        case "beep": return reader.word(node, "'beep'", among: beeps).map { .beep($0) }
        case "music": return reader.word(node, "'music'", among: musics).map { .music($0) }
        case "music after":
            return reader.word(node, "'music after'", among: ["start"]).map { _ in .music("any") }
        case "silence":
            guard let least = reader.time(node, "'silence'")?.duration else { return nil }
            if least > .zero { return .silence(least) }
            reader.report("cannot-match", "0s of silence is everywhere", node.range)
            return nil
        case _: return .ring
        }
    }

    private mutating func readBy(_ node: YAMLNode, _ reader: inout ExpectationReader) -> Bool {
        switch what {
        case .says:
            if node.scalar?.text == "flow" {
                by = "flow"
                return true
            }
        case .anything: what = .voice
        case .beep: break
        case .media, .music, .silence, .ring, .voice:
            reader.report("conflicting-keys", "'by' belongs to 'says' or 'beep', or stands alone", node.range)
            return false
        }
        by = reader.party(node, "'by'")
        return by != nil
    }

    private mutating func readTimes(
        _ entries: [YAMLEntry], _ node: YAMLNode, _ reader: inout ExpectationReader
    ) -> Bool {
        let at = reader.time("at", in: entries)
        from = reader.time("from", in: entries)
        to = reader.time("to", in: entries)
        lasts = reader.time("for", in: entries)
        if at != nil, from != nil {
            reader.report("conflicting-keys", "'at' and 'from' are the same: one is enough", node.range)
            return false
        }
        from = from ?? at
        if let from, let to, from > to {
            reader.report(
                "cannot-match", "it ends before it begins: \(from.shown) to \(to.shown)", node.range)
            return false
        }
        if let from, let to, let lasts, !lasts.matches(to.duration - from.duration) {
            reader.report(
                "cannot-match", "from \(from.shown) to \(to.shown) is not \(lasts.shown)", node.range)
            return false
        }
        return true
    }

    // MARK: As messages show it

    /// With its very times.
    var shown: String {
        var text = shownContent
        switch (from, to) {
        case (let from?, let to?): text += " from \(from.shown) to \(to.shown)"
        case (let from?, nil): text += " at \(from.shown)"
        case (nil, let to?): text += " until \(to.shown)"
        case (nil, nil): break
        }
        return text + (lasts.map { " for \($0.shown)" } ?? "")
    }

    /// With its times as a window.
    var shownInWindow: String {
        var text = shownContent
        switch (from, to) {
        case (let from?, let to?): text += " between \(from.shown) and \(to.shown)"
        case (let from?, nil): text += " from \(from.shown) on"
        case (nil, let to?): text += " before \(to.shown)"
        case (nil, nil): break
        }
        return text + (lasts.map { " for \($0.shown) or longer" } ?? "")
    }

    private var shownContent: String {
        let what =
            switch what {
            case .media(let name): name
            case .says(let text): "\"\(text)\""
            case .beep("any"): "a beep"
            case .beep(let kind): "a beep (\(kind))"
            case .music(let kind): kind == "any" ? "music" : "music (\(kind))"
            case .silence(.zero): "silence"
            case .silence(let duration): "\(duration.shown) of silence"
            case .ring: "a ring tone"
            case .voice: "a voice"
            case .anything: "something"
            }
        return what + (by.map { " by \($0)" } ?? "") + (isAfterStart ? " after the start" : "")
    }
}
