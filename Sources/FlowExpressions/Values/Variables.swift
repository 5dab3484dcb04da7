import OrderedCollections

/// The four scopes of a call (`swml-language.md` §2.3). The machine owns one and changes it.
package struct Variables: Sendable, Hashable {
    /// What `set` and the steps produce; lives as long as the call.
    package var vars: ValueMap
    /// What `execute` or `transfer` gave to the running section.
    package var params: ValueMap
    /// From the project file and `--env`; never changes during a call.
    package var envs: ValueMap
    /// The call itself, §2.4; written by the platform.
    package var call: ValueMap

    package init(vars: ValueMap = [:], params: ValueMap = [:], envs: ValueMap = [:], call: ValueMap = [:]) {
        self.vars = vars
        self.params = params
        self.envs = envs
        self.call = call
    }

    /// The names of the scopes, which no variable can take (§2.5).
    package enum Scope: String, Sendable, Hashable, CaseIterable {
        case vars, params, envs, call

        /// The scope of a word, nil for any other name.
        package init?(_ name: Text) {
            guard case .scope(let scope)? = name.withUTF8({ Word($0) }) else { return nil }
            self = scope
        }
    }

    /// The value of an unprefixed name: a scope as a map, else `vars`, then `envs`, then `call` (§2.5).
    ///
    /// `params` is never searched without its prefix. What the platform sets is also found under its
    /// camelCase name (§1.9).
    package func lookup(_ name: Text) -> Value? {
        if let scope = Scope(name) { return .map(self[scope]) }
        if let value = vars[name] ?? envs[name] ?? call[name] { return value }
        guard let platform = PlatformNames.snakeCase(name) else { return nil }
        if let value = call[platform] { return value }
        return PlatformNames.variables.contains(platform) ? vars[platform] : nil
    }

    /// A member of one scope; `call.state` is `call.call_state` (§2.4).
    package func value(of name: Text, in scope: Scope) -> Value? {
        if let value = self[scope][name] { return value }
        switch scope {
        case .params, .envs: return nil
        case .vars:
            guard let platform = PlatformNames.snakeCase(name) else { return nil }
            return PlatformNames.variables.contains(platform) ? vars[platform] : nil
        case .call:
            if name == "state" { return call["call_state"] }
            return PlatformNames.snakeCase(name).flatMap { call[$0] }
        }
    }

    package subscript(scope: Scope) -> ValueMap {
        switch scope {
        case .vars: vars
        case .params: params
        case .envs: envs
        case .call: call
        }
    }
}

extension Variables: Codable {
    private enum CodingKeys: String, CodingKey { case vars, params, envs, call }

    /// Each scope is one string of JSON: coders of the platform do not keep the order of keys, which decides
    /// what an expression sees. `undefined` members are dropped, `NaN` and the infinities become `null`.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(Value.map(vars).jsonText, forKey: .vars)
        try container.encode(Value.map(params).jsonText, forKey: .params)
        try container.encode(Value.map(envs).jsonText, forKey: .envs)
        try container.encode(Value.map(call).jsonText, forKey: .call)
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        func scope(_ key: CodingKeys) throws -> ValueMap {
            guard case .map(let map) = try Value(ownJSON: container.decode(String.self, forKey: key)) else {
                throw DecodingError.dataCorruptedError(
                    forKey: key, in: container, debugDescription: "a scope is a JSON object")
            }
            return map
        }
        self.init(
            vars: try scope(.vars), params: try scope(.params), envs: try scope(.envs),
            call: try scope(.call))
    }
}
