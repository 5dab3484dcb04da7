import FlowRuntime
import JSONRPC

// `calling.play`, and the sounds of `calling.play_and_collect`.

extension RelayExchange {
    mutating func startPlayback(_ token: Int, _ leg: Int, loops: Int) {
        guard let operation = operation(token, leg), let sounds = operation.params["play"] else { return }
        var playback = Playback(remaining: .zero, since: now)
        var time = Duration.zero
        for sound in sounds.elements {
            guard let duration = duration(of: sound) else {
                playback.fails = true
                break
            }
            time += duration
        }
        playback.remaining = loops == 0 && !playback.fails ? nil : Self.repeated(time, loops, playback.fails)
        change(token, leg) { $0.playback = playback }
        tellPlay(operation, leg, state: "playing")
        notice(.hearsSound, on: leg)
        runPlayback(token, leg)
    }

    private static func repeated(_ time: Duration, _ loops: Int, _ fails: Bool) -> Duration {
        let limit = DoubleTiming.longest
        guard !fails, loops > 1, time > .zero else { return min(time, limit) }
        // Bounded by how often it fits into the longest time, so that no product overflows.
        return min(time * min(loops, Int(limit / time) + 1), limit)
    }

    /// How long one sound lasts; `nil` when it is missing.
    private func duration(of sound: JSONItem) -> Duration? {
        let params = sound["params"]
        switch sound["type"]?.string {
        case "tts": return DoubleTiming.speaking(params?["text"]?.string ?? "")
        case "silence": return params?["duration"]?.seconds ?? .zero
        case "ringtone": return params?["duration"]?.seconds ?? DoubleTiming.ringCadence
        case _:
            let url = params?["url"]?.string ?? ""
            guard !configuration.missingSounds.contains(url) else { return nil }
            return configuration.sounds[url].map { min($0, DoubleTiming.longest) } ?? DoubleTiming.media
        }
    }

    /// Makes the appointment for the end of what is left.
    private mutating func runPlayback(_ token: Int, _ leg: Int) {
        let timer = newToken()
        let now = now
        change(token, leg) {
            $0.playback?.since = now
            $0.playback?.timer = timer
        }
        guard let remaining = operation(token, leg)?.playback?.remaining else { return }
        schedule(.playbackEnds(leg: leg, token: timer), after: remaining)
    }

    mutating func endPlayback(_ leg: Int, _ timer: Int) {
        guard let operation = legs[leg]?.operations.first(where: { $0.playback?.timer == timer }) else {
            return
        }
        let fails = operation.playback?.fails ?? false
        switch operation.kind {
        case .play:
            remove(operation.token, leg)
            tellPlay(operation, leg, state: fails ? "error" : "finished")
        case .prompt:
            stopSounds(operation.token, leg, state: fails ? "error" : "finished")
            armInitialTimer(operation.token, leg)
        case .collect, .record, .digits, .detect, .lasting: break
        }
    }

    /// The sounds of a prompt are over: played to the end, or cut off by input.
    mutating func stopSounds(_ token: Int, _ leg: Int, state: String = "finished") {
        guard let operation = operation(token, leg), operation.playback != nil else { return }
        change(token, leg) { $0.playback = nil }
        tellPlay(operation, leg, state: state)
    }

    mutating func pausePlayback(_ operation: Operation, _ leg: Int) {
        guard let playback = operation.playback, !playback.isPaused else { return }
        let played = Duration.milliseconds(now.milliseconds(since: playback.since))
        change(operation.token, leg) {
            $0.playback?.isPaused = true
            $0.playback?.timer = 0
            $0.playback?.remaining = playback.remaining.map { max(.zero, $0 - played) }
        }
        tellPlay(operation, leg, state: "paused")
    }

    mutating func resumePlayback(_ operation: Operation, _ leg: Int) {
        guard operation.playback?.isPaused == true else { return }
        change(operation.token, leg) { $0.playback?.isPaused = false }
        tellPlay(operation, leg, state: "playing")
        runPlayback(operation.token, leg)
    }

    mutating func tellPlay(_ operation: Operation, _ leg: Int, state: String) {
        tellState("calling.call.play", operation, leg, state)
    }
}
