import FlowRuntime
import NIOCore
import NIOWebSocket

/// Runs an exchange on one event loop: gives it frames and time, and does what it says. Never used off the
/// loop.
final class Switchboard {
    private(set) var exchange: RelayExchange
    private let loop: any EventLoop
    private let clock: DoubleClock
    private var channels: [Int: any Channel] = [:]
    /// Sockets with frames that are written and not flushed.
    private var unflushed: Set<Int> = []
    private var isSettling = false
    private var timer: (at: NIODeadline, task: Scheduled<Void>)?
    private var isSkipping = false
    private var waiters: [Int: Waiter] = [:]
    private var lastWaiter = 0

    /// Somebody who waits for something to become true.
    private struct Waiter {
        let isTrue: (RelayExchange) -> Bool
        let promise: EventLoopPromise<Void>
        let timeout: Scheduled<Void>
    }

    init(_ configuration: RelayDoubleConfiguration, on loop: any EventLoop) {
        self.loop = loop
        clock = DoubleClock(configuration.pace)
        exchange = RelayExchange(configuration, at: clock.start)
    }

    // MARK: - Sockets

    func opened(_ channel: any Channel) -> Int {
        catchUp()
        let socket = exchange.opened()
        channels[socket] = channel
        return socket
    }

    func received(_ frame: [UInt8], on socket: Int) {
        catchUp()
        exchange.received(frame, on: socket)
    }

    func closed(_ socket: Int) {
        guard channels.removeValue(forKey: socket) != nil else { return }
        catchUp()
        exchange.closed(socket)
        settle()
    }

    func closeAll() {
        for channel in channels.values { channel.close(promise: nil) }
    }

    // MARK: - What others ask

    /// Does something with the exchange, and what follows from it.
    func with<Result>(_ body: (inout RelayExchange) -> Result) -> Result {
        catchUp()
        let result = body(&exchange)
        settle()
        return result
    }

    func wait(
        _ time: TimeAmount, _ what: String, until isTrue: @escaping (RelayExchange) -> Bool
    ) -> EventLoopFuture<Void> {
        let promise = loop.makePromise(of: Void.self)
        guard !isTrue(exchange) else {
            promise.succeed()
            return promise.futureResult
        }
        lastWaiter += 1
        let number = lastWaiter
        let bound = NIOLoopBound(self, eventLoop: loop)
        let timeout = loop.scheduleTask(in: time) { bound.value.giveUp(number, what) }
        waiters[number] = Waiter(isTrue: isTrue, promise: promise, timeout: timeout)
        return promise.futureResult
    }

    private func giveUp(_ number: Int, _ what: String) {
        waiters.removeValue(forKey: number)?.promise.fail(RelayDoubleError.timedOut(what))
    }

    /// Nobody waits any longer: the double is shut down.
    func abandonWaiters() {
        for waiter in waiters.values {
            waiter.timeout.cancel()
            waiter.promise.fail(RelayDoubleError.shutDown)
        }
        waiters = [:]
    }

    // MARK: - Time

    /// Does what is due and what the exchange says, and sees to it that the next thing is done in time.
    func settle() {
        guard !isSettling else { return }
        isSettling = true
        catchUp()
        perform()
        isSettling = false
        schedule()
        if !waiters.isEmpty { satisfy() }
    }

    /// It is now: what begins, begins now, however long nothing has happened.
    private func catchUp() { exchange.advance(to: clock.now, patient: clock.patient) }

    private func perform() {
        while !exchange.effects.isEmpty {
            let effects = exchange.effects
            exchange.effects = []
            for effect in effects { perform(effect) }
            // Not cleared before: to flush may tell of a socket that is closed.
            for socket in unflushed { channels[socket]?.flush() }
            unflushed.removeAll(keepingCapacity: true)
        }
    }

    private func perform(_ effect: ExchangeEffect) {
        switch effect {
        case .send(let socket, let bytes):
            guard let channel = channels[socket] else { return }
            let data = channel.allocator.buffer(bytes: bytes)
            channel.write(WebSocketFrame(fin: true, opcode: .text, data: data), promise: nil)
            unflushed.insert(socket)
        case .close(let socket):
            guard let channel = channels.removeValue(forKey: socket) else { return }
            channel.flush()
            channel.close(promise: nil)
        case .stopReading(let socket):
            channels[socket]?.setOption(.autoRead, value: false).whenFailure { _ in }
        }
    }

    private func schedule() {
        if clock.skips { scheduleSkip() }
        guard let deadline = nextDeadline else { return }
        if let timer, timer.at <= deadline { return }
        timer?.task.cancel()
        let bound = NIOLoopBound(self, eventLoop: loop)
        let task = loop.scheduleTask(deadline: deadline) { bound.value.ring() }
        timer = (deadline, task)
    }

    private var nextDeadline: NIODeadline? {
        let patient = exchange.nextPatience.map { clock.deadline(patient: $0) }
        guard !clock.skips, let due = exchange.nextDue.map({ clock.deadline($0) }) else { return patient }
        return patient.map { min($0, due) } ?? due
    }

    private func ring() {
        timer = nil
        settle()
    }

    /// Without waiting: the next thing is done in the next turn of the loop.
    private func scheduleSkip() {
        guard !isSkipping, exchange.nextDue != nil else { return }
        isSkipping = true
        let bound = NIOLoopBound(self, eventLoop: loop)
        loop.execute { bound.value.skip() }
    }

    private func skip() {
        isSkipping = false
        if let due = exchange.nextDue { exchange.advance(to: due, patient: clock.patient) }
        settle()
    }

    private func satisfy() {
        for (number, waiter) in waiters where waiter.isTrue(exchange) {
            waiters[number] = nil
            waiter.timeout.cancel()
            waiter.promise.succeed()
        }
    }
}
