#if Server
    import CallFlowServer
    import UnixSignals

    /// Signals as orders to the server.
    enum ServeSignals {
        /// SIGHUP reloads, SIGTERM and SIGINT stop. From here on they end the process no more.
        static func orders() async -> AsyncStream<ServerOrder> {
            await trapped(.sighup, .sigterm, .sigint) { signal in
                signal.number == UnixSignal.sighup.rawValue ? .reload : .stop(signal)
            }
        }

        /// The signals that tell a program to end. From here on they do not end it by themselves.
        static func deadly() async -> AsyncStream<CaughtSignal> {
            await trapped(.sighup, .sigterm, .sigint) { $0 }
        }

        /// A task of its own catches them, so that none is late because the one before it is obeyed.
        private static func trapped<Order: Sendable>(
            _ signals: UnixSignal..., as order: @escaping @Sendable (CaughtSignal) -> Order
        ) async -> AsyncStream<Order> {
            let begin = ContinuousClock.now
            let sequence = await UnixSignalsSequence(trapping: signals)
            let (orders, writer) = AsyncStream.makeStream(of: Order.self)
            let task = Task {
                for await signal in sequence {
                    let instant = Int64(begin.duration(to: .now) / .milliseconds(1))
                    writer.yield(order(CaughtSignal(signal.rawValue, at: instant)))
                }
            }
            writer.onTermination = { _ in task.cancel() }
            return orders
        }
    }
#endif
