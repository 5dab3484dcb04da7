package import FlowRuntime

/// What a user asked for in so many words: flags, or a project file. What is `nil` is left to the
/// environment, and then to the defaults.
package struct RelayOptions: Sendable, Hashable {
    /// `name` or `name:port`, as it stands in the project file.
    package var host: String?
    package var project: Secret?
    package var token: Secret?
    package var jwt: Secret?
    package var contexts: [String]
    package var certificateFile: String?
    /// Calls that are up at once; less than one means one.
    package var calls: Int?

    package init(
        host: String? = nil, project: Secret? = nil, token: Secret? = nil, jwt: Secret? = nil,
        contexts: [String] = [], certificateFile: String? = nil, calls: Int? = nil
    ) {
        self.host = host
        self.project = project
        self.token = token
        self.jwt = jwt
        self.contexts = contexts
        self.certificateFile = certificateFile
        self.calls = calls
    }
}

/// The variables that are read (relay-protocol.md §1.1). An empty one counts as not set.
package enum RelayVariable: String, Sendable, Hashable, CaseIterable {
    case project = "SIGNALWIRE_PROJECT_ID"
    case token = "SIGNALWIRE_API_TOKEN"
    case jwt = "SIGNALWIRE_JWT_TOKEN"
    case host = "SIGNALWIRE_RELAY_HOST"
    case space = "SIGNALWIRE_SPACE"
    case certificateFile = "SIGNALWIRE_RELAY_CA_FILE"
    case calls = "RELAY_MAX_ACTIVE_CALLS"
}

/// Why there is nothing to connect with. Found before any connection; never holds a secret.
package enum RelayConfigurationError: Error, Sendable, Hashable, CustomStringConvertible {
    /// At least one, in the order in which they are named here.
    case missing([RelayVariable])
    case invalidHost(RelayHostSource, RelayHostProblem)

    package var description: String {
        switch self {
        case .missing(let variables):
            let names = variables.map(\.rawValue).joined(separator: " and ")
            return "RELAY needs \(names) in the environment (or \(RelayVariable.jwt.rawValue))"
        case .invalidHost(let source, let problem):
            return "invalid host in \(source.name ?? "the program"): \(problem)"
        }
    }
}

extension RelayConfiguration {
    /// Options first, then the environment, then the defaults (relay-protocol.md §1.1, §1.2, §1.13).
    package static func resolve(
        _ options: RelayOptions, environment: [String: String]
    ) throws(RelayConfigurationError) -> RelayConfiguration {
        let variables = RelayVariables(environment)
        let (host, source) = try variables.host(options)
        var configuration = RelayConfiguration(
            host: host.name, port: host.port, credentials: try variables.credentials(options),
            contexts: options.contexts,
            certificateFile: options.certificateFile ?? variables[.certificateFile])
        configuration.hostSource = source
        if let calls = options.calls ?? RelayCallsVariable(environment).calls {
            configuration.limits.calls = max(1, calls)
            // Each call may have asked for something when the connection is lost.
            configuration.limits.queuedRequests = max(configuration.limits.queuedRequests, calls)
        }
        return configuration
    }

    /// Whether the environment names a host, and a right one, by the rules of `resolve`; for those who read
    /// the same variables by rules of their own.
    package static func checkHost(of environment: [String: String]) throws(RelayConfigurationError) {
        _ = try RelayVariables(environment).host(RelayOptions())
    }
}

/// `RELAY_MAX_ACTIVE_CALLS` as RELAY's own libraries take it: what is no number counts as not set, and what
/// is less than one is one (relay-protocol.md §1.13).
package struct RelayCallsVariable: Sendable, Hashable {
    /// `nil` when it is not set, or as good as that.
    package var calls: Int?
    /// What is taken instead of what is written, for people; `nil` when that is the same.
    package var warning: String?

    /// A value is quoted that far: it may be anything.
    private static let quotedLength = 40

    package init(_ environment: [String: String]) {
        guard let text = RelayVariables(environment)[.calls] else { return }
        let written = "\(RelayVariable.calls.rawValue) is '\(text.prefix(Self.quotedLength))'"
        guard let number = Int(text) else {
            warning = "\(written), which is no number: it counts as not set"
            return
        }
        calls = max(1, number)
        if number < 1 { warning = "\(written): 1 is taken instead" }
    }
}

/// The environment by our names.
private struct RelayVariables {
    private let environment: [String: String]
    init(_ environment: [String: String]) { self.environment = environment }

    subscript(_ variable: RelayVariable) -> String? {
        environment[variable.rawValue].flatMap { $0.isEmpty ? nil : $0 }
    }

    func host(
        _ options: RelayOptions
    ) throws(RelayConfigurationError) -> (host: RelayHost, source: RelayHostSource) {
        var source = RelayHostSource.project
        do throws(RelayHostProblem) {
            if let host = options.host { return (try RelayHost(host), source) }
            source = .variable(.host)
            if let host = self[.host] { return (try RelayHost(host), source) }
            source = .variable(.space)
            if let space = self[.space] { return (try RelayHost.space(space), source) }
            return (.standard, .standard)
        } catch {
            throw .invalidHost(source, error)
        }
    }

    /// A JWT needs nothing else; but a token that was given outright beats a JWT of the environment.
    func credentials(
        _ options: RelayOptions
    ) throws(RelayConfigurationError) -> RelayConfiguration.Credentials {
        if let jwt = options.jwt { return .jwt(jwt) }
        if options.token == nil, let jwt = self[.jwt] { return .jwt(Secret(jwt)) }
        let project = options.project ?? self[.project].map { Secret($0) }
        let token = options.token ?? self[.token].map { Secret($0) }
        guard let project, let token else {
            throw .missing((project == nil ? [.project] : []) + (token == nil ? [.token] : []))
        }
        return .token(project: project, token: token)
    }
}
