/// What came in to a number of runs, in the order in which it came: enough to run every machine again, for a
/// machine does nothing but what its inputs make it do.
///
/// Both a driver and a simulated world can fill one; keeping an input is one append.
package struct InputLog: Sendable {
    /// What a run runs, and why.
    package enum Origin: Sendable, Hashable {
        /// A call, and the flow that it was given: an index among the flows of the recording.
        case call(flow: Int)
        /// The confirm script of `connect` on the leg that answered; `of` is the run that connects.
        case confirm(FlowBlock, of: Int)
        /// The same from a document.
        case confirmDocument(url: String, text: String, of: Int)
        /// One round of a `waitUrl` document on a waiting member's leg; `of` is the member's run.
        case waiting(url: String, text: String, of: Int)
    }

    /// One machine's life.
    package struct Run: Sendable, Hashable {
        package var call: CallInfo
        package var origin: Origin
    }

    /// An event, the run that it was for, and when it came.
    package struct Input: Sendable, Hashable {
        package var run: Int32
        package var at: Timestamp
        package var event: CallEvent
    }

    /// Most inputs that are kept: a day of a busy small office, and about 100 MB of memory.
    package static let inputLimit = 1_000_000
    /// Most bytes of texts from outside (documents, bodies of responses) that are kept.
    package static let textLimit = 128 << 20

    package private(set) var runs: [Run] = []
    package private(set) var inputs: ContiguousArray<Input> = []
    /// Something came after the limits had been reached: the recording has a hole and cannot be used.
    package private(set) var isOverfull = false
    private var textBytes = 0

    package init() {}

    /// A run begins; the number it is known by from now on, or -1 when nothing more is kept.
    package mutating func begin(_ call: CallInfo, _ origin: Origin) -> Int32 {
        guard !isOverfull else { return -1 }
        switch origin {
        case .call, .confirm: break
        case .confirmDocument(_, let text, _), .waiting(_, let text, _): textBytes += text.utf8.count
        }
        runs.append(Run(call: call, origin: origin))
        return Int32(truncatingIfNeeded: runs.count - 1)
    }

    package mutating func append(_ event: CallEvent, to run: Int32, at time: Timestamp) {
        if case .finished(_, .response(let response)) = event { textBytes += response.body.utf8.count }
        guard run >= 0, inputs.count < Self.inputLimit, textBytes <= Self.textLimit else {
            isOverfull = true
            return
        }
        inputs.append(Input(run: run, at: time, event: event))
    }
}
