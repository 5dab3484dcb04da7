#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// What people call the signals that end programs.
enum SignalName {
    static func of(_ number: Int32) -> String {
        switch number {
        case SIGINT: "SIGINT"
        case SIGTERM: "SIGTERM"
        case SIGHUP: "SIGHUP"
        case SIGQUIT: "SIGQUIT"
        case _: "signal \(number)"
        }
    }
}
