import FlowRuntime
package import NIOCore

/// What every live phone system needs and none provides: timers, HTTP requests and documents (design §3
/// item 4). One for all calls; each has a `ServiceDesk` of its own.
package final class LiveServices: Sendable {
    let timers: TimerQueue
    let web: WebClient
    /// Where every answer is reported.
    let eventLoop: any EventLoop

    /// - Parameters:
    ///   - eventLoop: Where timers fire and answers are reported.
    ///   - web: Sends the requests.
    package init(on eventLoop: any EventLoop, web: WebClient) {
        timers = TimerQueue(on: eventLoop)
        self.web = web
        self.eventLoop = eventLoop
    }

    /// For one call.
    package func desk() -> ServiceDesk { ServiceDesk(of: self) }
}
