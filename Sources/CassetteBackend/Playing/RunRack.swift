package import FlowExpressions
package import FlowModel
package import FlowRuntime
import OrderedCollections
import SourceText

/// The machines of a recording's runs, stepped by hand: to record and to replay.
package struct RunRack: Sendable {
    package let flows: [Flow]
    private let environment: ValueMap
    private let variables: ValueMap
    /// By run.
    package private(set) var machines: [FlowMachine] = []
    /// By run: the confirm scripts of the destinations of its last `connect`.
    private var confirmations: [[ConfirmScript?]] = []
    /// By run: the step that began last.
    private var steps: [StepReference?] = []
    /// Documents that were read, by URL and text: a waiting document runs round after round.
    private var documents: [[Text]: Flow] = [:]
    private let keepsDecisions: Bool

    package init(flows: [Flow], environment: ValueMap, variables: ValueMap, keepsDecisions: Bool = true) {
        self.flows = flows
        self.environment = environment
        self.variables = variables
        self.keepsDecisions = keepsDecisions
    }

    // MARK: Running

    /// Begins the next run; gives why it cannot, in the user's words, otherwise `nil`.
    mutating func begin(_ call: CallInfo, _ origin: CassetteOrigin) -> String? {
        let machine: FlowMachine
        switch origin {
        case .call(let flow):
            guard flows.indices.contains(flow) else { return "it runs flow \(flow + 1), which was not given" }
            machine = FlowMachine(
                flow: flows[flow], call: call, environment: environment, variables: variables)
        case .confirm(let run, let place):
            guard let block = confirmBlock(run, place) else {
                return "it confirms a call that the flow does not connect, or connects without `confirm`"
            }
            machine = FlowMachine(confirming: block, of: machines[run], call: call)
        case .confirmDocument(_, let url, let text):
            guard let flow = document(url, text), let main = flow.section(named: "main") else {
                return "the document \(url) is no flow"
            }
            let base = FlowMachine(flow: flow, call: call, environment: environment)
            let block = FlowBlock(document: 0, block: Int32(truncatingIfNeeded: main.block.index))
            machine = FlowMachine(confirming: block, of: base, call: call)
        case .waiting(let run, let url, let text):
            guard let flow = document(url, text), flow.section(named: "main") != nil else {
                return "the document \(url) is no flow"
            }
            guard machines.indices.contains(run) else { return "nobody waits to it" }
            machine = FlowMachine(waiting: flow, of: machines[run])
        }
        machines.append(machine)
        if keepsDecisions { machines[machines.count - 1].keepDecisions() }
        confirmations.append([])
        steps.append(nil)
        return nil
    }

    private func confirmBlock(_ run: Int, _ place: Int) -> FlowBlock? {
        guard confirmations.indices.contains(run), confirmations[run].indices.contains(place),
            case .steps(let block)? = confirmations[run][place]
        else { return nil }
        return block
    }

    /// Where among a run's confirm scripts that block stands.
    func place(ofConfirm block: FlowBlock, of run: Int) -> Int? {
        guard confirmations.indices.contains(run) else { return nil }
        return confirmations[run].firstIndex { $0 == .steps(block) }
    }

    private mutating func document(_ url: String, _ text: String) -> Flow? {
        let key = [Text(url), Text(text)]
        if let flow = documents[key] { return flow }
        let reading = Flow.read(SourceFile(name: url, text: text))
        guard !reading.findings.contains(where: { $0.severity == .error }) else { return nil }
        documents[key] = reading.flow
        return reading.flow
    }

    /// Hands an event to a run that has begun.
    mutating func handle(
        _ event: CallEvent, at time: Timestamp, run: Int, forcing: [ForcedDecision] = []
    ) -> Reaction {
        var reaction = Reaction()
        machines[run].handle(event, at: time, forcing: forcing, into: &reaction)
        return reaction
    }

    /// Takes notice of an item of a run's reaction; in order.
    mutating func follow(_ item: Reaction.Item, of run: Int) {
        switch item {
        case .note(.began(let step)): steps[run] = step
        case .perform(_, .connect(let connect)):
            confirmations[run] = connect.groups.joined().map(\.confirm)
        case .note, .perform: break
        }
    }

    /// Puts one run back to where it was.
    mutating func restore(_ machine: FlowMachine, run: Int) { machines[run] = machine }

    /// The step that began last.
    func currentStep(of run: Int) -> StepReference? { steps[run] }
}

/// Names the places of steps for people; the lines of each file are counted once.
package struct StepPlaces {
    private var tables: [ObjectIdentifier: LineTable] = [:]

    package init() {}

    /// `menu.yaml:14`; empty before the first step.
    mutating func text(_ step: StepReference?, in machine: FlowMachine) -> String {
        guard let step, let flow = Self.flow(of: step, in: machine) else { return "" }
        let table = tables[ObjectIdentifier(flow)] ?? LineTable(flow.file)
        tables[ObjectIdentifier(flow)] = table
        let line = table.position(at: flow.steps[Int(step.step)].nameRange.lower).line
        return "\(FileName.last(of: flow.file.name)):\(line)"
    }

    /// The step's name as it is written, without quotes.
    static func name(_ step: StepReference, in machine: FlowMachine) -> String {
        guard let flow = flow(of: step, in: machine) else { return "" }
        let text = flow.file.text(in: flow.steps[Int(step.step)].nameRange)
        return String(text.drop { $0 == "\"" || $0 == "'" }.prefix { $0 != "\"" && $0 != "'" })
    }

    private static func flow(of step: StepReference, in machine: FlowMachine) -> Flow? {
        guard step.document >= 0, step.document < machine.documentCount else { return nil }
        let flow = machine.flow(document: step.document)
        return flow.steps.indices.contains(Int(step.step)) ? flow : nil
    }
}

/// Names of files as a cassette tells them: never the folders of the machine on which it was recorded.
enum FileName {
    static func last(of path: String) -> String {
        let path = path.prefix { $0 != "?" && $0 != "#" }
        return path.split(separator: "/").last.map(String.init) ?? String(path)
    }

    /// The way from a folder to a file in it; otherwise the file's last name.
    static func name(of path: String, in folder: Substring) -> String {
        path.hasPrefix(folder) ? String(path.dropFirst(folder.count)) : last(of: path)
    }

    static func folder(of path: String) -> Substring { path.lastIndex(of: "/").map { path[...$0] } ?? "" }
}
