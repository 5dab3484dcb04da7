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
/// on, so that a night without a network is a page of the log and not all of it. Each cause counts by itself
/// until there is a connection, so that two that take turns, as those of a name with two addresses do,
/// become rarer too.
struct Recurrence: Sendable {
    private struct Failure: Hashable {
        var kind: RelayNotice.Kind
        var cause: OutageCause
    }

    /// As large as there are kinds and causes, at most.
    private var counts: [Failure: Int] = [:]

    /// Notes one; gives how often it has come.
    mutating func note(_ kind: RelayNotice.Kind, _ cause: OutageCause) -> Int {
        let count = counts[Failure(kind: kind, cause: cause), default: 0] &+ 1
        counts[Failure(kind: kind, cause: cause)] = count
        return count
    }

    /// Whether the one that makes it so many is worth a line.
    static func isWorthALine(_ count: Int) -> Bool { count & (count &- 1) == 0 }

    mutating func reset() { counts = [:] }
}
