import FlowRuntime
import NIOCore
import OutboundHTTP
import RelayProtocol
import WebSocketTransport

/// Does what the machine says: the only place where RELAY meets sockets, clocks and streams. It lives on one
/// event loop.
///
/// An input is handled to its end, effects included, before the next: what an effect leads to at once waits
/// its turn.
final class RelayShell {
    private var machine: RelayMachine
    private let socketOptions: RelaySocketOptions
    private let services: LiveServices
    let clock: SteadyClock
    private let board: StatusBoard
    private let loop: RelayLoop
    private let offers: BackendStream<RelayCallSession>.Writer
    private let mask: RelayMask?
    private let observe: @Sendable (RelayObservation) -> Void

    private var lines: [RelayCallNumber: RelayLine] = [:]
    private var socket: WebSocketConnection?
    private var alarm: (at: Timestamp, task: Scheduled<Void>)?
    private var inbox: [RelayInput] = []
    private var isBusy = false
    /// The room of the effects before, so that no new one is made for each input.
    private var effects: [RelayEffect] = []
    private var isStopped = false
    private var departures: [@Sendable () -> Void] = []

    init(
        _ machine: RelayMachine, socket: RelaySocketOptions, services: LiveServices, clock: SteadyClock,
        board: StatusBoard, loop: RelayLoop, offers: BackendStream<RelayCallSession>.Writer,
        resumed: [RelayLine], mask: RelayMask?, observe: @escaping @Sendable (RelayObservation) -> Void
    ) {
        self.machine = machine
        socketOptions = socket
        self.services = services
        self.clock = clock
        self.board = board
        self.loop = loop
        self.offers = offers
        self.mask = mask
        self.observe = observe
        for line in resumed { lines[line.number] = line }
        board.count(calls: lines.count)
    }

    // MARK: Inputs

    func take(_ input: RelayInput) {
        guard !isBusy else { return inbox.append(input) }
        isBusy = true
        handle(input)
        var place = 0
        while place < inbox.count {
            handle(inbox[place])
            place += 1
        }
        inbox.removeAll(keepingCapacity: true)
        isBusy = false
        setAlarm()
    }

    func perform(_ command: CallCommand, as id: CommandID, on line: RelayLine) {
        if !line.serve(command, as: id) { take(.perform(line.number, id, command)) }
    }

    /// As `perform`, of what needs no phone system.
    func serve(_ command: CallCommand, as id: CommandID, on number: RelayCallNumber) {
        _ = lines[number]?.serve(command, as: id)
    }

    /// A timer or a request of a call is done. Whether the call is over does not matter.
    func served(_ id: CommandID, _ result: CommandResult, on number: RelayCallNumber) {
        lines[number]?.deliver(TimedEvent(.finished(id, result), at: clock.now))
    }

    /// Calls back once the socket is closed.
    func shutDown(then isGone: @escaping @Sendable () -> Void) {
        departures.append(isGone)
        take(.shutDown)
        depart()
    }

    private func handle(_ input: RelayInput) {
        machine.handle(input, at: clock.now)
        swap(&machine.effects, &effects)
        for effect in effects { perform(effect) }
        effects.removeAll(keepingCapacity: true)
    }

    // MARK: Effects

    private func perform(_ effect: RelayEffect) {
        switch effect {
        case .open: open()
        case .send(let frame):
            show(frame, .sent)
            socket?.write(frame)
        case .close(let reason): socket?.close(reason)
        case .offer(let number, let call): offer(number, call)
        case .deliver(let number, let event): lines[number]?.deliver(event)
        case .endEvents(let number, let error): endEvents(of: number, throwing: error)
        case .stopped(let error): stop(error)
        case .remember(let name): observe(.remember(protocolName: name))
        case .notice(let notice): note(notice)
        }
    }

    private func open() {
        board.enter(.connecting, at: clock.now)
        socket = socketOptions.open(on: loop.eventLoop) { event in self.hear(event) }
    }

