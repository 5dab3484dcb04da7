import ArgumentParser

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// `--color`.
enum ColorChoice: String, ExpressibleByArgument, CaseIterable {
    /// On a terminal, unless `NO_COLOR` is set (https://no-color.org) or the terminal is a `dumb` one.
    case auto
    case always, never

    func isOn(_ output: Output) -> Bool {
        switch self {
        case .always: true
        case .never: false
        case .auto: output.isTerminal && !Self.isSet("NO_COLOR") && Self.value(of: "TERM") != "dumb"
        }
    }

    private static func isSet(_ name: String) -> Bool { value(of: name).map { !$0.isEmpty } ?? false }

    private static func value(of name: String) -> String? { getenv(name).map { String(cString: $0) } }
}
