import SourceText

extension Explanation {
    /// What is wrong with placeholders and conditions.
    static let ofExpressions: [Explanation] = [
        Explanation(
            "invalid-expression", .error, "A placeholder or condition that is no expression.",
            "Expressions are a subset of JavaScript.",
            bad: ["main:\n  - goto: {label: end, when: call.type == «*» 3}\n  - label: end\n"]),
        Explanation(
            "unsupported-expression", .error, "JavaScript that expressions leave out.",
            "There is no assignment, `new`, `function`, loop or access to the network; set variables "
                + "with `set`.",
            bad: ["main:\n  - play: \"say:${«new» Date()}\"\n"]),
        Explanation(
            "unknown-function", .error, "A function or method that expressions do not have.",
            "The message names the nearest one.", bad: ["main:\n  - play: \"say:${call.to.«revrse»()}\"\n"]),
        Explanation(
            "expression-too-large", .error, "An expression over 1,024 characters, or nested too deeply.",
            "Carriers refuse it. Compute in several `set` steps, or by a `request`."),
        Explanation(
            "invalid-pattern", .error, "A regular expression that is wrong or uses what is left out.",
            "Patterns have no look-behind and no back references, so that no text can make them run for ever."
        ),
        Explanation(
            "unclosed-placeholder", .warning, "`${` without its `}`.",
            "It is plain text then. Close it, or write `\\${` if that is meant.",
            bad: ["main:\n  - play: \"say:Hello «${»name\"\n"]),
        Explanation(
            "env-for-envs", .warning, "`env.` where `envs.` is meant.",
            "The configuration is in `envs`.",
            bad: ["main:\n  - play: \"say:Hello ${«env».company}\"\n"]),
    ]
}
