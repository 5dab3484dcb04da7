import SourceText

/// What `serve --print-config` prints: each setting, its value and where that came from.
package enum SettingsListing {
    /// A line about something that is no setting of the table, such as a credential.
    package struct Extra: Sendable {
        package var name: String
        /// Shown as it is: whoever makes it masks what is secret.
        package var value: String
        package var source: String

        package init(_ name: String, _ value: String, from source: String) {
            self.name = name
            self.value = value
            self.source = source
        }
    }

    private struct Row {
        var name: String
        var value: String
        var source: String
    }

    /// One line each, in columns.
    ///
    /// - `standards`: What holds for settings without a value, by name, where that is not nothing.
    package static func text(
        _ settings: ServerSettings, _ project: ProjectFile?, standards: [String: String] = [:], extra: [Extra]
    ) -> String {
        let lines = project.map { LineTable($0.file) }
        var rows = Setting.all.map { setting in
            let (value, source) = setting.show(settings)
            return Row(
                name: setting.name,
                value: value.flatMap { $0.isEmpty ? nil : $0 } ?? standards[setting.name] ?? "none",
                source: text(of: source, project, lines))
        }
        rows += extra.map { Row(name: $0.name, value: $0.value, source: $0.source) }
        let names = rows.map(\.name.count).max() ?? 0
        let values = min(rows.map(\.value.count).max() ?? 0, 40)
        return rows.map { row in
            "\(padded(row.name, names))  \(padded(TerminalText.safe(row.value), values))  # \(row.source)\n"
        }.joined()
    }

    /// Such as `callflow.yaml:4:10`, `CALLFLOW_DRAIN`, `--drain` or `standard`.
    static func text(of source: ValueSource, _ project: ProjectFile?, _ lines: LineTable?) -> String {
        switch source {
        case .standard: return "standard"
        case .variable(let name), .option(let name): return name
        case .file(let range):
            guard let project, let place = lines?.position(at: range.lower) else { return "the file" }
            return "\(project.file.name):\(place.line):\(place.column)"
        }
    }

    private static func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }
}