    private func hear(_ event: WebSocketEvent) {
        switch event {
        case .opened: take(.opened)
        case .message(let frame):
            show(frame, .received)
            take(.frame(frame))
        case .ignored(let what): note(RelayNotice(.warning, .ignoredFrame, what))
        case .closed(let reason, let cause):
            socket = nil
            if !isStopped { board.enter(.disconnected, at: clock.now) }
            take(.closed(reason, OutageCause(cause)))
            depart()
        }
    }

    private func offer(_ number: RelayCallNumber, _ call: CallInfo) {
        let line = RelayLine(number, call, desk: services.desk(), loop: loop)
        lines[number] = line
        board.count(calls: lines.count)
        offers.write(RelayCallSession(line: line))
    }

    private func endEvents(of number: RelayCallNumber, throwing error: BackendError?) {
        guard let line = lines.removeValue(forKey: number) else { return }
        board.count(calls: lines.count)
        line.end(throwing: error)
    }

    private func stop(_ error: BackendError?) {
        isStopped = true
        board.enter(error.map { .refused($0.detail) } ?? .stopped, at: clock.now)
        offers.finish(throwing: error)
        for line in lines.values {
            line.end(throwing: error ?? BackendError(.closed, "the phone system is shut down"))
        }
        lines = [:]
        board.count(calls: 0)
    }

    private func note(_ notice: RelayNotice) {
        if notice.kind == .connected { board.enter(.connected, at: clock.now) }
        board.count(notice.kind)
        observe(.notice(notice))
    }

    private func show(_ frame: [UInt8], _ direction: RelayFrameDirection) {
        guard let mask else { return }
        observe(.frame(direction, mask.masked(frame: frame)))
    }

    private func depart() {
        guard isStopped, socket == nil else { return }
        let waiting = departures
        departures = []
        alarm?.task.cancel()
        alarm = nil
        loop.end()
        for isGone in waiting { isGone() }
    }

    // MARK: Time

    /// Sees to it that the machine hears of its next deadline. An alarm that rings too early is harmless and
    /// stays: deadlines mostly move away, since what they guard against seldom happens.
    private func setAlarm() {
        guard let next = machine.nextDeadline, next < alarm?.at ?? Timestamp(milliseconds: .max) else {
            return
        }
        alarm?.task.cancel()
        let task = loop.eventLoop.assumeIsolated().scheduleTask(deadline: clock.deadline(of: next)) {
            self.ring()
        }
        alarm = (next, task)
    }

    private func ring() {
        alarm = nil
        take(.clock)
    }
}

extension OutageCause {
    /// The connection's words in those of the protocol, which knows what to do about them.
    fileprivate init(_ cause: WebSocketCause) {
        self =
            switch cause {
            case .unknownName: .unknownName
            case .refused: .refused
            case .unreachable: .unreachable
            case .silent: .silent
            case .untrusted: .untrusted
            case .otherName: .otherName
            case .reset: .reset
            case .noWebSocket: .noRelay
            case .other: .other
            }
    }
}

/// What is the same for every socket.
struct RelaySocketOptions: Sendable {
    private let endpoint: WebSocketEndpoint
    private let trust: WebSocketTrust
    private let limits: WebSocketLimits

    init(_ configuration: RelayConfiguration, trust: WebSocketTrust) {
        endpoint = WebSocketEndpoint(host: configuration.host, port: configuration.port)
        self.trust = trust
        var limits = WebSocketLimits()
        limits.openTimeout = configuration.limits.openTimeout
        limits.messageBytes = RelaySession.frameLimit
        self.limits = limits
    }

    func open(
        on eventLoop: any EventLoop, handler: @escaping (WebSocketEvent) -> Void
    ) -> WebSocketConnection {
        .connect(to: endpoint, trust: trust, limits: limits, on: eventLoop, handler: handler)
    }
}
