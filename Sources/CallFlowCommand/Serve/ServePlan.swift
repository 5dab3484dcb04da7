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
        /// What whoever starts the server may not expect: said in the log, and by `--print-config`.
        struct Remark: Sendable {
            /// Something is probably wrong.
            var isWarning: Bool
            /// Lower case, no full stop.
            var words: String
        }

        let settings: ServerSettings
        let remarks: [Remark]
        /// What was wrong with it, and has been said.
        let mistakes: ServeMistakes
        let project: ProjectFile?
        private let projectPath: String?
        private let flow: String?
        private let options: [GivenOption]
        private let env: ValueMap
        let environment: [String: String]

        /// Says what is wrong with the project file and the settings; throws where there is nothing to go on
        /// with.
        init(
            flow: String?, project path: String?, options: [GivenOption], env: [NamedValue],
            environment: [String: String]
        ) throws {
            self.flow = flow
            self.options = options
            self.environment = environment
            self.env = env.reduce(into: [:]) { $0[Text($1.name)] = $1.value }
            if let flow { try Self.refuseOtherFile(flow) }
            projectPath = try Self.projectPath(path, flow)
            var mistakes = ServeMistakes()
            let use = Self.use(flow, self.env)
            project = try projectPath.map { path in
                let (project, findings) = try Self.read(path, use)
                mistakes.tell(FileFindings(project.file, findings))
                return project
            }
            settings = Self.settings(project, environment, options, &mistakes)
            self.mistakes = mistakes
            var remarks = Self.remarks(settings, environment)
            // With a project file, its findings say what flows are not given.
            if let flow, projectPath == nil {
                remarks += Self.projectLeft() + Self.unmet(by: self.env, flow)
            }
            self.remarks = remarks
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

        /// What is no flow is not judged as one: it would have no end of findings.
        private static func refuseOtherFile(_ path: String) throws(Refusal) {
            let advice: String
            switch FlowLikeness.kind(at: path) {
            case .flow: return
            case .scenarios:
                let flow = FileDiscovery.flow(ofScenarios: path).map {
                    ", `callflow serve \($0)` serves its flow"
                }
                advice = "a scenario file: `callflow test \(path)` plays it\(flow ?? "")"
            case .cassette: advice = "a cassette: `callflow test \(path)` plays it"
            case .project: advice = "a project file: `callflow serve --project \(path)` reads it"
            }
            throw Refusal("\(path) is \(advice)")
        }

        /// The file and what is wrong with it. Hints are for `lint`: what stands in no file may stand on the
        /// command line.
        private static func read(_ path: String, _ use: ProjectUse) throws(Refusal) -> (
            ProjectFile, [Finding]
        ) {
            let reading = ProjectFile.read(try readSource(path))
            let findings = reading.allFindings(on: .thisMachine, for: use)
            return (reading.project, findings.filter { $0.severity > .hint })
        }

        private static func use(_ flow: String?, _ env: ValueMap) -> ProjectUse {
            ProjectUse(flow: flow, environment: Set(env.keys), isServing: true)
        }

        // MARK: Settings

        /// What is wrong is told, and as good as not given.
        private static func settings(
            _ project: ProjectFile?, _ environment: [String: String], _ options: [GivenOption],
            _ mistakes: inout ServeMistakes
        ) -> ServerSettings {
            var environment = environment
            // RELAY's rules say what is wrong with a host, as `run` does; then it is as good as none.
            do throws(RelayConfigurationError) {
                try RelayConfiguration.checkHost(of: environment)
            } catch {
                mistakes.tell("\(error)")
                for variable in [RelayVariable.host, .space] { environment[variable.rawValue] = nil }
            }
            do throws(SettingsError) { return try settings(project, environment, options) } catch {
                for problem in error.problems { mistakes.tell(problem) }
                return error.settings
            }
        }

        private static func settings(
            _ project: ProjectFile?, _ environment: [String: String], _ options: [GivenOption]
        ) throws(SettingsError) -> ServerSettings {
            var settings = try ServerSettings.merged(project, environment: environment, options: options)
            // What RELAY's own libraries read.
            if settings.calls.source == .standard, let calls = RelayCallsVariable(environment).calls {
                settings.calls = Sourced(calls, .variable(RelayVariable.calls.rawValue))
            }
            return settings
        }

        private static func remarks(
            _ settings: ServerSettings, _ environment: [String: String]
        ) -> [Remark] {
            let sources = [.standard, .variable(RelayVariable.calls.rawValue)] as [ValueSource]
            // A value that somebody else overrides does no harm.
            guard sources.contains(settings.calls.source), let words = RelayCallsVariable(environment).warning
            else { return [] }
            let rest = "; limits.calls is \(settings.calls.value)"
            return [Remark(isWarning: true, words: words + rest)]
        }

        /// A project file that lies here is not read, since a flow is named.
        private static func projectLeft() -> [Remark] {
            let name = ProjectFile.name
            guard FileIdentity.exists(name) else { return [] }
            let words = "\(name) is not read, since a flow is named (--project \(name) reads it)"
            return [Remark(isWarning: false, words: words)]
        }

        /// What a flow reads of `envs`, and the command line does not give.
        private static func unmet(by env: ValueMap, _ flow: String) -> [Remark] {
            // What is no file, or no flow, keeps the server from beginning, which says so.
            guard FileIdentity.isRegular(flow), let reads = ProjectSurroundings.thisMachine.reads(flow) else {
                return []
            }
            let given = env.keys.map(\.string)
            return reads.unmet(by: Set(env.keys), path: flow).map { need in
                let name = need.name.string
                let advice =
                    nearest(to: name, among: given).map { "`--env` gives '\($0)': did you mean that?" }
                    ?? "`--env \(name)=VALUE` does, or 'envs' of a project file"
                return Remark(isWarning: true, words: "\(need.sentence); \(advice)")
            }
        }

        /// What of the environment and the settings the connection is made of.
        ///
        /// The host of the environment is read by RELAY's own rules: a space's name may be short.
        func relay(_ mistakes: inout ServeMistakes) -> RelayConfiguration? {
            var options = RelayOptions(
                contexts: settings.relayContexts.value, certificateFile: certificateFile,
                calls: settings.calls.value)
            if case .file = settings.relayHost.source { options.host = settings.relayHost.value }
            do throws(RelayConfigurationError) {
                return try RelayConfiguration.resolve(options, environment: environment)
            } catch {
                if !hasTold(error) { mistakes.tell("\(error)") }
                return nil
            }
        }

        /// Whether it has been told before: with the findings of the project file, or with the settings.
        private func hasTold(_ error: RelayConfigurationError) -> Bool {
            switch error {
            case .invalidHost(.project, _): true
            case .invalidHost(.variable(let variable), _):
                settings.relayHost.source != .variable(variable.rawValue)
            case .invalidHost(.standard, _), .missing: false
            }
        }

        var certificateFile: String? {
            project?.path(settings.relayCAFile) ?? settings.relayCAFile.value
        }

        var journalPath: String? { project?.path(settings.journalPath) ?? settings.journalPath.value }

        /// What `--print-config` prints.
        var listing: String {
            let secrets = [RelayVariable.project, .token, .jwt].map { variable in
                let isSet = environment[variable.rawValue]?.isEmpty == false
                return SettingsListing.Extra(
                    "relay.\(variable)", isSet ? Secret.mask : "not set", from: variable.rawValue)
            }
            let routing =
                flow.map { [SettingsListing.Extra("default", $0, from: "the command line")] }
                ?? SettingsListing.routing(project)
            let envs = SettingsListing.environment(project, given: env, in: environment)
            return SettingsListing.text(
                shownSettings, project, standards: ["relay.host": RelayHost.standard.name],
                extra: secrets + routing + envs)
                + remarks.map { "# \(TerminalText.safe($0.words))\n" }.joined()
        }

        /// A space's short name, as it is meant.
        private var shownSettings: ServerSettings {
            var shown = settings
            if shown.relayHost.source == .variable(RelayVariable.space.rawValue),
                let host = shown.relayHost.value, let space = try? RelayHost.space(host),
                space.name.hasPrefix(host)
            {
                shown.relayHost.value = space.name
            }
            return shown
        }

        // MARK: What is served

        /// With a flow on the command line, that one alone.
        private var routing: RoutingTable {
            flow.map { RoutingTable(fallback: FlowReference(path: $0)) } ?? project?.routing ?? RoutingTable()
        }

        /// The flows, read and judged; `nil` when something is wrong with them, which is told.
        func library(_ mistakes: inout ServeMistakes) -> FlowLibrary? {
            if let project, let problems = problems(of: project) {
                for problem in problems { mistakes.tell(problem) }
                return nil
            }
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
                for problem in error.problems { mistakes.tell(problem) }
                return nil
            }
        }

        /// Variables that are not set, and what is wrong with the flows beside a project file that is wrong;
        /// `nil` when all is well with the file, so that the flows can be loaded.
        private func problems(of project: ProjectFile) -> [LoadProblem]? {
            var unset: [LoadProblem] = []
            if case .failure(let missing) = project.environment(in: environment) {
                unset = [.refused(FileFindings(project.file, missing.findings))]
            } else if !mistakes.hasErrors {
                return nil
            }
            let plan = ServedFlows(routing, environment: env) { [flow] in flow ?? project.path($0) }
            return unset
                + FlowLibrary.problems(of: plan, target: .relay, files: .system) { path in
                    // What is no file has been reported.
                    FileIdentity.isRegular(path)
                }
        }

        /// A project file, read anew: its routes, and its values of `envs` below those of the command line.
        private func served(_ path: String) throws(LoadProblem) -> ServedFlows {
            let project: ProjectFile
            let findings: [Finding]
            let wanted: ServerSettings
            do throws(Refusal) { (project, findings) = try Self.read(path, Self.use(flow, env)) } catch {
                throw .unreadable(error.message)
            }
            do throws(SettingsError) { wanted = try Self.settings(project, environment, options) } catch {
                // Options and variables stay what they were, and what is wrong with them was told with the
                // settings: nothing begins then.
                wanted = error.settings
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
    }
#endif
