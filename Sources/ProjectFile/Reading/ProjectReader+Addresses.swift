import SourceText
import YAMLTree

// What a route says of calls, and whether a call can be like that.
extension ProjectReader {
    /// `to`. A warning where no call is known to be like that: what it offers is the phone system's affair.
    mutating func called(_ node: YAMLNode) -> String? {
        guard let text = text(node, "'to'") else { return nil }
        let address = CallPattern.number(text)
        if let reason = CalledAddress.doubt(address) {
            report("unreachable-route", "no call is to '\(text)': \(reason)", node.place, severity: .warning)
        }
        return address
    }

    mutating func sipUser(_ node: YAMLNode) -> String? {
        guard let text = text(node, "'sipUser'") else { return nil }
        let isAddress = CalledAddress.schemes.contains(where: text.hasPrefix) || text.contains("@")
        if isAddress || text.contains(where: \.isWhitespace) {
            let user = CallPattern.sipUser(of: text) ?? text.prefix { $0 != "@" }.description
            report(
                "unreachable-route",
                "'sipUser' is only what stands before the '@' of an address"
                    + (isAddress && !user.contains(":") && !user.isEmpty ? "; did you mean '\(user)'?" : ""),
                node.place)
        }
        return text
    }

    /// A name with a character that names of headers do not have (RFC 3261 §25.1) is no call's.
    mutating func headerName(_ node: YAMLNode) -> String? {
        guard let text = text(node, "'name'") else { return nil }
        guard text.utf8.allSatisfy(Self.isOfToken) else {
            let name = String(text.prefix { $0 != ":" })
            let isNear = !name.isEmpty && name != text && name.utf8.allSatisfy(Self.isOfToken)
            report(
                "unreachable-route",
                "the name of a header has letters, digits and '-'"
                    + (isNear ? "; did you mean '\(name)'?" : ""), node.place)
            return text
        }
        return text
    }

    private static func isOfToken(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        case _: "-.!%*_+`'~".utf8.contains(byte)
        }
    }
}

/// What a call may be to (relay-protocol.md §3.1): a phone number, a SIP address, or, for a call out of a
/// browser, a resource.
enum CalledAddress {
    static let schemes = ["sip:", "sips:"]

    /// Digits of a number in international form: of the country code and the rest (ITU-T E.164 has at most
    /// 15; the shortest numbers have 7).
    private static let digits = 7...15

    /// Why hardly any call is to an address; `nil` when one may be.
    static func doubt(_ address: String) -> String? {
        if address.hasPrefix("/") { return nil }
        if let scheme = schemes.first(where: address.hasPrefix) {
            return doubt(ofSIP: address.dropFirst(scheme.count))
        }
        if address.contains("@"), !address.contains(":") {
            return "a SIP address begins with 'sip:'; did you mean 'sip:\(address)'?"
        }
        let number = address.hasPrefix("+") ? address.dropFirst() : address[...]
        guard !number.isEmpty, number.utf8.allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }) else {
            return "it is neither a phone number (+15555550100) nor a SIP address (sip:name@example.com)"
        }
        if !address.hasPrefix("+") {
            return "phone numbers are in international form, with '+' and the country's code (+15555550100)"
        }
        if digits.contains(number.utf8.count) { return nil }
        return "a phone number has \(digits.lowerBound) to \(digits.upperBound) digits"
    }

    private static func doubt(ofSIP rest: Substring) -> String? {
        let parts = rest.split(separator: "@", omittingEmptySubsequences: false)
        let isWhole = parts.count == 2 && parts.allSatisfy { !$0.isEmpty }
        if isWhole, !rest.contains(where: \.isWhitespace) { return nil }
        return "a SIP address is 'sip:name@host'"
    }
}
