#if Server
    import CallFlowServer
    import CallJournal
    import FlowRuntime
    import Glibc
    import Logging
    import NIOCore
    import NIOPosix
    import OutboundHTTP
    import ProjectFile
    import RelayBackend
    import RelayProtocol
    import Synchronization
    import WebSocketTransport

    /// `serve` over SignalWire RELAY: makes all parts, runs them, and says how it ended.
    struct RelayServing {
        private let plan: ServePlan
        private let configuration: RelayConfiguration
        private let library: FlowLibrary
        private let trust: WebSocketTrust
        private let web: WebClient
        private let store: JournalStore?
        private let writer = LogWriter()
        private let sink: LogSink
        private let log: Logger

        /// Nothing is connected yet; whatever is missing or wrong is found here, all of it.
        init(_ plan: ServePlan) throws {
            self.plan = plan
            var mistakes = plan.mistakes
            let configuration = plan.relay(&mistakes)
            let library = plan.library(&mistakes)
            let trust = mistakes.attempt { () throws(Refusal) in
                try Self.trust(plan.certificateFile)
            }
            let allowed = Self.allowed(plan.settings, &mistakes)
            store = Self.store(plan, &mistakes)
            try mistakes.check()
            guard let configuration, let library, let trust else { throw ExitStatus.cannotRun }
            (self.configuration, self.library, self.trust) = (configuration, library, trust)
            web = try WebClient(
                AddressPolicy(allowing: allowed), on: MultiThreadedEventLoopGroup.singleton)
            let writer = writer
            sink = LogSink(
                plan.settings.logFormat.value, now: { Self.wallClock().milliseconds },
                write: { writer.write($0) })
            log = sink.logger(plan.settings.logLevel.value)
        }

        private static func trust(_ file: String?) throws(Refusal) -> WebSocketTrust {
            do throws(WebSocketTrustError) { return try WebSocketTrust.system(adding: file) } catch {
                throw Refusal("\(error)")
            }
        }

        /// Hosts of the project file have been judged with it.
        private static func allowed(
            _ settings: ServerSettings, _ mistakes: inout ServeMistakes
        ) -> [AllowedHost] {
            settings.allowedHosts.value.compactMap { text in
                if case .variable(let name) = settings.allowedHosts.source,
                    let reason = ProjectSurroundings.refusal(ofAllowed: text)
                {
                    mistakes.tell("\(name) is \(reason)")
                }
                return AllowedHost(text)
            }
        }

        /// The journal, opened if all else is right: that may make a file. Else its folder is looked at.
        private static func store(_ plan: ServePlan, _ mistakes: inout ServeMistakes) -> JournalStore? {
            guard let path = plan.journalPath else { return nil }
            let isRight = mistakes.isEmpty
            return mistakes.attempt { () throws(Refusal) in
                if let folder = FileIdentity.missingFolder(of: path) {
                    throw Refusal(
                        "\(path): there is no folder '\(folder)', and `serve` makes none; make it, or "
                            + "name another place (--journal, CALLFLOW_JOURNAL, 'journal.path')")
                }
                guard isRight else { return nil }
                do throws(JournalError) {
                    return try JournalStore(at: path, Self.journal(plan.settings))
                } catch {
                    throw Refusal("\(error)")
                }
            } ?? nil
        }

        private static func journal(_ settings: ServerSettings) -> JournalSettings {
            var journal = JournalSettings()
            journal.maxBytes = settings.journalBytes.value
            journal.retention = settings.journalRetention.value
            journal.survivesPowerLoss = settings.journalSurvivesPowerLoss.value
            return journal
        }

        private static func wallClock() -> Timestamp {
            var time = timespec()
            clock_gettime(CLOCK_REALTIME, &time)
            return Timestamp(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
        }

        // MARK: Running

        func run() async throws {
            // Whoever reads the log may go away; the calls go on.
            signal(SIGPIPE, SIG_IGN)
            let orders = await ServeSignals.orders()
            let end: ServerEnd
            do {
                end = try await serve(orders)
            } catch {
                await store?.close()
                writer.flush()
                throw error
            }
            await store?.close()
            tell(end)
            writer.flush()
            switch end {
            case .drained, .noMoreCalls: return
            case .stoppedAtOnce(let number): SignalPipe.die(of: number)
            case .backendLost: throw ExitStatus.cannotRun
            }
        }

        private func resumption() throws -> ResumptionPlan? {
            do throws(JournalError) {
                return try store.map { store throws(JournalError) in try ResumptionPlan(store) }
            } catch {
                throw Refusal("\(error)")
            }
        }

        private func backend(resuming plan: ResumptionPlan?) -> RelayBackend {
            let eventLoop = MultiThreadedEventLoopGroup.singleton.next()
            let (store, log) = (store, log)
            let resumption = RelayResumption(
                protocolName: store?.protocolName ?? "", calls: plan?.resumptions ?? [])
            return RelayBackend(
                configuration, trust: trust, services: LiveServices(on: eventLoop, web: web), on: eventLoop,
                resuming: resumption, showsFrames: log.logLevel == .trace,
                showsCallers: self.plan.settings.callerData.value == .shown
            ) { observation in
                switch observation {
                case .notice(let notice): notice.tell(log)
                case .remember(let name): store?.remember(protocolName: name)
                case .frame(let direction, let bytes):
                    log.trace(
                        "frame \(direction.rawValue)",
                        metadata: ["frame": "\(String(decoding: bytes, as: UTF8.self))"])
                }
            }
        }

        /// Nothing is resumed, and no call is taken, before the status server has its address: a worker that
        /// cannot begin leaves the calls of the one before it as they are.
        private func serve(_ orders: AsyncStream<ServerOrder>) async throws -> ServerEnd {
            let resumption = try resumption()
            let settings = plan.settings
            let registry = PrometheusRegistry(help: ServerMetrics.help)
            let metrics = ServerMetrics(registry)
            let link = RelayLink()
            let state =
                store.map {
                    ServerState(backend: link.status, store: $0, policy: settings.journalFailure.value)
                } ?? ServerState(backend: link.status)
            let status = settings.http.value.map {
                StatusServer(at: $0, state: state, registry: registry, metrics: metrics, log: log)
            }
            return try await status.serving(settings.http.value, log) { address in
                greet(resumption?.count ?? 0, address)
                let backend = backend(resuming: resumption)
                link.connect(backend)
                let end = await serve(backend, orders, resumption, state, metrics)
                await backend.shutDown()
                return end
            }
        }

        private func serve(
            _ backend: RelayBackend, _ orders: AsyncStream<ServerOrder>, _ resumption: ResumptionPlan?,
            _ state: ServerState, _ metrics: ServerMetrics
        ) async -> ServerEnd {
            let settings = plan.settings
            let control = BackendControl(
                drain: { backend.drain() }, shutDown: { await backend.shutDown() },
                status: { BackendStatus(backend.status) }, executor: backend.executor)
            let server = CallServer(
                backend, control, library: library,
                limits: .init(
                    calls: settings.calls.value, callDuration: settings.callDuration.value,
                    drain: settings.drain.value),
                log: log, callerData: CallerData(isShown: settings.callerData.value == .shown),
                metrics: metrics, clock: .live(wall: Self.wallClock), state: state, journal: store)
            let resumed = store.flatMap { store in
                resumption?.calls(in: store, at: Self.wallClock(), session: backend.session(resuming:))
            }
            let writer = writer
            return await server.run(orders: orders, resuming: resumed ?? []) { number in
                writer.flush()
                SignalPipe.die(of: number)
            }
        }

        // MARK: Words

        /// Said once nothing can keep it from serving: whoever starts a worker waits for this line.
        private func greet(_ resumed: Int, _ address: HTTPAddress?) {
            var metadata: Logger.Metadata = [
                "host": "\(configuration.host):\(configuration.port)",
                "contexts": "\(configuration.contexts.joined(separator: " "))",
                "flows": "\(library.versions.map(\.path).joined(separator: " "))",
            ]
            if let address { metadata["http"] = "\(address)" }
            if resumed > 0 { metadata["resumed"] = "\(resumed)" }
            log.notice("serving", metadata: metadata)
            for remark in plan.remarks {
                log.log(level: remark.isWarning ? .warning : .notice, "\(remark.words)")
            }
            if configuration.contexts.isEmpty {
                log.warning("no context: only calls come that the server sends unasked (--context NAME)")
            }
        }

        private func tell(_ end: ServerEnd) {
            switch end {
            case .drained(let hungUp): log.notice("stopped", metadata: ["hungUp": "\(hungUp)"])
            case .noMoreCalls: log.notice("stopped: the phone system has no more calls")
            case .stoppedAtOnce: break
            case .backendLost(let words): log.critical("the phone system refused us, or is lost: \(words)")
            }
        }
    }

    /// How it is with the backend, for those who ask before there is one.
    private final class RelayLink: Sendable {
        private let backend = Mutex<RelayBackend?>(nil)

        func connect(_ made: RelayBackend) { backend.withLock { $0 = made } }

        @Sendable func status() -> BackendStatus {
            let backend = backend.withLock { $0 }
            return backend.map { BackendStatus($0.status) }
                ?? BackendStatus(isConnected: false, reason: "connecting to RELAY")
        }
    }

    extension Optional<StatusServer> {
        private static func reason(_ error: any Error) -> String {
            guard (error as? IOError)?.errnoCode == EADDRINUSE else { return "\(error)" }
            return "another program has this port; choose another one (--http, or 'http' in the project file)"
        }

        /// Does the work with the status server beside it, if there is one; it ends with the work, which is
        /// told the address with the port that was had. Throws if the address cannot be had: then the work is
        /// not begun.
        fileprivate func serving(
            _ address: HTTPAddress?, _ log: Logger,
            _ work: @escaping @Sendable (HTTPAddress?) async -> ServerEnd
        ) async throws -> ServerEnd {
            guard let status = self, let address else { return await work(nil) }
            let (listening, isListening) = AsyncStream.makeStream(of: Int.self)
            return try await withThrowingTaskGroup(of: ServerEnd?.self) { group in
                group.addTask {
                    defer { isListening.finish() }
                    let hasBegun = Atomic(false)
                    do {
                        try await status.run { port in
                            hasBegun.store(true, ordering: .relaxed)
                            isListening.yield(port)
                        }
                    } catch is CancellationError {
                        return nil
                    } catch {
                        guard hasBegun.load(ordering: .relaxed) else {
                            throw Refusal("\(address) cannot be listened on: \(Self.reason(error))")
                        }
                        // No reason to end calls.
                        log.error("the status server has ended", metadata: ["reason": "\(error)"])
                    }
                    return nil
                }
                group.addTask {
                    for await port in listening {
                        return await work(HTTPAddress(host: address.host, port: port))
                    }
                    return nil
                }
                defer { group.cancelAll() }
                while let end = try await group.next() {
                    if let end { return end }
                }
                return .noMoreCalls
            }
        }
    }

    extension BackendStatus {
        init(_ status: RelayStatus) {
            let notices = status.counts.map { Notice($0.key.rawValue, Int64($0.value)) }
            switch status.phase {
            case .connected: self.init(notices: notices)
            case .connecting: self.init(isConnected: false, reason: "connecting to RELAY", notices: notices)
            case .disconnected:
                self.init(isConnected: false, reason: "not connected to RELAY", notices: notices)
            case .refused(let words):
                self.init(isConnected: false, reason: "RELAY refused us: \(words)", notices: notices)
            case .stopped: self.init(isConnected: false, reason: "stopped", notices: notices)
            }
        }
    }

    extension RelayNotice {
        /// A line of the log; notices hold no secret.
        fileprivate func tell(_ log: Logger) {
            let level: Logger.Level =
                switch self.level {
                case .debug: .debug
                case .info: .info
                case .warning: .warning
                case .error: .error
                }
            guard log.logLevel <= level else { return }
            var metadata: Logger.Metadata = ["kind": "\(kind.rawValue)"]
            if let call { metadata["call"] = "\(call.name)" }
            log.log(level: level, "\(message)", metadata: metadata)
        }
    }
#endif
