package import FlowExpressions
package import FlowModel
package import FlowRuntime
import OrderedCollections

extension CassetteReplay {
    /// What flows do with what came in, as it was: nothing is hidden, nothing is compared.
    package init(
        of log: InputLog, flows: [Flow], environment: ValueMap, variables: ValueMap
    ) {
        self.init()
        var rack = RunRack(
            flows: flows, environment: environment, variables: variables, keepsDecisions: false)
        var places: [Int32: Int] = [:]
        for input in log.inputs {
            if case .started = input.event { begin(log.runs[Int(input.run)], input.run, &rack, &places) }
            guard let place = places[input.run], !rack.machines[place].isFinished else { continue }
            tell(.event(input.event), place, input.at)
            for item in rack.handle(input.event, at: input.at, run: place).items {
                rack.follow(item, of: place)
                switch item {
                case .perform(let id, let command): tell(.command(id, command), place, input.at)
                case .note(let note): tell(.note(note), place, input.at)
                }
            }
        }
        machines = rack.machines
    }

    /// A run whose beginning was not recorded is left out.
    private mutating func begin(
        _ run: InputLog.Run, _ number: Int32, _ rack: inout RunRack, _ places: inout [Int32: Int]
    ) {
        guard let origin = CassetteOrigin(run.origin, places, rack), rack.begin(run.call, origin) == nil
        else { return }
        places[number] = runs.count
        runs.append(Call(info: run.call))
        isCall.append(origin.isCall)
    }

    private mutating func tell(_ content: JournalEntry.Content, _ run: Int, _ time: Timestamp) {
        let entry = JournalEntry(content, at: time)
        runs[run].journal.append(entry)
        story.append((run, entry))
    }
}
