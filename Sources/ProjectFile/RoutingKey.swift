/// A key of the project file that is no setting of the server: which call gets which flow, and what flows are
/// given. Declared once for the reader, the file's JSON Schema and `callflow explain`.
package struct RoutingKey: Sendable {
    /// `default`, or section and key: `routes.to`.
    package let name: String
    /// What it means, in a sentence or two.
    package let summary: String
    /// How a file says it.
    let example: String

    private init(_ name: String, _ summary: String, example: String) {
        self.name = name
        self.summary = summary
        self.example = example
    }

    var section: String? { name.firstIndex(of: ".").map { String(name[..<$0]) } }
    var key: String { name.lastIndex(of: ".").map { String(name[name.index(after: $0)...]) } ?? name }

    /// In the order in which they are explained.
    package static let all = [
        RoutingKey(
            "default", "The flow of every call that no route fits; without it, such calls are passed on.",
            example: "default: flows/other.yaml"),
        RoutingKey(
            "routes", "Which calls get which flow; the first that fits wins.",
            example: "routes: [{context: office, flow: flows/standup.yaml}]"),
        RoutingKey(
            "routes.to", "The number or the SIP address that is called.",
            example: "to: \"+1 555 555 0100\""),
        RoutingKey(
            "routes.sipUser",
            "What stands before the `@` of the SIP address that is called: `support` of "
                + "sip:support@example.com.",
            example: "sipUser: support"),
        RoutingKey("routes.context", "The context that the call is offered in.", example: "context: office"),
        RoutingKey(
            "routes.header",
            "A header of the call; upper and lower case are the same in its name, and not in its value.",
            example: "header: {name: X-Language, value: de}"),
        RoutingKey(
            "routes.calls", "How many calls of the route are up at once; others are passed on.",
            example: "calls: 20"),
        RoutingKey(
            "routes.flow", "The file of the flow, relative to the folder of the project file.",
            example: "flow: flows/standup.yaml"),
        RoutingKey(
            "envs", "The scope `envs` of all flows; a value may be read from the environment of the server.",
            example: "envs: {greeting: Hello, pin: {fromEnvironment: STANDUP_PIN}}"),
    ]

    /// The key of that name.
    static func named(_ name: String) -> RoutingKey? { all.first { $0.name == name } }
}
