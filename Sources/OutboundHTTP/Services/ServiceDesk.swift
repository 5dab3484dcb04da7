package import FlowRuntime
import NIOCore
import Synchronization

/// Takes those commands of one call that need no phone system, and answers each once.
///
/// | command | answer |
/// |---|---|
/// | `startTimer` | `.done` after the time; none when given up |
/// | `request`, `fetchDocument` | `.response`, or `.failed` as `WebClient.result` says |
/// | `cancel` of one of these | none, and none for what it gives up |
///
/// It may be used from any thread; what is given up elsewhere than on the event loop may be reported at that
/// very moment. It works on after the end of the call, as the contract of `CallBackend` wants, until `close`.
package final class ServiceDesk: Sendable {
    /// Hears of an answer, on the event loop of the services.
    package typealias Report = @Sendable (CommandID, CommandResult) -> Void

    /// The longest timer, far beyond any call: so no sum with an instant overflows.
    static let longestTimer = Duration.seconds(366 * 86_400)

    private struct Pending: Sendable {
        let id: CommandID
        let report: Report
        var timer: TimerQueue.Key?
    }

    private struct State: Sendable {
        /// A flow waits for one or two things at a time, so a list is searched faster than a table.
        var pending: [Pending] = []
        var isClosed = false
    }

    private let services: LiveServices
    private let state = Mutex(State())

    init(of services: LiveServices) { self.services = services }

    /// Takes a command, or says that it is not for here (false): every command of a phone system, and
    /// `cancel` of a command that is not under way here.
    package func take(_ command: CallCommand, as id: CommandID, report: @escaping Report) -> Bool {
        switch command {
        case .startTimer(let time): start(time, id, report)
        case .request(let request): send(request, as: .response, id, report)
        case .fetchDocument(let request): send(request, as: .document, id, report)
        case .cancel(let other): return cancel(other)
        case .answer, .hangup, .play, .prompt, .record, .startRecording, .stopRecording, .sendDigits,
            .joinConference, .leaveConference, .awaitKey, .connect, .dial, .sendSms, .userEvent:
            return false
        }
        return true
    }

    /// Nothing is reported of the command any more; false when it is not under way here. A request that has
    /// been sent is not called back.
    @discardableResult
    package func cancel(_ id: CommandID) -> Bool {
        guard let pending = remove(id) else { return false }
        if let timer = pending.timer { services.timers.cancel(timer) }
        return true
    }

    /// Gives everything up, for good: nothing is reported any more. Requests that have been sent run to their
    /// end.
    package func close() {
        let pending = state.withLock { state in
            state.isClosed = true
            defer { state.pending = [] }
            return state.pending
        }
        for timer in pending.compactMap(\.timer) { services.timers.cancel(timer) }
    }

    private func start(_ time: Duration, _ id: CommandID, _ report: @escaping Report) {
        guard add(Pending(id: id, report: report)) else { return }
        let time = TimeAmount.milliseconds(min(max(time, .zero), Self.longestTimer).milliseconds)
        do {
            let timer = try services.timers.at(.now() + time) { self.finish(id, .done) }
            keep(timer, for: id)
        } catch {
            finish(id, .failed(CommandFailure(.canceled, "the worker is stopping")))
        }
    }

    /// It may have fired, or been given up, in the meantime.
    private func keep(_ timer: TimerQueue.Key, for id: CommandID) {
        let isKept = state.withLock { state in
            guard let index = state.pending.firstIndex(where: { $0.id == id }) else { return false }
            state.pending[index].timer = timer
            return true
        }
        if !isKept { services.timers.cancel(timer) }
    }

    private func send(
        _ request: HTTPRequest, as kind: AnswerKind, _ id: CommandID, _ report: @escaping Report
    ) {
        guard add(Pending(id: id, report: report)) else { return }
        let web = services.web
        services.eventLoop.makeFutureWithTask { await web.result(of: request, as: kind) }
            .whenSuccess { self.finish(id, $0) }
    }

    private func finish(_ id: CommandID, _ result: CommandResult) {
        remove(id)?.report(id, result)
    }

    /// False when closed.
    private func add(_ pending: Pending) -> Bool {
        state.withLock { state in
            guard !state.isClosed else { return false }
            state.pending.append(pending)
            return true
        }
    }

    private func remove(_ id: CommandID) -> Pending? {
        state.withLock { state in
            guard let index = state.pending.firstIndex(where: { $0.id == id }) else { return nil }
            return state.pending.remove(at: index)
        }
    }
}
