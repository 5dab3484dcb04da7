import FlowExpressions
import FlowValidation
import SourceText

// `envs`, held against what the flows read.
extension ProjectCheck {
    /// A flow, and where the file names it.
    private struct Reader {
        var path: String
        var range: SourceRange
        var reads: EnvironmentReads
    }

    mutating func checkEnvironment() {
        var flows: [(path: String, range: SourceRange)] = []
        if let flow = use.flow {
            flows = [(flow, project.keys["envs"] ?? project.start)]
        } else {
            for flow in project.routing.flows {
                let path = project.path(flow.path)
                if !flows.contains(where: { $0.path == path }) { flows.append((path, flow.range)) }
            }
        }
        let readers = flows.compactMap { flow in
            machine.place(flow.path) == .file
                ? machine.reads(flow.path).map { Reader(path: flow.path, range: flow.range, reads: $0) } : nil
        }
        for reader in readers { checkNeeds(of: reader) }
        // What a flow that cannot be read would read is not known.
        if readers.count == flows.count, !flows.isEmpty { checkUnread(readers) }
    }

    private mutating func checkNeeds(of reader: Reader) {
        let names = project.environmentNames.map(\.name)
        let given = use.environment.union(names)
        for need in reader.reads.unmet(by: given, path: reader.path) {
            let near = nearest(to: need.name.string, among: names.map(\.string))
            report(
                "unset-env", .warning,
                need.sentence + (near.map { "; 'envs' has '\($0)': did you mean that?" } ?? ""), reader.range)
        }
    }

    private mutating func checkUnread(_ readers: [Reader]) {
        guard !readers.contains(where: { $0.reads.readsAnything }) else { return }
        let known = Set(project.environmentNames.map(\.name))
        let read = readers.reduce(into: Set<Text>()) { $0.formUnion($1.reads.names) }
        let missing = Set(readers.flatMap { $0.reads.needs.map(\.name) }).subtracting(known)
        for written in project.environmentNames where !read.contains(written.name) {
            let name = written.name.string
            let near = nearest(to: name, among: missing.map(\.string).sorted())
            report(
                "unread-env", .warning,
                "no flow reads '\(name)'" + (near.map { "; did you mean '\($0)'?" } ?? ""), written.range)
        }
    }
}
