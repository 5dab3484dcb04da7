/// Replaces known texts in others: at each place the longest, and what was put in is not looked at again.
struct TextMatcher {
    private struct Entry {
        var raw: [UInt8]
        var standIn: [UInt8]
        /// `false`: not inside a longer row of digits, where it is a part of something else.
        var amongDigits: Bool
    }

    /// By their first byte, longest first.
    private var entries: [UInt8: [Entry]] = [:]
    private var known: Set<String> = []

    /// The first stand-in of a text stays.
    mutating func add(_ raw: String, _ standIn: String, amongDigits: Bool = true) {
        let entry = Entry(raw: Array(raw.utf8), standIn: Array(standIn.utf8), amongDigits: amongDigits)
        guard let first = entry.raw.first, known.insert(raw).inserted else { return }
        let place = entries[first]?.firstIndex { $0.raw.count < entry.raw.count }
        entries[first, default: []].insert(entry, at: place ?? entries[first]?.count ?? 0)
    }

    func replace(in text: String) -> String {
        guard !entries.isEmpty else { return text }
        let bytes = Array(text.utf8)
        var result: [UInt8] = []
        var offset = 0
        var isChanged = false
        while offset < bytes.count {
            if let entry = entries[bytes[offset]]?.first(where: { matches($0, bytes, offset) }) {
                result += entry.standIn
                offset += entry.raw.count
                isChanged = true
            } else {
                result.append(bytes[offset])
                offset += 1
            }
        }
        return isChanged ? String(decoding: result, as: UTF8.self) : text
    }

    private func matches(_ entry: Entry, _ bytes: [UInt8], _ offset: Int) -> Bool {
        let end = offset + entry.raw.count
        guard end <= bytes.count, bytes[offset..<end].elementsEqual(entry.raw) else { return false }
        if entry.amongDigits { return true }
        return !(offset > 0 && bytes[offset - 1].isDigit) && !(end < bytes.count && bytes[end].isDigit)
    }
}

extension UInt8 {
    var isDigit: Bool { (0x30...0x39).contains(self) }
}

/// Who is reached under a text: phone numbers with their plus sign, users of SIP addresses.
enum PersonalTexts {
    /// Something found in a text.
    enum Found {
        case phone(String)
        case user(String)
    }

    /// An E.164 number has at most 15 digits; fewer than 7 are no subscriber's number (ITU-T E.164).
    private static let numberLength = 7...15
    private static let userLimit = 128

    static func find(in text: String) -> [Found] {
        let bytes = Array(text.utf8)
        var found: [Found] = []
        for offset in bytes.indices {
            if bytes[offset] == UInt8(ascii: "+"), let number = number(bytes, offset + 1) {
                found.append(.phone("+" + number))
            } else if bytes[offset] == UInt8(ascii: ":"), let user = user(bytes, offset) {
                found.append(isNumber(user) ? .phone(user) : .user(user))
            }
        }
        return found
    }

    private static func number(_ bytes: [UInt8], _ start: Int) -> String? {
        let digits = bytes[start...].prefix { $0.isDigit }
        return numberLength.contains(digits.count) ? String(decoding: digits, as: UTF8.self) : nil
    }

    /// What stands between `sip:` or `sips:` and `@`; the colon is at `colon`.
    private static func user(_ bytes: [UInt8], _ colon: Int) -> String? {
        let scheme = String(decoding: bytes[max(0, colon - 4)..<colon], as: UTF8.self).lowercased()
        guard scheme.hasSuffix("sip") || scheme.hasSuffix("sips") else { return nil }
        let rest = bytes[(colon + 1)...].prefix(userLimit)
        guard let at = rest.firstIndex(of: UInt8(ascii: "@")) else { return nil }
        let user = rest[..<at]
        guard !user.isEmpty, !user.contains(where: { " \"'<>/,{}\\\n\t".utf8.contains($0) }) else {
            return nil
        }
        return String(decoding: user, as: UTF8.self)
    }

    static func isNumber(_ text: String) -> Bool {
        let digits = text.hasPrefix("+") ? text.dropFirst() : text[...]
        return numberLength.contains(digits.utf8.count) && digits.utf8.allSatisfy(\.isDigit)
    }
}
