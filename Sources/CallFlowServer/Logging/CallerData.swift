/// How much of what identifies a caller is written to the log.
package struct CallerData: Sendable {
    /// Whole numbers and addresses, and messages that may quote what a caller said or typed.
    package var isShown: Bool

    package init(isShown: Bool) { self.isShown = isShown }

    /// A number or an address: its last four characters, unless all may be seen. Of a SIP address, the host
    /// stays: it is the network's, not the caller's. What is too short keeps nothing.
    package func text(of address: String) -> String {
        if isShown { return address }
        let at = address.firstIndex(of: "@")
        let user = address[..<(at ?? address.endIndex)].drop { $0 != ":" }.dropFirst()
        let number = user.isEmpty ? address[..<(at ?? address.endIndex)] : user
        let kept = number.count >= Self.shortest ? number.suffix(Self.kept) : ""
        return "…" + kept + (at.map { address[$0...] } ?? "")
    }

    private static let kept = 4
    /// Of fewer characters, four would be most of it.
    private static let shortest = 8
}
