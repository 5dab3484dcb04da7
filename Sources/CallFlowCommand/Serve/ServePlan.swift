#if Server
    import CallFlowServer
    import FlowExpressions
    import FlowRuntime
    import FlowValidation
    import OrderedCollections
    import ProjectFile
    import RelayProtocol
    import SourceText

    /// All that `serve` was told, by file, environment and command line; found before any connection.
    struct ServePlan: Sendable {
        let settings: ServerSettings
        /// What of the environment and the settings the connection is made of, or why there is none.
        let relay: Result<RelayConfiguration, RelayConfigurationError>
        let project: ProjectFile?
        private let projectPath: String?
        private let flow: String?
        private let options: [GivenOption]
        private let env: ValueMap
        private let environment: [String: String]

        init(
            flow: String?, project path: String?, options: [GivenOption], env: [NamedValue],
            environment: [String: String]
        ) throws {
            self.flow = flow
            self.options = options
            self.environment = environment
            self.env = env.reduce(into: [:]) { $0[Text($1.name)] = $1.value }
            projectPath = try Self.projectPath(path, flow)
            project = try projectPath.map { path in
                let (project, findings) = try Self.read(path)
                Output.error.write(TextRendering.findings(of: FileFindings(project.file, findings)))
                guard !findings.contains(where: { $0.severity == .error }) else {
                    Output.error.line("callflow: nothing is served: \(path) has errors")
                    throw ExitStatus.findings
                }
                return project
            }
            settings = try Self.settings(project, environment, options)
            relay = Self.relay(settings, project, environment)
            guard flow != nil || project?.routing.flows.isEmpty == false else {
                throw Refusal(
                    "\(projectPath ?? ProjectFile.name) has no 'routes' and no 'default': no call gets a flow"
                )
            }
        }

        // MARK: The file

        private static func projectPath(_ path: String?, _ flow: String?) throws(Refusal) -> String? {
            if let path { return path }
            if flow != nil { return nil }
            guard FileIdentity.exists(ProjectFile.name) else {
                throw Refusal(
                    "there is no \(ProjectFile.name) here; name a flow (callflow serve FLOW) or a project "
                        + "(--project FILE)")
            }
            return ProjectFile.name
        }

        private static func read(_ path: String) throws(Refusal) -> (ProjectFile, [Finding]) {
            let reading = ProjectFile.read(try readSource(path))
            return (reading.project, reading.findingsWithFlows)
        }

        // MARK: Settings

        private static func settings(
            _ project: ProjectFile?, _ environment: [String: String], _ options: [GivenOption]
        ) throws(Refusal) -> ServerSettings {
            var settings: ServerSettings
            do throws(SettingsError) {
                settings = try ServerSettings.merged(project, environment: environment, options: options)
            } catch {
                throw Refusal(error.problems.joined(separator: "; "))
            }
            // What RELAY's own libraries read; a number that is none counts as not set there.
            let variable = RelayVariable.calls.rawValue
            if settings.calls.source == .standard, let calls = environment[variable].flatMap({ Int($0) }) {
                settings.calls = Sourced(max(1, calls), .variable(variable))
            }
            return settings
        }

        /// The host of the environment is read by RELAY's own rules: a space's name may be short.
        private static func relay(
            _ settings: ServerSettings, _ project: ProjectFile?, _ environment: [String: String]
        ) -> Result<RelayConfiguration, RelayConfigurationError> {
            var options = RelayOptions(
                contexts: settings.relayContexts.value,
                certificateFile: project?.path(settings.relayCAFile) ?? settings.relayCAFile.value,
                calls: settings.calls.value)
            if case .file = settings.relayHost.source { options.host = settings.relayHost.value }
            do throws(RelayConfigurationError) {
                return .success(try RelayConfiguration.resolve(options, environment: environment))
            } catch {
                return .failure(error)
            }
        }

        var journalPath: String? { project?.path(settings.journalPath) ?? settings.journalPath.value }

        /// What `--print-config` prints.
        var listing: String {
            let secrets = [RelayVariable.project, .token, .jwt].map { variable in
                let isSet = environment[variable.rawValue]?.isEmpty == false
                return SettingsListing.Extra(
                    "relay.\(variable)", isSet ? Secret.mask : "-", from: variable.rawValue)
            }
            var source = "standard"
            if let projectPath { source = projectPath }
            let flows = flow.map { [SettingsListing.Extra("default", $0, from: "the command line")] } ?? []
            let routes = SettingsListing.Extra("routes", "\(routing.routes.count)", from: source)
            return SettingsListing.text(settings, project, extra: secrets + flows + [routes])
        }

        // MARK: What is served

        /// With a flow on the command line, that one alone.
        private var routing: RoutingTable {
            flow.map { RoutingTable(fallback: FlowReference(path: $0)) } ?? project?.routing ?? RoutingTable()
        }

        /// The flows, read and judged. Says what is wrong, and throws then.
        func library() throws -> FlowLibrary {
            let (flow, env, path) = (flow, env, projectPath)
            do throws(LoadFailure) {
                return try FlowLibrary(planPath: path, target: .relay, files: .system) {
                    () throws(LoadProblem) in
                    guard let path else {
                        return ServedFlows(
                            RoutingTable(fallback: flow.map { FlowReference(path: $0) }), environment: env)
                    }
                    return try served(path)
                }
            } catch {
                for problem in error.problems { Self.tell(problem) }
                let isRefused = error.problems.contains { if case .refused = $0 { true } else { false } }
                if isRefused { Output.error.line("callflow: nothing is served: there are errors") }
                throw isRefused ? ExitStatus.findings : ExitStatus.cannotRun
            }
        }

        /// A project file, read anew: its routes, and its values of `envs` below those of the command line.
        private func served(_ path: String) throws(LoadProblem) -> ServedFlows {
            let project: ProjectFile
            let findings: [Finding]
            let wanted: ServerSettings
            do throws(Refusal) {
                (project, findings) = try Self.read(path)
                wanted = try Self.settings(project, environment, options)
            } catch {
                throw .unreadable(error.message)
            }
            let errors = findings.filter { $0.severity == .error }
            guard errors.isEmpty else { throw .refused(FileFindings(project.file, errors)) }
            switch project.environment(in: environment) {
            case .failure(let missing): throw .refused(FileFindings(project.file, missing.findings))
            case .success(let values):
                let envs = values.merging(env) { $1 }
                let changed = wanted.differences(from: settings)
                if let flow {
                    return ServedFlows(
                        RoutingTable(fallback: FlowReference(path: flow)), environment: envs,
                        awaitingRestart: changed)
                }
                return ServedFlows(project.routing, environment: envs, awaitingRestart: changed) {
                    project.path($0)
                }
            }
        }

        private static func tell(_ problem: LoadProblem) {
            switch problem {
            case .refused: Output.error.write(problem.text)
            case .unreadable(let sentence): Output.error.line("callflow: \(sentence)")
            }
        }
    }
#endif
