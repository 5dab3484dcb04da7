import FlowModel
package import FlowRuntime

/// A call whose worker was killed, as its journal has it.
package struct UnfinishedCall: Sendable {
    /// The call's number in the file.
    let number: Int64
    package let info: CallInfo
    package let flow: JournaledFlow
    package let began: Timestamp
    /// In order; up to what is wrong with the file, if anything is.
    package let records: [JournalRecord]
    /// The journal is not whole: the call cannot be gone on with.
    package let problem: JournalError?

    /// Plays the journal to its flow: where the call was, and what is still to be done. Give it to
    /// `FlowDriver.resume`, and its `resumption` to the backend.
    ///
    /// Throws when that cannot be known: the call has to be ended then (`JournalStore.giveUp`).
    package func replay() throws(ResumingError) -> JournalReplay {
        if let problem { throw ResumingError(problem.message) }
        guard let flow = flow.flow else {
            throw ResumingError("this version of callflow finds errors in the flow \(self.flow.name)")
        }
        do throws(JournalMismatch) {
            return try JournalReplay(
                flow, call: info, environment: self.flow.environment, variables: self.flow.variables,
                records: records)
        } catch {
            throw ResumingError("the flow does not do what the journal has: \(error)")
        }
    }
}

/// Why a call cannot be gone on with; in words.
package struct ResumingError: Error, Sendable, Hashable, CustomStringConvertible {
    package let description: String
    init(_ description: String) { self.description = description }
}

extension JournalFile {
    /// Calls that are not over, in the order in which they began. Each version of a flow is read once.
    func unfinishedCalls() throws(JournalError) -> [UnfinishedCall] {
        var query = JournalQuery()
        query.isUnfinished = true
        var flows: [Int64: JournaledFlow] = [:]
        var unfinished: [UnfinishedCall] = []
        for call in try calls(query).reversed() {
            let known = flows[call.flow]
            let flow = if let known { known } else { try flow(call.flow) }
            flows[call.flow] = flow
            var (records, problem) = try records(of: call)
            if wasFailing {
                problem = JournalError(
                    .failed, path, "the journal could not be written when its worker ended")
            }
            unfinished.append(
                UnfinishedCall(
                    number: call.number, info: call.info, flow: flow, began: call.began, records: records,
                    problem: problem))
        }
        return unfinished
    }
}
