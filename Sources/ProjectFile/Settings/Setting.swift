import FlowModel

/// One setting of a server, declared once: read from the file, the environment and the command line, listed
/// by `--print-config`, and part of the file's JSON Schema.
package struct Setting: Sendable {
    /// Section and key in the file: `limits.calls`.
    package let name: String
    /// Variables of the environment that give it, the strongest first.
    package let variables: [String]
    /// The option of `callflow serve` that gives it: `--max-calls`.
    package let option: String?
    /// What it means, in one sentence.
    package let summary: String
    /// What is expected, as in "'limits.calls' is …".
    package let expectation: String
    /// A list in the file, words between commas elsewhere.
    package let isList: Bool
    /// The words to choose from, if there are such.
    package let words: [String]
    /// A value that is wrong may be shown; there is no password in it.
    let isQuoted: Bool
    /// Its form in the file, for editors.
    let shape: JSONShape

    /// Gives the setting a value, unless texts stand for none.
    let apply: @Sendable ([String], ValueSource, inout ServerSettings) -> Bool
    /// The value as text, `nil` when there is none, and where it came from.
    package let show: @Sendable (ServerSettings) -> (text: String?, source: ValueSource)

    var section: String? { name.firstIndex(of: ".").map { String(name[..<$0]) } }
    var key: String { name.lastIndex(of: ".").map { String(name[name.index(after: $0)...]) } ?? name }
}

extension Setting {
    /// A setting that always has a value.
    init<Value>(
        _ name: String, _ type: SettingType<Value>,
        _ path: any WritableKeyPath<ServerSettings, Sourced<Value>> & Sendable,
        variables: [String] = [], option: String? = nil, _ summary: String
    ) {
        self.init(
            name: name, variables: variables, option: option, summary: summary,
            expectation: type.expectation, isList: type.isList, words: type.words, isQuoted: type.isQuoted,
            shape: type.shape,
            apply: { texts, source, settings in
                guard let value = type.read(texts) else { return false }
                settings[keyPath: path] = Sourced(value, source)
                return true
            },
            show: { settings in
                let sourced = settings[keyPath: path]
                return (type.show(sourced.value), sourced.source)
            })
    }

    /// A setting that may have none.
    init<Value>(
        _ name: String, _ type: SettingType<Value>,
        _ path: any WritableKeyPath<ServerSettings, Sourced<Value?>> & Sendable,
        variables: [String] = [], option: String? = nil, _ summary: String
    ) {
        self.init(
            name: name, variables: variables, option: option, summary: summary,
            expectation: type.expectation, isList: type.isList, words: type.words, isQuoted: type.isQuoted,
            shape: type.shape,
            apply: { texts, source, settings in
                guard let value = type.read(texts) else { return false }
                settings[keyPath: path] = Sourced(value, source)
                return true
            },
            show: { settings in
                let sourced = settings[keyPath: path]
                return (sourced.value.map(type.show), sourced.source)
            })
    }
}
