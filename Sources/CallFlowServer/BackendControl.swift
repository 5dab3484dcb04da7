/// What the server needs of a phone system besides its calls.
package struct BackendControl: Sendable {
    /// No further calls are wanted; those that are up go on.
    package var drain: @Sendable () async -> Void
    /// Nothing is wanted any more: the stream of inbound calls ends.
    package var shutDown: @Sendable () async -> Void
    /// How it is with the phone system now; cheap, from any thread.
    package var status: @Sendable () -> BackendStatus
    /// Where flows run best; `nil` means wherever there is room.
    package var executor: (any TaskExecutor)?

    package init(
        drain: @escaping @Sendable () async -> Void, shutDown: @escaping @Sendable () async -> Void,
        status: @escaping @Sendable () -> BackendStatus = { BackendStatus() },
        executor: (any TaskExecutor)? = nil
    ) {
        self.drain = drain
        self.shutDown = shutDown
        self.status = status
        self.executor = executor
    }
}

/// How it is with the connection to a phone system.
package struct BackendStatus: Sendable {
    /// How often something was met, by the word that metrics count it under.
    package struct Notice: Sendable {
        package var kind: String
        package var count: Int64

        package init(_ kind: String, _ count: Int64) {
            self.kind = kind
            self.count = count
        }
    }

    package var isConnected: Bool
    /// Why no calls come, for people; `nil` when they do.
    package var reason: String?
    package var notices: [Notice]

    package init(isConnected: Bool = true, reason: String? = nil, notices: [Notice] = []) {
        self.isConnected = isConnected
        self.reason = reason
        self.notices = notices
    }
}
