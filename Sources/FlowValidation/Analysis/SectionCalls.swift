import FlowExpressions
import FlowModel

/// Finds a section by its name.
struct SectionTable {
    private let names: NameTable

    init(_ flow: Flow) { names = NameTable(flow.sections.map(\.name)) }

    func index(of name: Text) -> Int? { names.place(of: name) }

    /// The section that a target names; `nil` for documents, unknown names and templates.
    func index(of dest: Given<DocumentTarget>) -> Int? {
        guard case .literal(.section(let name)) = dest.param else { return nil }
        return index(of: name)
    }
}

/// Which steps go on in which section of the document.
struct SectionCalls {
    /// A section that is named, and the section that names it; `nil` is `onHangup`.
    struct Target {
        let caller: Int?
        let section: Int
    }

    /// By section: the steps that name it. Empty in a flow without such steps.
    private var callers: [[StepID]] = []
    private(set) var targets: [Target] = []
    /// A target that only the run knows may be any section.
    private(set) var hasTemplateTarget = false
    /// A document from elsewhere runs with this flow's variables and may set any.
    private(set) var runsOtherDocuments = false

    /// Those of a flow without such steps.
    init() {}

    init(_ flow: Flow, _ sections: SectionTable) {
        callers = Array(repeating: [], count: flow.sections.count)
        for index in flow.steps.indices where !flow.steps[index].action.kind.isDisjoint(with: .calls) {
            guard let dest = flow.steps[index].action.target else { continue }
            switch dest.param {
            case .template: hasTemplateTarget = true
            case .literal(.section):
                guard let section = sections.index(of: dest) else { continue }
                callers[section].append(flow.steps[index].id)
                targets.append(Target(caller: flow.section(around: flow.steps[index]), section: section))
            case .literal(.url), .literal(.inline):
                if case .execute = flow.steps[index].action { runsOtherDocuments = true }
            }
        }
    }

    func callers(of section: Int) -> [StepID] { callers.isEmpty ? [] : callers[section] }
}
