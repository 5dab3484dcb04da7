package import FlowExpressions
package import FlowModel
package import FlowRuntime
import OrderedCollections
import SourceText

extension Cassette {
    /// Makes a cassette of what came in: by a second run over redacted inputs, whose commands and decisions
    /// are those of the file.
    ///
    /// | what the second run does | what follows |
    /// |---|---|
    /// | the same as the first | its commands are written |
    /// | decides otherwise (`cond`, `switch`, `goto`, a `result`) | once more, that settled |
    /// | begins another step, sends another kind of command | the recording fails, with the place |
    package init(
        recording log: InputLog, flows: [Flow], environment: ValueMap, variables: ValueMap, backend: String
    ) throws(CassetteRecordingError) {
        guard !log.isOverfull else {
            throw CassetteRecordingError(
                "too much came in for one cassette (at most \(InputLog.inputLimit) events and "
                    + "\(InputLog.textLimit >> 20) MiB of texts); record fewer calls")
        }
        var first = FirstRun(log, flows: flows, environment: environment, variables: variables)
        try first.run()
        var second = SecondRun(first, log, flows: flows, environment: environment, variables: variables)
        try second.run()
        let folder = FileName.folder(of: flows.first?.file.name ?? "")
        let used = log.runs.reduce(1) { used, run in
            if case .call(let flow) = run.origin { max(used, flow + 1) } else { used }
        }
        self.init(
            backend: backend, date: second.begin,
            flows: flows.prefix(used).map {
                RecordedFlow(
                    file: FileName.name(of: $0.file.name, in: folder), hash: Checksum(of: $0.file.bytes).text)
            },
            environment: second.redactor.redacted(environment: environment),
            variables: second.redactor.redacted(variables), entries: second.entries)
    }
}

/// Both runs side by side, event by event.
private struct SecondRun {
    private let first: FirstRun
    private let log: InputLog
    private var raw: RunRack
    private var hidden: RunRack
    private var places = StepPlaces()
    private var runs: [Int32: Int] = [:]
    let begin: Timestamp
    private(set) var redactor: Redactor
    private(set) var entries: [CassetteEntry] = []

    init(_ first: FirstRun, _ log: InputLog, flows: [Flow], environment: ValueMap, variables: ValueMap) {
        self.first = first
        self.log = log
        redactor = first.redactor
        // Calls at the same time may be told of in another order than that of their clocks.
        begin = first.taken.lazy.map { log.inputs[$0].at }.min() ?? Timestamp(milliseconds: 0)
        raw = RunRack(flows: flows, environment: environment, variables: variables)
        hidden = RunRack(
            flows: flows, environment: redactor.redacted(environment: environment),
            variables: redactor.redacted(variables))
    }

    mutating func run() throws(CassetteRecordingError) {
        for place in first.taken {
            let input = log.inputs[place]
            guard input.at.milliseconds(since: begin) <= CassetteFormat.timeLimit else {
                throw CassetteRecordingError("the recording is longer than a cassette may be")
            }
            if case .started = input.event {
                try start(input)
            } else if let run = runs[input.run] {
                let isSecret =
                    if case .finished(let id, _) = input.event {
                        first.secrets.contains(RunCommand(run: run, id: id))
                    } else {
                        false
                    }
                let event = redactor.redacted(input.event, isSecret: isSecret)
                add(.event(event), run, input.at)
                try handle(input.event, event, run, input.at)
            }
        }
    }

    private mutating func start(_ input: InputLog.Input) throws(CassetteRecordingError) {
        let recorded = log.runs[Int(input.run)]
        guard let origin = CassetteOrigin(recorded.origin, runs, raw) else { return }
        let (call, shown) = (redactor.redacted(recorded.call), origin.redacted(redactor))
        if let problem = raw.begin(recorded.call, origin) ?? hidden.begin(call, shown) {
            throw CassetteRecordingError(problem)
        }
        let run = raw.machines.count - 1
        runs[input.run] = run
        add(.started(call, shown), run, input.at)
        try handle(.started, .started, run, input.at)
    }

    private mutating func add(_ content: CassetteEntry.Content, _ run: Int, _ time: Timestamp) {
        entries.append(CassetteEntry(call: run, at: time.milliseconds(since: begin), content: content))
    }

    // MARK: One event

    private mutating func handle(
        _ event: CallEvent, _ redacted: CallEvent, _ run: Int, _ time: Timestamp
    ) throws(CassetteRecordingError) {
        let wanted = raw.handle(event, at: time, run: run)
        let decisions = raw.machines[run].lastDecisions
        let before = hidden.machines[run]
        var settled: [ForcedDecision] = []
        var reaction = hidden.handle(redacted, at: time, run: run)
        while let nth = firstDifference(decisions, hidden.machines[run].lastDecisions) {
            settled.append(ForcedDecision(nth: nth, take: decisions[nth].take))
            hidden.restore(before, run: run)
            reaction = hidden.handle(redacted, at: time, run: run, forcing: settled)
        }
        for decision in settled {
            let step = decisions[decision.nth].step
            let machine = raw.machines[run]
            add(
                .decision(
                    decision, step: StepPlaces.name(step, in: machine),
                    place: redactor.redacted(text: places.text(step, in: machine))), run, time)
        }
        try write(reaction, against: wanted, run, time)
    }

    /// The first decision of the same step that was taken otherwise. Each is settled once, so this ends.
    private func firstDifference(_ wanted: [Decision], _ made: [Decision]) -> Int? {
        let nth = zip(wanted, made).enumerated().first { $1.0 != $1.1 }
        guard let (nth, (one, other)) = nth, one.step == other.step else { return nil }
        return nth
    }

    /// Writes what the second run did, if it went the way of the first.
    private mutating func write(
        _ reaction: Reaction, against wanted: Reaction, _ run: Int, _ time: Timestamp
    ) throws(CassetteRecordingError) {
        let (marks, others) = (wanted.items.compactMap(WayMark.init), reaction.items.compactMap(WayMark.init))
        var passed = 0
        for item in reaction.items {
            hidden.follow(item, of: run)
            if let mark = WayMark(item) {
                guard passed < marks.count, marks[passed] == mark else { throw differs(run) }
                passed += 1
            }
            try write(item, run, time)
        }
        guard marks.count == others.count else { throw differs(run) }
        for (raw, hidden) in zip(wanted.commands, reaction.commands) {
            if let raw = try? ValueEncoder.value(of: raw), let hidden = try? ValueEncoder.value(of: hidden) {
                redactor.learn(from: raw, hidden)
            }
        }
        for item in wanted.items { raw.follow(item, of: run) }
    }

    private mutating func write(
        _ item: Reaction.Item, _ run: Int, _ time: Timestamp
    ) throws(CassetteRecordingError) {
        let place = places.text(hidden.currentStep(of: run), in: hidden.machines[run])
        switch item {
        case .perform(let id, let command):
            guard let value = try? ValueEncoder.value(of: command) else {
                throw CassetteRecordingError("a command has no written form", at: place)
            }
            add(.command(id, value, place: place), run, time)
        case .note(.finished(let end)): add(.over(end.summary, place: place), run, time)
        case .note: break
        }
    }

    private mutating func differs(_ run: Int) -> CassetteRecordingError {
        CassetteRecordingError(
            "what the flow does here hangs on a value that a cassette must not hold (of `envs`, a phone "
                + "number, a secret), and is no decision that can be noted",
            at: places.text(hidden.currentStep(of: run), in: hidden.machines[run]))
    }
}
