import FlowExpressions
import OrderedCollections

/// What must not be in a cassette, and what stands there instead: the same for the same, all through a file.
///
/// First everything is collected (`add…`, `collect`), then stand-ins are allotted (`settle`), so that none is
/// a text that must be hidden itself; then texts are replaced.
///
/// Texts are compared by code units: `é` in its two spellings is two secrets, and each must be found.
struct StandIns {
    /// Fiction numbers, beginning with 555-0101: they reach nobody (NANPA, line numbers 0100 to 0199).
    private static let firstNumber = 15_555_550_101
    /// Shorter texts stand in too many others to be replaced wherever they occur.
    private static let shortestText = 4
    private static let shortestDigits = 3
    /// From so many digits on, a number is meant also inside a longer row of digits.
    private static let longDigits = 7

    private enum Kind {
        case phone, digits, user
        case named(String)
    }

    /// In the order in which they were seen, so that equal recordings have equal cassettes.
    private var raws: OrderedDictionary<Text, Kind> = [:]
    private var standIns: [Text: String] = [:]
    private var used: Set<Text> = []
    /// Digits of numbers that no stand-in may be.
    private var reserved: Set<Text> = []
    private var matcher = TextMatcher()
    private var numbers: [String: String] = [:]
    /// How far each kind of stand-in has been counted.
    private var nextNumber = firstNumber
    private var userCount = 0
    private var digitCounts: [Int: Int] = [:]
    private var nameCounts: [String: Int] = [:]

    // MARK: Collecting

    /// A phone number, in whatever form it is written.
    mutating func addPhone(_ raw: String) { add(raw, .phone) }
    /// Digits that are a secret; other characters among them stay.
    mutating func addDigits(_ raw: String) { add(raw, .digits) }
    /// A text that is known by a name.
    mutating func add(_ raw: String, named name: String) { add(raw, .named(name)) }
    mutating func addUser(_ raw: String) { add(raw, .user) }

    private mutating func add(_ raw: String, _ kind: Kind) {
        let text = Text(raw)
        if !raw.isEmpty, raws[text] == nil { raws[text] = kind }
    }

    /// Finds phone numbers (E.164) and SIP users in a text.
    mutating func collect(_ text: String) {
        for found in PersonalTexts.find(in: text) {
            switch found {
            case .phone(let number): addPhone(number)
            case .user(let user): addUser(user)
            }
        }
    }

    // MARK: Allotting

    /// Gives each its stand-in. Nothing is collected afterwards but by `learn`.
    mutating func settle() {
        for (text, kind) in raws {
            let raw = text.string
            switch kind {
            case .phone: allotNumber(raw)
            case .digits: allot(digits(for: raw), to: raw, isAnywhere: raw.utf8.count >= Self.longDigits)
            case .user: allotUser(raw)
            case .named(let name): allot(named(name, raw), to: raw)
            }
        }
    }

    private mutating func allot(_ standIn: String, to raw: String, isAnywhere: Bool = true) {
        standIns[Text(raw)] = standIn
        used.insert(Text(standIn))
        let isDigits = raw.utf8.allSatisfy { (0x30...0x39).contains($0) }
        guard raw.utf8.count >= (isDigits ? Self.shortestDigits : Self.shortestText) else { return }
        matcher.add(raw, standIn, amongDigits: !isDigits || isAnywhere)
    }

    /// The number with and without its plus sign and, in North America, without the country's code.
    private mutating func allotNumber(_ raw: String) {
        let digits = String(raw.unicodeScalars.filter { ("0"..."9").contains($0) })
        guard digits.utf8.count >= Self.longDigits else {
            return allot(self.digits(for: raw), to: raw, isAnywhere: false)
        }
        let isNational =
            digits.utf8.count == 10 && !raw.hasPrefix("+") && raws[Text("+\(digits)")] == nil
        let whole = isNational ? "1" + digits : digits
        let standIn = numbers[whole] ?? freeNumber()
        numbers[whole] = standIn
        standIns[Text(raw)] =
            raw.hasPrefix("+") ? "+\(standIn)" : isNational ? String(standIn.dropFirst()) : standIn
        matcher.add("+\(whole)", "+\(standIn)")
        matcher.add(whole, standIn)
        if whole.utf8.count == 11, whole.hasPrefix("1") {
            matcher.add(String(whole.dropFirst()), String(standIn.dropFirst()))
        }
        if raw != "+\(whole)", raw != whole { matcher.add(raw, "+\(standIn)") }
    }

