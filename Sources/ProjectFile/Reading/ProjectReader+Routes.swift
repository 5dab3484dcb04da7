import SourceText
import YAMLTree

// `routes` and `default`.
extension ProjectReader {
    private static let routeKeys = RoutingKey.all.filter { $0.section == "routes" }.map(\.key)

    mutating func readRoutes(_ node: YAMLNode, into table: inout RoutingTable) {
        guard let items = node.sequence else {
            if !node.isNull { reportWrong(node, "'routes' is a list, each with a 'flow'") }
            return
        }
        guard items.count <= Self.listMax else {
            return reportWrong(node, "'routes' has more than \(Self.listMax) items")
        }
        for item in items {
            guard let route = route(item) else { continue }
            checkReached(route, after: table.routes)
            table.routes.append(route)
        }
    }

    /// The file of a flow.
    mutating func flow(_ node: YAMLNode, _ what: String) -> FlowReference? {
        text(node, what).map { FlowReference(path: $0, range: node.place) }
    }

    private mutating func route(_ node: YAMLNode) -> Route? {
        guard let entries = entries(of: node, "a route") else { return nil }
        var pattern = CallPattern()
        var (flow, calls): (FlowReference?, Int?)
        let before = errors
        for entry in entries {
            switch key(of: entry, among: Self.routeKeys) {
            case "to": pattern.to = called(entry.value)
            case "sipUser": pattern.sipUser = sipUser(entry.value)
            case "context": pattern.context = text(entry.value, "'context'")
            case "header": pattern.header = header(entry.value)
            case "calls": calls = count(entry.value)
            case "flow": flow = self.flow(entry.value, "'flow'")
            case _: break
            }
        }
        let isRight = errors == before
        if isRight, pattern.isEmpty {
            report(
                "missing-key",
                "a route says which calls it is for: 'to', 'sipUser', 'context' or 'header' "
                    + "('default' is for all others)", node.place)
        }
        guard let flow else {
            if isRight { report("missing-key", "a route has a 'flow'", node.place) }
            return nil
        }
        checkMatches(pattern, node)
        return isRight && !pattern.isEmpty
            ? Route(pattern: pattern, flow: flow, calls: calls, range: node.place) : nil
    }

    private var errors: Int { findings.count { $0.severity == .error } }

    private mutating func header(_ node: YAMLNode) -> CallPattern.Header? {
        var (name, value): (String?, String?)
        guard let entries = entries(of: node, "'header'") else { return nil }
        for entry in entries {
            switch key(of: entry, among: ["name", "value"]) {
            case "name": name = headerName(entry.value)
            case "value": value = text(entry.value, "'value'")
            case _: break
            }
        }
        if let name, let value { return CallPattern.Header(name: name, value: value) }
        let missing = name == nil ? "name" : "value"
        if !entries.contains(where: { $0.key.scalar?.text == missing }) {
            report("missing-key", "a header has a '\(missing)'", node.place)
        }
        return nil
    }

    private mutating func count(_ node: YAMLNode) -> Int? {
        let type = SettingType.calls
        if let count = node.scalar.flatMap({ type.read([$0.text]) }) { return count }
        reportWrong(node, "'calls' is \(type.expectation)")
        return nil
    }

    // MARK: Routes that no call can take

    private mutating func checkMatches(_ pattern: CallPattern, _ node: YAMLNode) {
        guard let to = pattern.to, let user = pattern.sipUser, CallPattern.sipUser(of: to) != user else {
            return
        }
        report("unreachable-route", "no call to '\(to)' has the SIP user '\(user)'", node.place)
    }

    private mutating func checkReached(_ route: Route, after earlier: [Route]) {
        guard let other = earlier.first(where: { $0.pattern.covers(route.pattern) }) else { return }
        let related = [Finding.Related("this one takes its calls", other.range)]
        if other.pattern == route.pattern {
            report(
                "duplicate-route", "there is a route for the same calls already", route.range,
                related: related)
        } else {
            report(
                "unreachable-route", "an earlier route takes all of these calls", route.range,
                severity: .warning, related: related)
        }
    }

    /// Contexts may also be given elsewhere, hence a warning.
    mutating func checkContexts(of project: ProjectFile) {
        guard let contexts = project.written("relay.contexts") else { return }
        for route in project.routing.routes {
            guard let context = route.pattern.context, !contexts.texts.contains(context) else { continue }
            report(
                "unreachable-route", "the context '\(context)' is not among 'relay.contexts'", route.range,
                severity: .warning, related: [Finding.Related("these are", contexts.range)])
        }
    }
}
