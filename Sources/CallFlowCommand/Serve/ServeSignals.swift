#if Server
    import CallFlowServer
    import UnixSignals

    /// Signals as orders to the server.
    enum ServeSignals {
        /// SIGHUP reloads, SIGTERM and SIGINT stop. From here on they end the process no more.
        static func orders() async -> AsyncStream<ServerOrder> {
            await trapped(.sighup, .sigterm, .sigint) { signal in
                signal == .sighup ? .reload : .stop(signal: signal.rawValue)
            }
        }

        /// The numbers of the signals that tell a program to end. From here on they do not end it by
        /// themselves.
        static func deadly() async -> AsyncStream<Int32> {
            await trapped(.sighup, .sigterm, .sigint) { $0.rawValue }
        }

        private static func trapped<Order: Sendable>(
            _ signals: UnixSignal..., as order: @escaping @Sendable (UnixSignal) -> Order
        ) async -> AsyncStream<Order> {
            let sequence = await UnixSignalsSequence(trapping: signals)
            let (orders, writer) = AsyncStream.makeStream(of: Order.self)
            let task = Task {
                for await signal in sequence { writer.yield(order(signal)) }
            }
            writer.onTermination = { _ in task.cancel() }
            return orders
        }
    }
#endif
