public import FlowRuntime

/// What the author of a backend gives to `BackendConformance`: the backend, and people who call it.
///
/// The far ends may be a fake phone system in the same process, a recording, or real telephones.
public protocol ConformanceHarness: Sendable {
    associatedtype Backend: CallBackend

    /// What the backend can do here; by default what its type claims. A backend that is configured, or that
    /// plays a recording, may be able to do less.
    var capabilities: Set<Capability> { get }
    /// Whether the backend's time is virtual; otherwise how long a beat takes.
    var time: ConformanceTime { get }
    /// A backend, ready to give the calls of `stage.farEnds` in that order, and nothing else.
    ///
    /// What it throws fails the rules that the scene is for.
    func backend(for stage: ConformanceStage) async throws -> Backend
    /// Shuts a backend down: its inbound calls end.
    func shutDown(_ backend: Backend) async

    /// Whether the backend claims to survive a lost connection, and `interrupt` can cause one.
    var canInterrupt: Bool { get }
    /// Cuts the connection with the phone system for a moment; returns when it is cut. Calls live on.
    func interrupt(_ backend: Backend) async
}

extension ConformanceHarness {
    public var capabilities: Set<Capability> { Backend.capabilities }
    /// A backend claims nothing by itself.
    public var canInterrupt: Bool { false }
    public func interrupt(_ backend: Backend) async {}
}

/// How a backend's time runs. All times of the suite are multiples of a beat.
public enum ConformanceTime: Sendable, Hashable {
    /// Nothing waits for a clock: a beat is a second, and costs nothing.
    case virtual
    /// A beat is as long as this. It must be long against the delays of the backend and its far ends; a
    /// scene lasts up to ten of them.
    case real(beat: Duration)

    var beat: Duration {
        switch self {
        case .virtual: .seconds(1)
        case .real(let beat): beat
        }
    }
}

/// What a harness prepares: the calls of one scene.
public struct ConformanceStage: Sendable, Hashable {
    /// The scene's name, the same in every run: for harnesses that have something ready for each.
    public let scene: String
    /// Who calls, in the order in which the calls come in.
    public let farEnds: [FarEnd]

    package init(scene: String, farEnds: [FarEnd]) {
        self.scene = scene
        self.farEnds = farEnds
    }
}

/// The party at the far end of an inbound call, and what it does. It never does anything else: without acts
/// it stays, in silence, until the call is ended.
public struct FarEnd: Sendable, Hashable {
    /// What the party waits for before its acts, the first time that it happens.
    public enum Cue: String, Sendable, Hashable, CaseIterable {
        /// Its call comes in: it rings.
        case rings
        case isAnswered
        /// A sound of `play` begins.
        case hearsSound
        /// A `prompt` begins, with its sounds.
        case isAsked
    }

    /// One thing that the party does.
    public enum Deed: Sendable, Hashable {
        /// Presses these keys (`0-9*#`) one after another, each about a tenth of a beat.
        case press(String)
        /// Speaks for about a beat.
        case say(String)
        case hangUp
    }

    /// A deed, and how long the party waits before it.
    public struct Act: Sendable, Hashable {
        /// From the cue, or from the end of the act before.
        public let after: Duration
        public let deed: Deed

        package init(_ deed: Deed, after: Duration) {
            self.after = after
            self.deed = deed
        }
    }

    /// When it calls, from the beginning of the scene.
    public let calls: Duration
    public let cue: Cue
    /// One after another.
    public let acts: [Act]

    package init(calls: Duration = .zero, upon cue: Cue = .rings, _ acts: [Act] = []) {
        self.calls = calls
        self.cue = cue
        self.acts = acts
    }
}
