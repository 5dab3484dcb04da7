import FlowExpressions
import FlowModel
import FlowRuntime
import OrderedCollections

/// The run as it was: finds what is secret, and which inputs nobody took any more.
struct FirstRun {
    let log: InputLog
    let environment: ValueMap
    let variables: ValueMap
    var rack: RunRack
    var redactor = Redactor()
    /// Of prompts that keep a secret.
    var secrets: Set<RunCommand> = []
    /// Numbers of runs in the file; inputs of a run that never began are left out.
    var runs: [Int32: Int] = [:]
    /// Places in `log.inputs`.
    var taken: [Int] = []

    init(_ log: InputLog, flows: [Flow], environment: ValueMap, variables: ValueMap) {
        self.log = log
        rack = RunRack(flows: flows, environment: environment, variables: variables)
        self.environment = environment
        self.variables = variables
    }

    mutating func run() throws(CassetteRecordingError) {
        for (place, input) in log.inputs.enumerated() {
            if case .started = input.event { try begin(input.run) }
            guard let run = runs[input.run], !rack.machines[run].isFinished else { continue }
            taken.append(place)
            redactor.collect(input.event)
            if case .finished(let id, .prompted(let answer)) = input.event,
                secrets.contains(RunCommand(run: run, id: id))
            {
                redactor.collect(secret: answer)
            }
            for item in rack.handle(input.event, at: input.at, run: run).items {
                rack.follow(item, of: run)
                if case .perform(let id, .prompt(let prompt)) = item, prompt.isSensitive {
                    secrets.insert(RunCommand(run: run, id: id))
                }
            }
        }
        for flow in rack.flows { redactor.reserve(flow) }
        redactor.collect(variables: variables)
        for (name, value) in environment { redactor.collect(environment: value, name.string) }
        redactor.settle()
    }

    private mutating func begin(_ number: Int32) throws(CassetteRecordingError) {
        let run = log.runs[Int(number)]
        redactor.collect(run.call)
        guard let origin = CassetteOrigin(run.origin, runs, rack) else { return }
        if let problem = rack.begin(run.call, origin) { throw CassetteRecordingError(problem) }
        runs[number] = rack.machines.count - 1
    }
}

/// A command of a run.
struct RunCommand: Hashable {
    var run: Int
    var id: CommandID
}

extension CassetteOrigin {
    /// `nil` when the run that it belongs to was not recorded.
    init?(_ origin: InputLog.Origin, _ runs: [Int32: Int], _ rack: RunRack) {
        func number(_ run: Int) -> Int? { Int32(exactly: run).flatMap { runs[$0] } }
        switch origin {
        case .call(let flow): self = .call(flow: flow)
        case .confirm(let block, let run):
            guard let run = number(run), let place = rack.place(ofConfirm: block, of: run) else { return nil }
            self = .confirm(of: run, place: place)
        case .confirmDocument(let url, let text, let run):
            guard let run = number(run) else { return nil }
            self = .confirmDocument(of: run, url: url, text: text)
        case .waiting(let url, let text, let run):
            guard let run = number(run) else { return nil }
            self = .waiting(of: run, url: url, text: text)
        }
    }

    func redacted(_ redactor: Redactor) -> CassetteOrigin {
        switch self {
        case .call, .confirm: self
        case .confirmDocument(let run, let url, let text):
            .confirmDocument(of: run, url: redactor.redacted(text: url), text: redactor.redacted(text: text))
        case .waiting(let run, let url, let text):
            .waiting(of: run, url: redactor.redacted(text: url), text: redactor.redacted(text: text))
        }
    }
}
