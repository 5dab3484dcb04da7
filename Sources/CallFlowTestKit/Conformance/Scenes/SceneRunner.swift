import CallFlow
import FlowRuntime
import SourceText

/// Plays scenes on backends that a harness makes, and keeps transcripts.
struct SceneRunner<Harness: ConformanceHarness>: Sendable {
    let harness: Harness
    let watchdog: Watchdog

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
            do {
                try await takeCalls(of: scene, on: backend, log)
            } catch {
                log.fail("the inbound calls threw \(error.code.rawValue): \(error.detail)")
                await harness.shutDown(backend)
            }
        } catch {
            log.fail("the harness gave no backend: \(error)")
        }
    }

    /// Takes as many calls as the scene has, each in a task of its own, then shuts the backend down.
    private func takeCalls(
        of scene: Scene, on backend: Harness.Backend, _ log: TranscriptLog
    ) async throws(BackendError) {
        let failure = await withTaskGroup(of: Void.self, returning: BackendError?.self) { group in
            var calls = backend.inboundCalls.makeAsyncIterator()
            do throws(BackendError) {
                for party in scene.parties {
                    guard let session = try await calls.next(isolation: #isolation) else {
                        log.fail("the inbound calls ended before all calls had come in")
                        break
                    }
                    let place = log.opened(session.call)
                    group.addTask { await play(party, on: session, of: backend, log, at: place) }
                }
                await group.waitForAll()
                await harness.shutDown(backend)
                if try await calls.next(isolation: #isolation) == nil { log.noteCallsEnded() }
                return nil
            } catch {
                return error
            }
        }
        if let failure { throw failure }
    }

    private func play(
        _ party: Scene.Party, on session: Harness.Backend.Session, of backend: Harness.Backend,
        _ log: TranscriptLog, at place: Int
    ) async {
        switch party.part {
        case .steps(let steps):
            let player = CallPlayer(session: session, log: log, place: place) {
                await harness.interrupt(backend)
            }
            await player.play(steps)
        case .flow(let text): await drive(text, on: session, log, at: place)
        }
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
