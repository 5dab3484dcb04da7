package import FlowExpressions
import OrderedCollections
package import FlowModel

/// One call's interpreter: a value that turns events into commands. There is no clock, socket, task or
/// randomness in it; it can be copied, compared, saved and resumed.
///
/// | phase | event | goes to |
/// |---|---|---|
/// | ready | `started` | running |
/// | running | (steps run until one must wait) | waiting, finished |
/// | waiting: step, answering | `finished` of its command | running |
/// | waiting: opening | `finished` of the fetch | running |
/// | waiting: joining | own join / refusal | inside or running / running |
/// | waiting: inside | own leave | running |
/// | waiting: leavingToJoin | own leave, refusal or time-out | joining |
/// | waiting: leaving | own leave, refusal or time-out | running |
/// | waiting: leavingToHangUp | the same | hangingUp |
/// | waiting: awaiting | start, own leave, time, key | running |
/// | waiting: drained | own leave | hangingUp |
/// | waiting: hangingUp | `finished(.failed)` | running (`onHangup`), finished |
/// | any but finished | `ended` | running (`onHangup`), finished |
/// | finished | anything | finished |
///
/// After `ended` no step of the flow runs; `onHangup` runs once, bounded by one timer, and the run finishes.
package struct FlowMachine: Sendable, Hashable, Codable {
    /// The variables; `conference` may be older than the membership (`flushMembership`).
    var scopes: Variables
    /// The flow, and documents that `execute` and `transfer` brought in.
    var documents: [Flow]
    var call: CallState
    var purpose = Purpose.call
    var phase = Phase.ready
    var frames: [Frame] = []
    var cursors: [Cursor] = []
    var membership: Membership?
    /// A variable of `say_voice`, `say_language`, `say_gender` may have been set: most flows never do, and
    /// every spoken text would look for all three.
    var speaksOtherwise: Bool
    /// The variable `conference` is older than the membership.
    var membershipIsNews = false
    /// The last step that began: where a hang-up is said to have happened.
    var currentStep: StepReference?
    /// The error that ended the script.
    var scriptError: ScriptError?
    /// The timer that bounds `onHangup`.
    var hangupTimer: CommandID?
    var lastCommand: Int32 = 0
    var stepsLeft = FlowLimits.steps
    var transfers = 0
    /// The document being fetched, or fetched last.
    var fetch = Fetch()
    var bytesLeft = FlowLimits.callBytes
    /// The time of the event being handled.
    var now = Timestamp(milliseconds: 0)
    /// What the event being handled makes the flow decide.
    var decisions = Decisions()
    /// The reaction being written; empty between events.
    var outbox = Reaction()

    /// A run of `flow` for a call. `environment` is the scope `envs`; `variables` are there from the start. A
    /// call that another one dialled begins without variables, in the section that was dialled for.
    package init(flow: Flow, call: CallInfo, environment: ValueMap = [:], variables: ValueMap = [:]) {
        let variables = call.dialled == nil ? variables : [:]
        documents = [flow]
        speaksOtherwise = variables.keys.contains { $0.isSpeechSetting }
        self.call = CallState(info: call, isAnswered: call.isAnswered)
        scopes = Variables(
            vars: variables, params: [:], envs: environment, call: call.scope(isAnswered: call.isAnswered))
    }

    /// The confirm script of `connect`, on the leg that answered: it has its own, empty variables
    /// (swml-language.md C-40) and ends without ending the leg.
    package init(confirming block: FlowBlock, of machine: FlowMachine, call: CallInfo) {
        self.init(
            flow: machine.documents[Int(block.document)], call: call, environment: machine.scopes.envs)
        purpose = .aside
        push(frame: 0, block: BlockID(Int(block.block)), caller: nil)
    }

    /// One round of a `waitUrl` document on a waiting member's leg; its variables are the call's, and stay
    /// its own (design §2.1).
    package init(waiting document: Flow, of machine: FlowMachine) {
        self.init(flow: document, call: machine.call.info, environment: machine.scopes.envs)
        scopes.vars = machine.scopes.vars
        speaksOtherwise = machine.speaksOtherwise
        call.isAnswered = true
        purpose = .aside
    }

    /// The scopes of the call, `conference` and results included.
    package var variables: Variables {
        guard membershipIsNews else { return scopes }
        var current = self
        current.flushMembership()
        return current.scopes
    }

    package var isFinished: Bool { phase == .finished }

    /// How many documents the run has.
    package var documentCount: Int { documents.count }

    /// A document of the run; 0 is the flow itself.
    package func flow(document: Int32) -> Flow { documents[Int(document)] }

    /// Takes one event and appends what follows from it. After the end everything is ignored.
    ///
    /// `forcing` settles decisions that follow from this event, as a recording has them.
    package mutating func handle(
        _ event: CallEvent, at time: Timestamp, forcing: [ForcedDecision] = [],
        into reaction: inout Reaction
    ) {
        guard phase != .finished else { return }
        if decisions.isFollowed || !forcing.isEmpty { decisions.begin(forcing) }
        swap(&reaction, &outbox)
        now = time
        switch event {
        case .started: start()
        case .finished(let id, let result): answered(id, result)
        case .conference(let change): conferenceChanged(change)
        case .ended(let ending): callEnded(ending)
        }
        advance()
        swap(&reaction, &outbox)
    }

    private mutating func start() {
        guard phase == .ready else { return }
        phase = .running
        guard frames.isEmpty else { return }
        if purpose == .call, let origin = call.info.dialled { return open(origin.run) }
        guard let main = documents[0].section(named: "main") else {
            return endScript(ScriptError(.sectionUndefined, "the flow has no section 'main'"))
        }
        push(frame: 0, block: main.block, caller: nil)
    }
}
