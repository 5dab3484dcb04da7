import FlowRuntime
import FlowExpressions

/// Which calls are meant: those of which everything that is said here is true.
package struct CallPattern: Sendable, Hashable {
    /// A SIP header by its name, in either case, and its exact value.
    package struct Header: Sendable, Hashable {
        package var name: String
        package var value: String
    }

    /// The number or address that is called.
    package var to: String?
    /// What stands before the `@` of the SIP address that is called.
    package var sipUser: String?
    /// The context that the phone system offers the call in.
    package var context: String?
    package var header: Header?

    var isEmpty: Bool { to == nil && sipUser == nil && context == nil && header == nil }

    /// The name under which a backend hands the context over, in `CallInfo.extra`.
    static let contextField: Text = "context"

    func fits(_ call: CallInfo) -> Bool {
        if let to, to != Self.number(call.to) { return false }
        if let sipUser, sipUser != Self.sipUser(of: call.to) { return false }
        if let context, call.extra[Self.contextField] != Value(context) { return false }
        guard let header else { return true }
        let name = header.name.lowercased()
        return call.headers.contains { $0.name.lowercased() == name && $0.value == header.value }
    }

    /// Whether every call that the other pattern means is meant here, too.
    func covers(_ other: CallPattern) -> Bool {
        (to == nil || to == other.to) && (sipUser == nil || sipUser == other.sipUser)
            && (context == nil || context == other.context)
            && (header == nil
                || header?.name.lowercased() == other.header?.name.lowercased()
                    && header?.value == other.header?.value)
    }

    /// A phone number without what people put into it to read it; an address as it is.
    static func number(_ text: String) -> String {
        let isNumber = text.utf8.allSatisfy {
            UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 || "+ -().".utf8.contains($0)
        }
        return isNumber ? text.filter { $0 == "+" || $0.isNumber } : text
    }

    /// `support` of `sip:support@example.com`; `nil` for a phone number.
    static func sipUser(of address: String) -> String? {
        guard let scheme = ["sip:", "sips:"].first(where: address.hasPrefix),
            let at = address.firstIndex(of: "@")
        else { return nil }
        return String(address[address.index(address.startIndex, offsetBy: scheme.count)..<at])
    }
}
