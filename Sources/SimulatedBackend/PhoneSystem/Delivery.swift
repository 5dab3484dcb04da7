package import FlowRuntime

/// What the phone system hands to whoever runs the flows, in order.
package enum Delivery: Sendable {
    /// A call wants its flow, which begins with `CallEvent.started`: one that has come in, or one that a flow
    /// has dialled and that was answered (`CallInfo.dialled`).
    case inbound(LegID)
    case event(LegID, CallEvent)
    /// A dialled party has answered and shall confirm: the script runs on that leg, of the flow on `of`.
    /// `PhoneSystem.scriptFinished` says that it has come to its end.
    case confirm(LegID, ConfirmScript, of: LegID)
    /// A member waits to a document: it runs on a leg of its own, once; `scriptFinished` asks for the next
    /// round.
    case waiting(LegID, document: String, url: String, of: LegID)
    /// The script on that leg is over, whatever it does.
    case abandon(LegID)
}
