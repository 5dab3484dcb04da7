/// Why there is no connection, as far as it tells what to do about it.
package enum OutageCause: Sendable, Hashable, CaseIterable {
    /// No address belongs to the host's name.
    case unknownName
    /// Nobody listens at the port.
    case refused
    /// The network does not lead there.
    case unreachable
    /// No answer in time.
    case silent
    /// The certificate is not one that we trust.
    case untrusted
    /// The certificate is another server's.
    case otherName
    /// The server, or something on the way, has cut the connection.
    case reset
    /// Somebody answers, who is no RELAY server.
    case noRelay
    case other

    /// What to look at when there has been no connection yet; what worked once is not looked for in the
    /// settings.
    ///
    /// `host`: What the host came from.
    func advice(_ host: RelayHostSource) -> String? {
        let network = "check the network"
        switch self {
        case .unknownName, .refused, .noRelay, .otherName:
            return host.name.map { "check \($0)" } ?? network
        case .unreachable: return network
        case .silent: return host.name.map { "check the network and \($0)" } ?? network
        case .reset:
            return (host.name.map { "check \($0), and" } ?? "check")
                + " whether a proxy or firewall is in the way"
        case .untrusted: return "check \(RelayVariable.certificateFile.rawValue), and this machine's clock"
        case .other: return nil
        }
    }
}

/// Which of the failures that repeat themselves are worth a line: the first, the second, the fourth, and so
/// on, so that a night without a network is a page of the log and not all of it.
struct Recurrence: Sendable {
    private var last = ""
    /// How often the last one has come, without another in between.
    private(set) var count = 0

    /// Whether this one is worth a line.
    mutating func note(_ words: String) -> Bool {
        count = words == last ? count &+ 1 : 1
        last = words
        return count & (count &- 1) == 0
    }

    mutating func reset() { (last, count) = ("", 0) }
}