    /// Numbers that stand in a flow stay as they are, and nobody else may be mistaken for them.
    mutating func reserve(numbersIn text: String) {
        for case .phone(let number) in PersonalTexts.find(in: text) {
            reserved.insert(Text(String(number.unicodeScalars.filter { ("0"..."9").contains($0) })))
        }
    }

    private func isTaken(_ number: some CustomStringConvertible) -> Bool {
        raws[Text("+\(number)")] != nil || raws[Text("\(number)")] != nil
            || reserved.contains(Text("\(number)"))
    }

    private mutating func freeNumber() -> String {
        while isTaken(nextNumber) { nextNumber += 1 }
        defer { nextNumber += 1 }
        return "\(nextNumber)"
    }

    /// In an address however short it is.
    private mutating func allotUser(_ raw: String) {
        repeat { userCount += 1 } while raws[Text("user-\(userCount)")] != nil
        let standIn = "user-\(userCount)"
        allot(standIn, to: raw)
        for scheme in ["sip", "sips"] { matcher.add("\(scheme):\(raw)@", "\(scheme):\(standIn)@") }
    }

    /// As many digits, beginning as a number of that length does; `1001` for `4711`.
    private mutating func digits(for raw: String) -> String {
        let places = raw.utf8.count { (0x30...0x39).contains($0) }
        var candidate = raw
        for _ in 0..<Self.digitTries {
            digitCounts[places, default: 0] += 1
            candidate = Self.pattern(raw, places, digitCounts[places] ?? 1)
            if raws[Text(candidate)] == nil, !used.contains(Text(candidate)) { return candidate }
        }
        return candidate
    }

    /// There are few texts of one or two digits, and all may be in use: then two share one.
    private static let digitTries = 200

    private static func pattern(_ raw: String, _ places: Int, _ number: Int) -> String {
        let tail = String(String(number).suffix(places))
        let fill = max(0, places - tail.count)
        var digits = Array((fill > 0 ? "1" + String(repeating: "0", count: fill - 1) : "") + tail)
            .makeIterator()
        return String(raw.map { ("0"..."9").contains($0) ? digits.next() ?? "0" : $0 })
    }

    /// Of the same kind as the text, so that whoever checks it finds nothing wrong.
    private mutating func named(_ name: String, _ raw: String) -> String {
        guard let scheme = raw.firstRange(of: "://"), raw[..<scheme.lowerBound].allSatisfy(\.isLetter) else {
            return free(name)
        }
        let path = String(name.map { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") ? $0 : "-" })
        return free("\(raw[..<scheme.lowerBound].lowercased())://stand-in.invalid/\(path)")
    }

    private mutating func free(_ text: String) -> String {
        var candidate = text
        while used.contains(Text(candidate)) || raws[Text(candidate)] != nil {
            nameCounts[text, default: 1] += 1
            candidate = "\(text)-\(nameCounts[text] ?? 1)"
        }
        return candidate
    }

    // MARK: Replacing

    /// The stand-in of exactly this text, however short it is.
    func standIn(for raw: String) -> String? { standIns[Text(raw)] }

    /// The text with everything replaced in it that must not be seen.
    func replace(in text: String) -> String { matcher.replace(in: text) }

    /// A text that the flow made of something hidden, and what it made of the stand-in.
    mutating func learn(_ raw: String, becomes standIn: String) {
        guard raw.utf8.count >= Self.shortestText, raw.utf8.count <= Self.longestLearnt,
            standIns[Text(raw)] == nil, !raw.utf8.elementsEqual(standIn.utf8)
        else { return }
        standIns[Text(raw)] = standIn
        matcher.add(raw, standIn, amongDigits: raw.utf8.count >= Self.longDigits)
    }

    /// Room names, URLs and the like come back; what is longer, such as a body, does not.
    private static let longestLearnt = 128
}
