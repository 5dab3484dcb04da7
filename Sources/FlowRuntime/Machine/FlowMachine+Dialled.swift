import FlowExpressions
import FlowModel
import OrderedCollections

// A call that another one dialled: it begins in the section that was dialled for, with the parameters of the
// step, and is a call like any other from then on.
extension FlowMachine {
    mutating func open(_ run: DialledRun) {
        scopes.params = run.params
        do throws(ScriptError) {
            switch run.target {
            case .section(let name): enterFirst(try section(Text(name), of: 0))
            case .document(let name, let text, let section):
                let document = try bringIn(text, named: name)
                enterFirst(try self.section(Text(section), of: document))
            case .url(let url):
                fetchDocument(url, run.params, nil)
                phase = phase.waiting(as: .opening)
            }
        } catch {
            endScript(error)
        }
    }

    /// The document that was to be fetched first, or why there is none: the call is ended then.
    mutating func openingFetched(_ result: CommandResult) {
        phase = .running
        do throws(ScriptError) {
            enterFirst(try fetched(result))
        } catch {
            endScript(error)
        }
    }

    private mutating func enterFirst(_ entry: Entry) {
        outbox.note(.entered(section: entry.section.name.string, depth: 0))
        push(frame: entry.document, block: entry.section.block, caller: nil)
    }
}
