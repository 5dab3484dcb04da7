import SourceText

/// What is said on the command line: an option and its texts, `("--context", ["office", "support"])`.
package struct GivenOption: Sendable {
    package var name: String
    package var texts: [String]

    package init(_ name: String, _ texts: [String]) {
        self.name = name
        self.texts = texts
    }
}

extension ServerSettings {
    /// The names of the settings that have another value here, in the order of the file's reference.
    package func differences(from other: ServerSettings) -> [String] {
        Setting.all.filter { $0.show(self).text != $0.show(other).text }.map(\.name)
    }

    /// The effective settings: the file's, unless the environment has others, unless the command line has.
    /// What stands in no place has its standard value.
    ///
    /// Throws a sentence for each value that is none. A variable that is empty counts as not set.
    package static func merged(
        _ project: ProjectFile?, environment: [String: String], options: [GivenOption]
    ) throws(SettingsError) -> ServerSettings {
        var settings = ServerSettings()
        var problems: [String] = []
        for written in project?.written ?? [] {
            // The reader has tried it already.
            _ = written.setting.apply(written.texts, .file(written.range), &settings)
        }
        for setting in Setting.all {
            let names = setting.variables.filter { environment[$0]?.isEmpty == false }
            guard let name = names.first, let text = environment[name] else { continue }
            let texts = setting.isList ? words(text) : [text]
            if !setting.apply(texts, .variable(name), &settings) {
                let found = setting.isQuoted ? "; found '\(text)'" : ""
                problems.append("\(name) is \(setting.expectation)\(found)")
            }
        }
        for option in options {
            guard let setting = Setting.of(option: option.name) else {
                preconditionFailure("an option that gives a setting is named in its declaration")
            }
            if !setting.apply(option.texts, .option(option.name), &settings) {
                let found = option.texts.joined(separator: ", ")
                problems.append("\(option.name) is \(setting.expectation); found '\(found)'")
            }
        }
        if !problems.isEmpty { throw SettingsError(problems: problems, settings: settings) }
        return settings
    }

    private static func words(_ text: String) -> [String] {
        text.split(separator: ",").map { word in
            String(word.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
        }
    }
}

/// Values of the environment or the command line that are none.
package struct SettingsError: Error, Sendable {
    /// In the user's words, lower case, no full stop, one for each value.
    package var problems: [String]
    /// The settings without these values.
    package var settings: ServerSettings
}

extension ProjectFile {
    /// A path of a setting as the program opens it: relative to this file if it stands in it.
    package func path(_ written: Sourced<String?>) -> String? {
        guard case .file = written.source else { return written.value }
        return written.value.map(path)
    }
}
