import CallJournal
import FlowModel
import FlowRuntime
import Logging

// What becomes of each call.
extension CallServer {
    /// Runs a flow on every call, each in a task of its own, until the phone system has no more and all are
    /// over. One call's trouble is no other's.
    func answerCalls(after resumed: [ResumedCall<Backend.Session>]) async -> ServerEnd {
        let failure = await withDiscardingTaskGroup(returning: BackendError?.self) { group in
            for call in resumed {
                group.addTask(executorPreference: control.executor) { await resume(call) }
            }
            var calls = backend.inboundCalls.makeAsyncIterator()
            do throws(BackendError) {
                while let session = try await calls.next(isolation: #isolation) {
                    let session = supervised(session)
                    switch admit(session) {
                    case .success(let version):
                        group.addTask(executorPreference: control.executor) { await run(session, version) }
                    case .failure(let refusal):
                        tell(refusal, of: session.call)
                        group.addTask(executorPreference: control.executor) { await session.passOn() }
                    }
                }
                return nil
            } catch {
                return error
            }
        }
        if let failure { return .backendLost(failure.detail) }
        return state.isDraining ? .drained(hungUp: state.hungUp) : .noMoreCalls
    }

    private func admit(_ session: SupervisedSession<Backend.Session>) -> Result<FlowVersion, Refused> {
        let call = session.call
        let choice: FlowLibrary.Choice
        if let origin = call.dialled {
            // Dialled calls belong to calls that are up: they are taken while draining, and by any route.
            guard let version = table.version(diallingBy: origin.call) else { return .failure(.noRoute) }
            choice = FlowLibrary.Choice(version: version)
        } else {
            if state.isDraining { return .failure(.draining) }
            if state.refusesCalls { return .failure(.journal) }
            guard let found = library.choice(for: call) else { return .failure(.noRoute) }
            choice = found
        }
        let verdict = table.take(
            call.id, route: choice.route, limit: choice.limit, of: limits.calls, at: clock.now(),
            hangUp: session.hangUp)
        switch verdict {
        case .taken: return .success(choice.version)
        case .full: return .failure(.full)
        case .routeFull: return .failure(.routeFull)
        }
    }

    private func tell(_ refusal: Refused, of call: CallInfo) {
        metrics.callPassedOn(refusal.reason)
        guard let left = refusals.admit(at: clock.now()) else { return }
        var metadata: Logger.Metadata = [
            "call": "\(call.id.name)", "to": "\(callerData.text(of: call.to))",
            "reason": "\(refusal.reason.rawValue)",
        ]
        if left > 0 { metadata["others"] = "\(left)" }
        log.warning("call passed on", metadata: metadata)
    }

    private func supervised(_ session: Backend.Session) -> SupervisedSession<Backend.Session> {
        SupervisedSession(session) { [table] in table.hangUpFailed($0) }
    }

    // MARK: One call

    private func run(_ session: SupervisedSession<Backend.Session>, _ version: FlowVersion) async {
        let call = session.call
        let story = CallStory(version, table, metrics, log, callerData)
        metrics.callBegan()
        log.info("call began", metadata: story.metadata(call, nil, ends(of: call)))
        let driver = FlowDriver(version.flow, environment: version.environment, observe: story.note)
        do throws(BackendError) {
            if let journal {
                let writer = journal.begin(call, flow: version.journaled, at: clock.wall())
                let end = try await driver.run(on: JournaledSession(session, writer))
                writer.end(end)
                finish(call, story, end)
            } else {
                finish(call, story, try await driver.run(on: session))
            }
        } catch {
            lose(call, story, error)
        }
    }

    /// Goes on with a call that another worker has begun, or ends it.
    private func resume(_ resumed: ResumedCall<Backend.Session>) async {
        let session = supervised(resumed.session)
        let call = session.call
        guard let place = resumed.place else {
            log.warning("call not resumed: hung up", metadata: ["call": "\(call.id.name)"])
            return await session.close()
        }
        let version = place.version
        let story = CallStory(version, table, metrics, log, callerData)
        // Calls that were up may stay, whatever the limits are now.
        _ = table.take(
            call.id, route: nil, limit: nil, of: .max, at: clock.now(), hangUp: session.hangUp)
        table.note(dialling: call.id, with: version)
        metrics.callBegan()
        log.info("call resumed", metadata: story.metadata(call, nil, ends(of: call)))
        let driver = FlowDriver(version.flow, environment: version.environment, observe: story.note)
        do throws(BackendError) {
            let end = try await driver.resume(
                place.replay, on: JournaledSession(session, place.writer))
            place.writer.end(end)
            finish(call, story, end)
        } catch {
            lose(call, story, error)
        }
    }

    private func lose(_ call: CallInfo, _ story: CallStory, _ error: BackendError) {
        let lasted = table.end(call.id, at: clock.now())
        metrics.callEnded(.lost, after: lasted)
        log.error("call lost", metadata: story.metadata(call, nil, ["error": "\(error.detail)"]))
    }

    private func finish(_ call: CallInfo, _ story: CallStory, _ end: FlowEnd) {
        let lasted = table.end(call.id, at: clock.now())
        let outcome: ServerMetrics.Outcome =
            if end.error != nil {
                .error
            } else {
                switch end.ending.by {
                case .caller: .caller
                case .flow: .flow
                case .system: .system
                }
            }
        metrics.callEnded(outcome, after: lasted)
        var words: Logger.Metadata = [
            "by": "\(end.ending.by.rawValue)", "reason": "\(end.ending.reason)", "ms": "\(lasted)",
        ]
        if let error = end.error {
            words.merge(story.words(of: error)) { $1 }
            log.warning("call ended by an error", metadata: story.metadata(call, end.step, words))
        } else {
            log.info("call ended", metadata: story.metadata(call, end.step, words))
        }
    }

    private func ends(of call: CallInfo) -> Logger.Metadata {
        ["from": "\(callerData.text(of: call.from))", "to": "\(callerData.text(of: call.to))"]
    }
}

/// A call that is not answered, and why.
struct Refused: Error {
    var reason: ServerMetrics.Refusal

    static let full = Refused(reason: .full)
    static let routeFull = Refused(reason: .routeFull)
    static let noRoute = Refused(reason: .noRoute)
    static let draining = Refused(reason: .draining)
    static let journal = Refused(reason: .journal)
}
