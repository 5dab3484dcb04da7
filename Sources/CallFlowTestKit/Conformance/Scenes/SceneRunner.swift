import CallFlow
import FlowRuntime
import SourceText

/// Plays scenes on backends that a harness makes, and keeps transcripts.
struct SceneRunner<Harness: ConformanceHarness>: Sendable {
    let harness: Harness
    let watchdog: Watchdog

    /// More calls than any scene has by far: a backend that never stops giving some breaks a rule, and not
    /// the machine.
    private var callLimit: Int { 100 }

    func run(_ scene: Scene) async -> SceneTranscript {
        let log = TranscriptLog(beat: harness.time.beat, calls: scene.parties.count)
        let isOver = await watchdog.ends { await play(scene, log) }
        if !isOver { log.fail("the scene was not over within \(watchdog.patience)") }
        return log.transcript
    }

    @concurrent
    private func play(_ scene: Scene, _ log: TranscriptLog) async {
        do {
            let stage = ConformanceStage(scene: scene.name, farEnds: scene.parties.map(\.farEnd))
            let backend = try await harness.backend(for: stage)
            if let error = await takeCalls(of: scene, on: backend, log) {
                log.fail("the inbound calls threw \(error.code.rawValue): \(error.detail)")
            }
        } catch {
            log.fail("the harness gave no backend: \(error)")
        }
    }

    /// Takes every call, each in a task of its own, and shuts the backend down when all are over.
    private func takeCalls(
        of scene: Scene, on backend: Harness.Backend, _ log: TranscriptLog
    ) async -> BackendError? {
        await withTaskGroup(of: Void.self, returning: BackendError?.self) { group in
            var calls = backend.inboundCalls.makeAsyncIterator()
            var parties = scene.parties[...]
            do throws(BackendError) {
                while let session = try await calls.next(isolation: #isolation) {
                    let place = log.opened(session.call)
                    guard place < callLimit else { break }
                    if session.call.direction == .outbound {
                        group.addTask { await play([], on: session, of: backend, log, at: place) }
                    } else if let party = parties.popFirst() {
                        group.addTask {
                            await play(party, on: session, of: backend, log, at: place)
                            if log.closed() { await harness.shutDown(backend) }
                        }
                    } else {
                        // One too many: the transcript says so.
                        await session.close()
                    }
                }
                if parties.isEmpty {
                    await group.waitForAll()
                    log.noteCallsEnded()
                    return nil
                }
                log.fail("the inbound calls ended before all calls had come in")
            } catch {
                await group.waitForAll()
                if !parties.isEmpty { await harness.shutDown(backend) }
                return error
            }
            await group.waitForAll()
            await harness.shutDown(backend)
            return nil
        }
    }

    private func play(
        _ party: Scene.Party, on session: Harness.Backend.Session, of backend: Harness.Backend,
        _ log: TranscriptLog, at place: Int
    ) async {
        switch party.part {
        case .steps(let steps): await play(steps, on: session, of: backend, log, at: place)
        case .flow(let text): await drive(text, on: session, log, at: place)
        }
    }

    private func play(
        _ steps: [Scene.Step], on session: Harness.Backend.Session, of backend: Harness.Backend,
        _ log: TranscriptLog, at place: Int
    ) async {
        let player = CallPlayer(session: session, log: log, place: place) {
            await harness.interrupt(backend)
        }
        await player.play(steps)
    }

    private func drive(
        _ text: String, on session: Harness.Backend.Session, _ log: TranscriptLog, at place: Int
    ) async {
        guard let flow = try? Flow.load(SourceFile(name: "conformance.yaml", text: text)) else {
            preconditionFailure("a flow of the suite has errors")
        }
        let driver = FlowDriver(flow) { _, entry in
            switch entry.content {
            case .event(let event): log.add(.event(TimedEvent(event, at: entry.at)), to: place)
            case .command(let id, let command): log.add(.command(id, command), to: place)
            case .note: break
            }
        }
        do {
            log.add(.flowEnded(try await driver.run(on: session)), to: place)
        } catch {
            log.add(.threw("\(error.code.rawValue): \(error.detail)"), to: place)
        }
    }
}
