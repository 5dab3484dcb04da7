import FlowExpressions
import FlowModel
package import FlowRuntime
package import FlowValidation
package import ProjectFile
import OrderedCollections
import SourceText
import Synchronization

/// The flows that new calls get: read, judged by the linter, and read again when their files change.
///
/// | | new calls get | calls in progress |
/// |---|---|---|
/// | a changed flow is right | the new version | keep the version that they began with |
/// | it has errors, or is gone | the version before | the same |
/// | a changed project file is right, and all its flows are | what it says now | the same |
/// | it is not | what it said before | the same |
package final class FlowLibrary: Sendable {
    /// What a call gets.
    package struct Choice: Sendable {
        package var version: FlowVersion
        /// The route that it took, by what it says of calls, which is the same when routes are inserted or
        /// moved; `nil`: the fallback.
        package var route: CallPattern?
        /// How many calls of that route are up at once.
        package var limit: Int?
    }

    private struct Serving {
        var routing: RoutingTable
        /// By path as it is opened.
        var versions: [String: FlowVersion]
        var resolve: @Sendable (String) -> String
    }

    /// What only whoever reads files needs.
    private struct Reading {
        /// The stamp of each file when it was read last, right or wrong: a wrong one is reported once.
        var stamps: [String: FileStamp?] = [:]
        var planStamp: FileStamp?
        /// A project file that leads to a flow that is not right; served when that is mended.
        var pending: ServedFlows?
        var number = 0
    }

    private let serving: Mutex<Serving>
    /// Held while files are read: two who reload do so one after the other.
    private let reading: Mutex<Reading>
    private let plan: @Sendable () throws(LoadProblem) -> ServedFlows
    private let planPath: String?
    private let files: FileAccess
    private let target: Target?

    /// Reads everything. Throws all that is wrong: a server begins with nothing or with all of it.
    ///
    /// - `planPath`: The project file, to be watched as flows are; `nil` when there is none.
    /// - `target`: The phone system: what it cannot do is an error.
    /// - `plan`: Reads what is to be served.
    package init(
        planPath: String? = nil, target: Target? = nil, files: FileAccess,
        plan: @escaping @Sendable () throws(LoadProblem) -> ServedFlows
    ) throws(LoadFailure) {
        self.plan = plan
        self.planPath = planPath
        self.files = files
        self.target = target
        var reading = Reading()
        reading.planStamp = planPath.flatMap(files.stamp)
        let first: ServedFlows
        do throws(LoadProblem) { first = try plan() } catch { throw LoadFailure(problems: [error]) }
        var versions: [String: FlowVersion] = [:]
        var problems: [LoadProblem] = []
        for path in Self.paths(of: first) {
            reading.stamps[path] = files.stamp(path)
            switch Self.load(path, first, files, target) {
            case .success(let flow):
                reading.number += 1
                versions[path] = FlowVersion(
                    path: path, flow: flow, number: reading.number, environment: first.environment)
            case .failure(let problem): problems.append(problem)
            }
        }
        guard problems.isEmpty else { throw LoadFailure(problems: problems) }
        serving = Mutex(Serving(routing: first.routing, versions: versions, resolve: first.resolve))
        self.reading = Mutex(reading)
    }

    /// The flow for a call that comes in; `nil` when no route fits and there is no fallback.
    package func choice(for call: CallInfo) -> Choice? {
        serving.withLock { serving in
            let route = serving.routing.route(for: call).map { serving.routing.routes[$0] }
            guard let reference = route?.flow ?? serving.routing.fallback,
                let version = serving.versions[serving.resolve(reference.path)]
            else { return nil }
            return Choice(version: version, route: route?.pattern, limit: route?.calls)
        }
    }

    /// What new calls may get now, by path.
    package var versions: [FlowVersion] {
        serving.withLock { $0.versions.values.sorted { $0.path < $1.path } }
    }

    // MARK: Reading again

    /// Reads again what has changed; with `all`, everything. What is wrong leaves things as they were.
    package func reload(all: Bool = false) -> [LoadEvent] {
        reading.withLock { reading in
            var events: [LoadEvent] = []
            var isPlanNew = false
            let current = serving.withLock { $0 }
            let planStamp = planPath.flatMap(files.stamp)
            if planPath != nil, all || planStamp != reading.planStamp {
                reading.planStamp = planStamp
                reading.pending = nil
                isPlanNew = true
                do throws(LoadProblem) {
                    let plan = try plan()
                    reading.pending = plan
                    let settings = plan.awaitingRestart
                    if !settings.isEmpty { events.append(.awaitsRestart(settings)) }
                } catch {
                    events.append(.kept(path: planPath ?? "", error))
                }
            }
            let wanted = reading.pending
            let environment = wanted?.environment ?? current.versions.values.first?.environment ?? [:]
            let target =
                wanted
                ?? ServedFlows(
                    current.routing, environment: environment, resolve: current.resolve)
            var versions: [String: FlowVersion] = [:]
            var isWhole = true
            for path in Self.paths(of: target) {
                let known = current.versions[path]
                // A new project file is told again what stands in its way.
                let isAsked = all || isPlanNew && known == nil
                let (version, event) = renewed(path, known, target, all: isAsked, &reading)
                if let event { events.append(event) }
                versions[path] = version
                if version == nil { isWhole = false }
            }
            if isWhole { reading.pending = nil }
            install(target, versions, isPlan: wanted != nil, isWhole: isWhole, current, &events)
            return events
        }
    }

    /// The version of a path that is to be served, and what is to be said of it.
    private func renewed(
        _ path: String, _ known: FlowVersion?, _ plan: ServedFlows, all: Bool, _ reading: inout Reading
    ) -> (FlowVersion?, LoadEvent?) {
        let stamp = files.stamp(path)
        let isSame = reading.stamps[path].map { $0 == stamp } ?? false
        let isSameEnvironment = known?.environment == plan.environment
        // What was wrong and has not changed has been reported.
        if isSame, !all, known == nil || isSameEnvironment { return (known, nil) }
        reading.stamps[path] = stamp
        switch Self.load(path, plan, files, target) {
        case .failure(let problem): return (known, .kept(path: path, problem))
        case .success(let flow):
            if let known, known.flow == flow, isSameEnvironment { return (known, nil) }
            reading.number += 1
            let version = FlowVersion(
                path: path, flow: flow, number: reading.number, environment: plan.environment)
            return (version, .loaded(path: path, number: version.number))
        }
    }

    private func install(
        _ target: ServedFlows, _ versions: [String: FlowVersion], isPlan: Bool, isWhole: Bool,
        _ current: Serving, _ events: inout [LoadEvent]
    ) {
        if isWhole {
            if isPlan, target.routing != current.routing { events.append(.rerouted) }
            serving.withLock {
                $0 = Serving(routing: target.routing, versions: versions, resolve: target.resolve)
            }
        } else {
            // A new route leads to a flow that is not right: the routes stay, with flows that are.
            serving.withLock { serving in
                for (path, version) in versions where serving.versions[path] != nil {
                    serving.versions[path] = version
                }
            }
        }
    }

    /// What is wrong with the flows of a plan, or with those of them that are to be looked at.
    package static func problems(
        of plan: ServedFlows, target: Target?, files: FileAccess, where isWanted: (String) -> Bool
    ) -> [LoadProblem] {
        paths(of: plan).filter(isWanted).compactMap { path in
            switch load(path, plan, files, target) {
            case .success: nil
            case .failure(let problem): problem
            }
        }
    }

    private static func paths(of plan: ServedFlows) -> [String] {
        var paths: OrderedSet<String> = []
        for flow in plan.routing.flows { paths.append(plan.resolve(flow.path)) }
        return Array(paths)
    }

    private static func load(
        _ path: String, _ plan: ServedFlows, _ files: FileAccess, _ target: Target?
    ) -> Result<Flow, LoadProblem> {
        let file: SourceFile
        switch files.read(path) {
        case .success(let text): file = text
        case .failure(let problem): return .failure(.unreadable(problem.message))
        }
        let names = plan.environment.isEmpty ? nil : Set(plan.environment.keys)
        let report = Linter.lint(file, LintOptions(target: target, environment: names))
        let refused = report.findings.filter(\.keepsFromRunning)
        guard let flow = report.flow, refused.isEmpty else {
            return .failure(.refused(FileFindings(report.flow?.file ?? file, refused)))
        }
        return .success(flow)
    }
}

/// Everything that keeps a server from beginning.
package struct LoadFailure: Error, Sendable {
    package var problems: [LoadProblem]
}
