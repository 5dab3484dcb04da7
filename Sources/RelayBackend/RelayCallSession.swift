package import FlowRuntime
import OutboundHTTP
import RelayProtocol
import Synchronization

/// One call over RELAY.
package struct RelayCallSession: CallSession {
    let line: RelayLine

    package var call: CallInfo { line.call }
    package var events: BackendStream<TimedEvent> { line.events }

    /// Returns at once. Throws when the session is closed; that the phone system is lost is said by `events`.
    package func perform(_ command: CallCommand, as id: CommandID) async throws(BackendError) {
        guard !line.isClosed else { throw BackendError(.closed, "the session is closed") }
        line.loop.perform(command, as: id, on: line)
    }

    package func close() async { end(.closeSession(line.number)) }

    package func passOn() async { end(.passOn(line.number)) }

    private func end(_ input: RelayInput) {
        guard line.close() else { return }
        line.loop.run { $0.take(input) }
    }
}

/// What belongs to one call on this side of the machine.
final class RelayLine: Sendable {
    let number: RelayCallNumber
    let call: CallInfo
    let events: BackendStream<TimedEvent>
    let loop: RelayLoop
    private let writer: BackendStream<TimedEvent>.Writer
    private let desk: ServiceDesk
    private let closed = Atomic(false)

    init(_ number: RelayCallNumber, _ call: CallInfo, desk: ServiceDesk, loop: RelayLoop) {
        (self.number, self.call, self.desk, self.loop) = (number, call, desk, loop)
        (events, writer) = BackendStream<TimedEvent>.make()
    }

    var isClosed: Bool { closed.load(ordering: .acquiring) }

    /// Nothing more will be asked; false when that was known.
    func close() -> Bool {
        guard !closed.exchange(true, ordering: .acquiringAndReleasing) else { return false }
        desk.close()
        return true
    }

    /// Does what needs no phone system; false when it is not such a command.
    func serve(_ command: CallCommand, as id: CommandID) -> Bool {
        desk.take(command, as: id) { [loop, number] id, result in
            loop.run { $0.served(id, result, on: number) }
        }
    }

    func deliver(_ event: TimedEvent) { writer.write(event) }

    func end(throwing error: BackendError?) {
        desk.close()
        writer.finish(throwing: error)
    }
}
