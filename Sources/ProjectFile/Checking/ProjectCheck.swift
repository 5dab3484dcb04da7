import FlowValidation
package import SourceText

extension ProjectFile {
    /// What is wrong with the file as a whole, and with what it names, by position: what its own text does
    /// not show.
    package func findings(
        on machine: ProjectSurroundings, for use: ProjectUse = ProjectUse()
    ) -> [Finding] {
        var check = ProjectCheck(project: self, machine: machine, use: use)
        check.checkService()
        check.checkFlows()
        check.checkEnvironment()
        check.checkSettings()
        return check.findings.sorted { ($0.range, $0.id.name) < ($1.range, $1.id.name) }
    }
}

extension ProjectReading {
    /// What is wrong with the file, with what it names, and with both together, by position, but for what
    /// comments allow.
    package func allFindings(
        on machine: ProjectSurroundings, for use: ProjectUse = ProjectUse()
    ) -> [Finding] {
        let all = (findings + project.findings(on: machine, for: use)).sorted {
            ($0.range, $0.id.name) < ($1.range, $1.id.name)
        }
        return project.allowances?.applied(to: all) ?? all
    }
}

/// Holds a project file against the machine and the flows.
struct ProjectCheck {
    let project: ProjectFile
    let machine: ProjectSurroundings
    let use: ProjectUse
    var findings: [Finding] = []

    mutating func report(
        _ id: Finding.ID, _ severity: Finding.Severity, _ message: String, _ range: SourceRange
    ) {
        findings.append(Finding(id, severity, message, at: range))
    }

    // MARK: Calls

    /// Whether any call can come, and get a flow.
    mutating func checkService() {
        if use.flow == nil, project.routing.flows.isEmpty {
            // Routes that are wrong have been reported, and may be all there are.
            guard !project.hasErrors else { return }
            return report(
                "no-routes", use.isServing ? .error : .warning,
                "no call gets a flow: there are neither 'routes' nor 'default'", project.start)
        }
        if project.written("relay.contexts")?.texts.isEmpty ?? true {
            report(
                "no-contexts", .hint,
                "no context is asked for, so hardly any call is offered: name some in 'relay.contexts', in "
                    + "CALLFLOW_CONTEXTS or with --context", project.keys["relay"] ?? project.start)
        }
    }

    mutating func checkFlows() {
        for flow in project.routing.flows {
            let path = project.path(flow.path)
            switch machine.place(path) {
            case .file: checkRuns(path, flow.range)
            case .folder: report("unknown-flow", .error, "'\(path)' is a folder, and no flow", flow.range)
            case .special:
                report("unknown-flow", .error, "'\(path)' is a pipe or a device, and no flow", flow.range)
            case .nothing: report("unknown-flow", .error, "there is no file '\(path)'", flow.range)
            }
        }
    }

    /// A server says of each flow itself why it is refused.
    private mutating func checkRuns(_ path: String, _ range: SourceRange) {
        guard !use.isServing else { return }
        let names = use.environment.union(project.environmentNames.map(\.name))
        guard let obstacle = machine.obstacle(path, names.isEmpty ? nil : names) else { return }
        report("broken-flow", .error, obstacle, range)
    }
}
