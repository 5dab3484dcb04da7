#if Server
    import CallFlowServer
    import CassetteBackend
    import FlowModel
    import FlowRuntime
    import FlowValidation
    import NIOPosix
    import OrderedCollections
    import OutboundHTTP
    import RelayBackend
    import RelayProtocol
    import SourceText
    import Synchronization
    import WebSocketTransport

    /// `run --backend relay`: answers the next call that comes in over SignalWire RELAY, and shows it.
    ///
    /// | state | what happens | goes to |
    /// |---|---|---|
    /// | waiting | a call comes in | running: no further calls are wanted |
    /// | waiting | a signal | over |
    /// | waiting, running | the phone system refuses us, or is lost | over |
    /// | running | a leg that a call dialled answers | running |
    /// | running | the last call ends | over |
    /// | running | a signal | hanging up: every call is told to end |
    /// | hanging up | the last call ends | over |
    /// | hanging up | a signal, a moment after the first (`StopSignals`) | the program ends at once |
    struct RelayRun {
        private let configuration: RelayConfiguration
        private let trust: WebSocketTrust
        private let web: WebClient
        private let driver: FlowDriver
        private let recording: RecordingOptions
        private let recorder: CassetteRecorder?
        private let trace: LiveTrace
        private let calls = RunningCalls()

        /// Whatever is missing or wrong is found here, before anything is connected.
        init(
            _ path: String, contexts: [String], _ callers: CallerOptions, _ recording: RecordingOptions,
            json: Bool, color: ColorChoice, environment: [String: String]
        ) throws {
            configuration = try Self.configuration(contexts, environment)
            let loader = FlowLoader(
                colors: color.isOn(.error), variables: Set(callers.variables.keys),
                environment: Set(callers.environment.keys), target: .relay)
            let flow = try loader.load(path)
            do throws(WebSocketTrustError) {
                trust = try WebSocketTrust.system(adding: configuration.certificateFile)
            } catch {
                throw Refusal("\(error)")
            }
            web = try WebClient(AddressPolicy(), on: MultiThreadedEventLoopGroup.singleton)
            let plain = FlowDriver(flow, environment: callers.environment, variables: callers.variables)
            let colors = color.isOn(.standard)
            let trace = LiveTrace(plain) { begin in
                if json { return JSONTrace(authored: 1, begin: begin) }
                let names = ["caller"] + RunPlan.parties(dialledBy: [flow])
                return TextTrace(names: names, authored: 1, begin: begin, colors: colors)
            }
            var told = plain
            told.observe = { trace.note($0, $1) }
            recorder = recording.record == nil ? nil : CassetteRecorder(of: RelayBackend.name)
            driver = recorder?.recording(told) ?? told
            self.recording = recording
            self.trace = trace
        }

        private static func configuration(
            _ contexts: [String], _ environment: [String: String]
        ) throws(Refusal) -> RelayConfiguration {
            do throws(RelayConfigurationError) {
                // One call: another that comes at the same time is passed on.
                return try RelayConfiguration.resolve(
                    RelayOptions(contexts: contexts, calls: 1), environment: environment)
            } catch {
                throw Refusal("\(error)")
            }
        }

        // MARK: Running

        func run() async throws {
            let signals = await ServeSignals.deadly()
            let backend = backend()
            Output.error.line("callflow: \(waiting)")
            let failure = await answer(backend, signals)
            await backend.shutDown()
            let count = trace.finish()
            if count > 0, let recorder { try recording.write(recorder.cassette) }
            if let stop = calls.stopped {
                Output.error.line("callflow: \(stop.farewell)")
                SignalPipe.die(of: stop.signal)
            }
            if let failure {
                throw Refusal(count == 0 ? failure.detail : "the call was lost: \(failure.detail)")
            }
            if calls.wasStopped { throw ExitStatus.findings }
        }

        private var waiting: String {
            let host = "\(configuration.host):\(configuration.port)"
            let contexts = configuration.contexts.map { "`\($0)`" }.joined(separator: " or ")
            return contexts.isEmpty
                ? "waiting for a call at \(host); without --context NAME it sends few, or none"
                : "waiting for a call of the context \(contexts) at \(host) (Ctrl-C ends)"
        }

        private func backend() -> RelayBackend {
            let eventLoop = MultiThreadedEventLoopGroup.singleton.next()
            return RelayBackend(
                configuration, trust: trust, services: LiveServices(on: eventLoop, web: web), on: eventLoop
            ) { observation in
                guard case .notice(let notice) = observation else { return }
                switch notice.level {
                case .debug, .info: break
                case .warning, .error:
                    Output.error.line("callflow: \(TerminalText.safe(notice.message))")
                }
            }
        }

        /// Until the last call is over, or there is none and will be none. Gives why, if that is a failure.
        private func answer(
            _ backend: RelayBackend, _ signals: AsyncStream<CaughtSignal>
        ) async -> BackendError? {
            await withTaskGroup(of: Void.self) { helpers in
                helpers.addTask { await obey(signals, backend) }
                helpers.addTask { await keepShowing() }
                defer { helpers.cancelAll() }
                return await answerCalls(of: backend)
            }
        }

        /// The first call, and those that its flow dials.
        private func answerCalls(of backend: RelayBackend) async -> BackendError? {
            await withTaskGroup(of: Void.self) { group in
                var inbound = backend.inboundCalls.makeAsyncIterator()
                do throws(BackendError) {
                    while let session = try await inbound.next(isolation: #isolation) {
                        let session = SupervisedSession(session)
                        guard calls.begin(session) else {
                            await dismiss(session)
                            continue
                        }
                        backend.drain()
                        group.addTask(executorPreference: backend.executor) {
                            await run(session)
                            if calls.end(session.call.id) { await backend.shutDown() }
                        }
                    }
                    await group.waitForAll()
                    return calls.failure
                } catch {
                    await group.waitForAll()
                    return error
                }
            }
        }

        /// A caller may find another worker; whom our flow has dialled is hung up.
        private func dismiss(_ session: SupervisedSession<RelayCallSession>) async {
            if session.call.dialled == nil { await session.passOn() } else { await session.close() }
        }

        private func run(_ session: SupervisedSession<RelayCallSession>) async {
            do throws(BackendError) {
                calls.note(try await driver.run(on: session))
            } catch {
                calls.note(error)
            }
        }

        /// Calls are hung up beside it, so that whoever insists need not wait for that.
        private func obey(_ signals: AsyncStream<CaughtSignal>, _ backend: RelayBackend) async {
            await withTaskGroup(of: Void.self) { group in
                var stops = StopSignals()
                for await signal in signals {
                    switch stops.take(signal) {
                    case .begin:
                        let running = calls.stop(signal.number)
                        group.addTask { await end(running, of: backend) }
                    case .echo: break
                    case .insist:
                        Output.error.line("callflow: stopped at once by \(SignalName.of(signal.number))")
                        SignalPipe.die(of: signal.number)
                    }
                }
            }
        }

        private func end(
            _ running: [SupervisedSession<RelayCallSession>], of backend: RelayBackend
        ) async {
            for session in running { await session.hangUp() }
            if running.isEmpty { await backend.shutDown() }
        }

        /// Lines that are held back are shown when nothing happens for a while.
        private func keepShowing() async {
            while (try? await Task.sleep(for: .milliseconds(100))) != nil { trace.showIfQuiet() }
        }
    }

    /// The calls of a run, and how they ended.
    private final class RunningCalls: Sendable {
        private struct State {
            var sessions: [CallID: SupervisedSession<RelayCallSession>] = [:]
            var hasBegun = false
            var wasStopped = false
            var failure: BackendError?
            var stopped: Stop?
        }

        private let state = Mutex(State())

        /// A signal that was to end the run, and what it found.
        struct Stop {
            var signal: Int32
            /// Calls that were up, and had to end.
            var hungUp: Int
            var hadBegun: Bool

            /// What is said last: nobody should have to guess what became of a caller.
            var farewell: String {
                let calls =
                    switch (hungUp, hadBegun) {
                    case (0, false): "nobody had called"
                    case (0, true): "no call was up any more"
                    case (1, _): "1 call was hung up"
                    case _: "\(hungUp) calls were hung up"
                    }
                return "stopped by \(SignalName.of(signal)): \(calls)"
            }
        }

        var stopped: Stop? { state.withLock(\.stopped) }
        /// Why the phone system was lost in the middle of a call.
        var failure: BackendError? { state.withLock(\.failure) }
        /// An error of a flow ended a call.
        var wasStopped: Bool { state.withLock(\.wasStopped) }

        /// `false` when the call is not wanted: the first was taken, and nobody here has dialled it.
        func begin(_ session: SupervisedSession<RelayCallSession>) -> Bool {
            state.withLock { state in
                guard session.call.dialled != nil || !state.hasBegun, state.stopped == nil else {
                    return false
                }
                state.hasBegun = true
                state.sessions[session.call.id] = session
                return true
            }
        }

        /// Whether it was the last one.
        func end(_ call: CallID) -> Bool {
            state.withLock { state in
                state.sessions[call] = nil
                return state.sessions.isEmpty
            }
        }

        func note(_ end: FlowEnd) { if end.error != nil { state.withLock { $0.wasStopped = true } } }

        func note(_ error: BackendError) { state.withLock { $0.failure = $0.failure ?? error } }

        /// A signal ends the run; gives the calls that are up.
        func stop(_ signal: Int32) -> [SupervisedSession<RelayCallSession>] {
            state.withLock { state in
                let sessions = Array(state.sessions.values)
                state.stopped = Stop(signal: signal, hungUp: sessions.count, hadBegun: state.hasBegun)
                return sessions
            }
        }
    }
#endif
