/// Replaces known texts in others: at each place the longest, and what was put in is not looked at again.
///
/// A trie over bytes: what a text costs does not hang on how many are known.
struct TextMatcher {
    private struct Entry {
        var standIn: [UInt8]
        /// `false`: not inside a longer row of digits, where it is a part of something else.
        var amongDigits: Bool
    }

    /// From a node and a byte to the next node; node 0 is the root.
    private var edges: [UInt64: UInt32] = [:]
    private var ends: [UInt32: Entry] = [:]
    private var nodeCount: UInt32 = 1
    /// Bytes with which a text begins: most places of an input are passed over by a look at this.
    private var isFirst = [Bool](repeating: false, count: 256)

    /// The first stand-in of a text stays.
    mutating func add(_ raw: String, _ standIn: String, amongDigits: Bool = true) {
        guard let first = raw.utf8.first else { return }
        isFirst[Int(first)] = true
        var node: UInt32 = 0
        for byte in raw.utf8 {
            let edge = Self.edge(node, byte)
            node = edges[edge] ?? nodeCount
            if node == nodeCount {
                edges[edge] = node
                nodeCount += 1
            }
        }
        if ends[node] == nil {
            ends[node] = Entry(standIn: Array(standIn.utf8), amongDigits: amongDigits)
        }
    }

    private static func edge(_ node: UInt32, _ byte: UInt8) -> UInt64 { UInt64(node) << 8 | UInt64(byte) }

    func replace(in text: String) -> String {
        guard !ends.isEmpty else { return text }
        let bytes = Array(text.utf8)
        var result: [UInt8] = []
        var offset = 0
        var isChanged = false
        while offset < bytes.count {
            if isFirst[Int(bytes[offset])], let (entry, end) = longest(bytes, offset) {
                result += entry.standIn
                offset = end
                isChanged = true
            } else {
                result.append(bytes[offset])
                offset += 1
            }
        }
        return isChanged ? String(decoding: result, as: UTF8.self) : text
    }

    /// The longest known text that begins at the offset, and where it ends.
    private func longest(_ bytes: [UInt8], _ start: Int) -> (Entry, end: Int)? {
        var found: (Entry, end: Int)?
        var node: UInt32 = 0
        var offset = start
        while offset < bytes.count, let next = edges[Self.edge(node, bytes[offset])] {
            node = next
            offset += 1
            if let entry = ends[node], entry.amongDigits || isAlone(bytes, start..<offset) {
                found = (entry, offset)
            }
        }
        return found
    }

    private func isAlone(_ bytes: [UInt8], _ range: Range<Int>) -> Bool {
        !(range.lowerBound > 0 && bytes[range.lowerBound - 1].isDigit)
            && !(range.upperBound < bytes.count && bytes[range.upperBound].isDigit)
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
