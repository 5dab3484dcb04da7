#if Server
    import Foundation

    /// What this process was started with.
    enum ProcessEnvironment {
        static var variables: [String: String] { ProcessInfo.processInfo.environment }
    }
#endif
