import FlowExpressions
package import FlowModel
package import FlowRuntime
import OrderedCollections
import SimulatedBackend
import SourceText

/// Which steps and branches of a number of flows were taken, by as many runs as were added.
package struct Coverage: Sendable {
    /// In the order in which they were added; a flow that was edited while tests were read is two.
    package private(set) var flows: [FlowCoverage] = []
    /// Places in `flows`, by the names of the flows' files.
    private var places: [Text: [Int]] = [:]

    package init() {}

    /// Flows of which nothing was taken count, too.
    package init(of flows: some Sequence<Flow>) {
        for flow in flows { add(flow, []) }
    }

    /// What one run of a flow noted.
    package mutating func add(_ flow: Flow, _ notes: some Sequence<JournalNote>) {
        if let place = place(of: flow) {
            flows[place].add(notes)
        } else {
            append(FlowCoverage(of: flow))
            flows[flows.count - 1].add(notes)
        }
    }

    private func place(of flow: Flow) -> Int? {
        places[Text(flow.file.name)]?.first { flows[$0].flow == flow }
    }

    private mutating func append(_ coverage: FlowCoverage) {
        places[Text(coverage.flow.file.name), default: []].append(flows.count)
        flows.append(coverage)
    }

    /// What every call of a scenario's run noted.
    package mutating func add(_ run: ScenarioRun) {
        var notes: OrderedDictionary<Int, [JournalNote]> = [:]
        for event in run.world.phone.events {
            guard case .note(let note) = event.what, let leg = event.leg else { continue }
            notes[Int(leg.rawValue), default: []].append(note)
        }
        for (leg, notes) in notes {
            guard run.world.machines.indices.contains(leg), let machine = run.world.machines[leg] else {
                continue
            }
            add(machine.flow(document: 0), notes)
        }
    }

    package mutating func merge(_ other: Coverage) {
        for coverage in other.flows {
            if let place = place(of: coverage.flow) {
                flows[place].merge(coverage)
            } else {
                append(coverage)
            }
        }
    }

    /// Of all flows together.
    package var share: CoverageShare { flows.map(\.share).reduce(CoverageShare(), +) }

    /// The flows of which less was taken than so many percent, of steps and branches together.
    package func below(percent minimum: Double) -> [FlowCoverage] {
        flows.filter { !$0.share.reaches(percent: minimum) }
    }

    /// A line for each flow, and one for all: shares, and what is missing.
    package var text: String {
        let names = flows.map(\.flow.file.name) + ["all"]
        let width = names.map(\.count).max() ?? 0
        func row(_ name: String, _ steps: CoverageShare, _ branches: CoverageShare, _ missing: String)
            -> String
        {
            let padding = String(repeating: " ", count: width - name.count)
            let line =
                "\(name)\(padding)  steps \(steps.shown)  branches \(branches.shown)"
                + (missing.isEmpty ? "" : "  missing \(missing)")
            return line + "\n"
        }
        let rows = flows.map { flow in
            row(flow.flow.file.name, flow.stepShare, flow.branchShare, flow.missingLinesText)
        }
        guard rows.count > 1 else { return rows.joined() }
        let steps = flows.map(\.stepShare).reduce(CoverageShare(), +)
        let branches = flows.map(\.branchShare).reduce(CoverageShare(), +)
        return rows.joined() + row("all", steps, branches, "")
    }
}

extension CoverageShare {
    fileprivate var shown: String {
        let padding = String(repeating: " ", count: max(0, 7 - percentText.count))
        return "\(padding)\(percentText) (\(taken)/\(total))"
    }
}
