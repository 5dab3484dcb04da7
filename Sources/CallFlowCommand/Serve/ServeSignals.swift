#if Server
    import CallFlowServer
    import UnixSignals

    /// Signals as orders to the server.
    enum ServeSignals {
        /// SIGHUP reloads, SIGTERM and SIGINT stop. From here on they end the process no more.
        static func orders() async -> AsyncStream<ServerOrder> {
            let signals = await UnixSignalsSequence(trapping: .sighup, .sigterm, .sigint)
            let (orders, writer) = AsyncStream.makeStream(of: ServerOrder.self)
            let task = Task {
                for await signal in signals {
                    writer.yield(signal == .sighup ? .reload : .stop(signal: signal.rawValue))
                }
            }
            writer.onTermination = { _ in task.cancel() }
            return orders
        }
    }
#endif
