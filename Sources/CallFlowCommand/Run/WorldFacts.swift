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
        if case .waiting(let member) = facts.role { return name(of: member) }
        return facts.info.id.name
    }

    func call(of leg: LegID) -> CallInfo { world.phone.legs[Int(leg.rawValue)].info }

    func step(_ reference: StepReference, of leg: LegID) -> TracedStep? {
        let place = Int(leg.rawValue)
        guard world.machines.indices.contains(place), let machine = world.machines[place] else { return nil }
        let flow = machine.flow(document: reference.document)
        guard flow.steps.indices.contains(Int(reference.step)) else { return nil }
        let step = flow.steps[Int(reference.step)]
        return TracedStep(
            flow: flow, step: step, line: lines.line(of: step, in: flow),
            flowIndex: world.flows.firstIndex { $0 === flow }, isMain: world.flows.first === flow)
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
