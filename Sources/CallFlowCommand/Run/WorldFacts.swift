import FlowModel
import FlowRuntime
import SimulatedBackend
import SourceText

/// What a trace asks, answered by a world as it is now.
struct WorldFacts: TraceFacts {
    let world: World
    let names: [LegID: String]
    let lines: LineTables

    func name(of leg: LegID) -> String {
        if let name = names[leg] { return name }
        let facts = world.phone.legs[Int(leg.rawValue)]
        switch facts.role {
        case .waiting(let member): return name(of: member)
        case .placed: return partyName(of: leg, facts.info)
        case .inbound, .dialled: return world.phone.castName(of: leg) ?? facts.info.id.name
        }
    }

    /// Somebody whom a flow has dialled: by the scenario's name, or by the user of the address unless
    /// somebody else is called that.
    private func partyName(of leg: LegID, _ call: CallInfo) -> String {
        if let name = world.phone.castName(of: leg) { return name }
        let user = Self.user(of: call.to)
        return user.isEmpty || names.values.contains(user) ? call.id.name : user
    }

    /// `ann` of `sip:ann@example.com`, and a phone number as it is.
    static func user(of address: String) -> String {
        let rest = address.split(separator: ":", maxSplits: 1).last ?? address[...]
        return String(rest.prefix { $0 != "@" && $0 != ";" && $0 != "?" })
    }

    func call(of leg: LegID) -> CallInfo { world.phone.legs[Int(leg.rawValue)].info }

    func step(_ reference: StepReference, of leg: LegID) -> TracedStep? {
        let place = Int(leg.rawValue)
        guard world.machines.indices.contains(place), let machine = world.machines[place] else { return nil }
        return TracedStep(reference, of: machine, among: world.flows, lines)
    }

    func callback(_ index: Int) -> PostedCallback { world.phone.callbacks[index] }
}

/// The lines of steps, by flow; each flow's table is made once.
final class LineTables {
    private var tables: [ObjectIdentifier: (flow: Flow, table: LineTable)] = [:]

    func line(of step: Step, in flow: Flow) -> Int {
        let key = ObjectIdentifier(flow)
        let entry = tables[key] ?? (flow, LineTable(flow.file))
        tables[key] = entry
        return entry.table.position(at: step.nameRange.lower).line
    }
}

extension TracedStep {
    /// The step of a machine's run; `nil` when it has no such step. `flows` are those of the whole run.
    init?(_ reference: StepReference, of machine: FlowMachine, among flows: [Flow], _ lines: LineTables) {
        guard reference.document >= 0, reference.document < machine.documentCount else { return nil }
        let flow = machine.flow(document: reference.document)
        guard flow.steps.indices.contains(Int(reference.step)) else { return nil }
        let step = flow.steps[Int(reference.step)]
        self.init(
            flow: flow, step: step, line: lines.line(of: step, in: flow),
            flowIndex: flows.firstIndex { $0 === flow }, isMain: flows.first === flow)
    }
}
