import FlowExpressions
import SourceText

// Closed sets of words, one or several.

/// A word list of the vocabulary.
typealias Word = RawRepresentable<String> & CaseIterable & Sendable & Hashable

extension ParameterType where Value: Word {
    /// One word of a closed set.
    static func word(_ words: [Value] = Array(Value.allCases)) -> ParameterType {
        let names = words.map(\.rawValue)
        let table = SpellingTable(names)
        return ParameterType(Expectation.oneOf(names), .words(names), placeholders: .nowhere) { input in
            switch input.kind {
            case .text, .number:
                guard let index = table.index(of: input.bytes) else {
                    return .failure(.wrong(suggestion: nearest(to: input.text, among: names)))
                }
                return .success(words[index])
            case .null, .bool, .collection:
                return .failure(.wrong(.wrongType))
            }
        }
    }

    /// Several words of a closed set, separated by spaces; doubles count once.
    static func words() -> ParameterType<[Value]> {
        let all = Array(Value.allCases)
        let names = all.map(\.rawValue)
        let table = SpellingTable(names)
        return ParameterType<[Value]>(
            "words out of \(names.joined(separator: ", ")), separated by spaces",
            .text(pattern: WordList.pattern(names)), placeholders: .anywhere
        ) { input in
            guard case .text = input.kind else { return .failure(.wrong(.wrongType)) }
            switch WordList.words(of: all, in: input.bytes, table) {
            case .success(let words): return words.isEmpty ? .failure(.wrong()) : .success(words)
            case .failure(let unknown): return .failure(unknown.problem(among: names))
            }
        }
    }
}

enum WordList {
    static func pattern(_ names: [String]) -> String {
        let one = "(" + names.joined(separator: "|") + ")"
        return "^ *\(one)( +\(one))* *$"
    }

    /// A word that the set does not have.
    struct Unknown: Error {
        let name: String

        func problem(among names: [String]) -> CoercionProblem {
            let near = nearest(to: name, among: names).map { "; did you mean `\($0)`?" } ?? ""
            return .because(
                "has the unknown word `\(name.shortened)`; known are \(names.joined(separator: ", "))\(near)")
        }
    }

    /// The words of a text between its blanks, each once; a closed set has at most 64.
    static func words<Value>(
        of all: [Value], in text: UnsafeBufferPointer<UInt8>, _ table: SpellingTable
    ) -> Result<[Value], Unknown> {
        var words: [Value] = []
        words.reserveCapacity(min(all.count, text.count))
        var seen: UInt64 = 0
        var start = 0
        while start < text.count {
            var end = start
            while end < text.count, text[end] > 0x20 { end += 1 }
            if end > start {
                let name = UnsafeBufferPointer(rebasing: text[start..<end])
                guard let index = table.index(of: name) else {
                    return .failure(Unknown(name: String(decoding: name, as: UTF8.self)))
                }
                let bit: UInt64 = 1 << UInt64(index)
                if seen & bit == 0 { words.append(all[index]) }
                seen |= bit
            }
            start = end + 1
        }
        return .success(words)
    }
}

enum Expectation {
    /// "a", "a or b", "one of a, b, c".
    static func oneOf(_ names: [String]) -> String {
        switch names.count {
        case 0: "nothing"
        case 1: names[0]
        case 2: "\(names[0]) or \(names[1])"
        default: "one of \(names.joined(separator: ", "))"
        }
    }
}

extension ParameterTypes {
    /// A word, and YAML's booleans for `"true"` and `"false"` (C-08).
    static let beep: ParameterType<Beep> = {
        let all = Beep.allCases
        let names = all.map(\.rawValue)
        let table = SpellingTable(names)
        return ParameterType(
            Expectation.oneOf(names), .either([.words(names), .boolean]), placeholders: .nowhere
        ) { input in
            switch input.kind {
            case .bool(let flag): .success(flag ? .both : .none)
            case .text:
                table.index(of: input.bytes).map { .success(all[$0]) }
                    ?? .failure(beepProblem(input.text, names))
            case .null, .number, .collection: .failure(.wrong(.wrongType))
            }
        }
    }()

    /// A word; elsewhere the same parameter is a boolean, so that one suggests the word it stands for.
    static let conferenceRecording: ParameterType<ConferenceRecording> = {
        let words = ParameterType<ConferenceRecording>.word()
        return ParameterType(words.expectation, words.shape, placeholders: words.placeholders) { input in
            words.read(input).mapError { problem in
                switch input.text.lowercased() {
                case "true", "yes", "on":
                    .wrong(
                        problem.kind, suggestion: ConferenceRecording.recordFromStart.rawValue, isGuess: true)
                case "false", "no", "off":
                    .wrong(problem.kind, suggestion: ConferenceRecording.doNotRecord.rawValue, isGuess: true)
                default: problem
                }
            }
        }
    }()

    private static func beepProblem(_ text: String, _ names: [String]) -> CoercionProblem {
        switch text.lowercased() {
        case "yes", "on": .wrong(.notBoolean, suggestion: "true")
        case "no", "off": .wrong(.notBoolean, suggestion: "false")
        case "enter", "onjoin", "join", "on-enter", "on_enter": .wrong(suggestion: "onEnter")
        case "exit", "onleave", "leave", "on-exit", "on_exit": .wrong(suggestion: "onExit")
        default: .wrong(suggestion: nearest(to: text, among: names))
        }
    }

    /// Keys that end or answer something: `0-9*#A-D`.
    static let keys = digits("keys: any of 0-9, *, #, A-D", pattern: "^[0-9*#A-D]*$", extra: "")

    /// What `sendDigits` sends: keys, and `W` or `w` for a pause.
    static let dtmf: ParameterType<Text> = {
        let sendable = digits("any of 0-9, *, #, A-D, W, w", pattern: "^[0-9*#A-DWw]+$", extra: "Ww")
        return ParameterType(
            sendable.expectation, sendable.shape, placeholders: .anywhere, advice: textAdvice
        ) { input in
            sendable.read(input).flatMap { $0.isEmpty ? .failure(.wrong()) : .success($0) }
        }
    }()

    private static func digits(_ expectation: String, pattern: String, extra: String) -> ParameterType<Text> {
        ParameterType(expectation, .text(pattern: pattern), placeholders: .anywhere, advice: textAdvice) {
            input in
            readText(input).flatMap { text in
                for scalar in text.string.unicodeScalars
                where !isKey(scalar) && !extra.unicodeScalars.contains(scalar) {
                    let upper = text.string.uppercased()
                    let isLowercase = upper.unicodeScalars.allSatisfy {
                        isKey($0) || extra.unicodeScalars.contains($0)
                    }
                    return .failure(.wrong(suggestion: isLowercase ? upper : nil))
                }
                return .success(text)
            }
        }
    }

    private static func isKey(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "0"..."9", "*", "#", "A"..."D": true
        default: false
        }
    }
}
