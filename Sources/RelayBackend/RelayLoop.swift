import FlowRuntime
package import NIOCore
import RelayProtocol

/// The way to the shell: straight on its event loop, in a hop from elsewhere. What is done from one thread is
/// done in order.
final class RelayLoop: Sendable {
    let eventLoop: any EventLoop
    private let shell: NIOLoopBoundBox<RelayShell?>

    init(_ eventLoop: any EventLoop) {
        self.eventLoop = eventLoop
        shell = .makeEmptyBox(eventLoop: eventLoop)
    }

    /// Makes the shell, before anything else is done, and starts it.
    func begin(_ make: @escaping @Sendable () -> RelayShell) {
        onLoop { [shell] in
            let made = make()
            shell.value = made
            made.take(.start)
        }
    }

    func run(_ action: @escaping @Sendable (RelayShell) -> Void) {
        onLoop { [shell] in
            if let shell = shell.value { action(shell) }
        }
    }

    /// Ends everything; `isGone` is called when that is done, at once if it was done before.
    func shutDown(then isGone: @escaping @Sendable () -> Void) {
        onLoop { [shell] in
            if let shell = shell.value { shell.shutDown(then: isGone) } else { isGone() }
        }
    }

    /// The shell's work is done; it and this hold each other until then.
    func end() { shell.value = nil }

    /// As `run`, without a closure where there is no hop.
    func perform(_ command: CallCommand, as id: CommandID, on line: RelayLine) {
        guard eventLoop.inEventLoop else { return run { $0.perform(command, as: id, on: line) } }
        shell.value?.perform(command, as: id, on: line)
    }

    private func onLoop(_ action: @escaping @Sendable () -> Void) {
        if eventLoop.inEventLoop { action() } else { eventLoop.execute(action) }
    }
}

/// Runs tasks on an event loop, as the preference of a task (`Task(executorPreference:)`,
/// `withTaskExecutorPreference`).
package final class EventLoopExecutor: TaskExecutor {
    private let eventLoop: any EventLoop

    package init(_ eventLoop: any EventLoop) { self.eventLoop = eventLoop }

    package func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        eventLoop.execute { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}
