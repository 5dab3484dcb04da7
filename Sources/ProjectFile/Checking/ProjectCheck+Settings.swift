import SourceText

// Settings that are well written, and that a server could not begin with.
extension ProjectCheck {
    mutating func checkSettings() {
        for written in project.written {
            for (text, place) in zip(written.texts, written.places) {
                guard let reason = machine.refusal(written.setting.name, text) else { continue }
                report("bad-value", .error, "'\(written.setting.name)' is \(reason)", place)
            }
        }
        checkHost()
        checkJournal()
        checkCertificates()
    }

    /// A space's short name is read from the environment alone; a name without a dot may be a machine of an
    /// own network.
    private mutating func checkHost() {
        guard let written = project.written("relay.host"), let host = written.texts.first,
            host != "localhost", !host.contains("."), !host.contains(":")
        else { return }
        report(
            "bad-value", .warning,
            "'relay.host' is a whole host here; did you mean '\(host).signalwire.com'?", written.range)
    }

    private mutating func checkJournal() {
        guard let written = project.written("journal.path"), let text = written.texts.first else {
            if let section = project.keys["journal"] {
                report(
                    "no-journal", .hint,
                    "no journal is kept without 'journal.path' (or CALLFLOW_JOURNAL, or --journal)", section)
            }
            return
        }
        let path = project.path(text)
        if checkIsFile(path, written) { return }
        guard let slash = path.lastIndex(of: "/"), slash > path.startIndex else { return }
        let folder = String(path[..<slash])
        if machine.place(folder) != .folder {
            reportMissing("there is no folder '\(folder)', and `serve` makes none", text, written.range)
        }
    }

    private mutating func checkCertificates() {
        guard let written = project.written("relay.caFile"), let text = written.texts.first else { return }
        let path = project.path(text)
        if !checkIsFile(path, written), machine.place(path) == .nothing {
            reportMissing("there is no file '\(path)'", text, written.range)
        }
    }

    /// Whether a path leads to something that is no file, which is reported.
    private mutating func checkIsFile(_ path: String, _ written: ProjectFile.WrittenSetting) -> Bool {
        let found: String
        switch machine.place(path) {
        case .file, .nothing: return false
        case .folder: found = "a folder"
        case .special: found = "a pipe or a device"
        }
        report(
            "bad-value", .error,
            "'\(written.setting.name)' is \(written.setting.expectation); '\(path)' is \(found)",
            written.range)
        return true
    }

    /// A whole path is one of the machine that serves, which need not be this one.
    private mutating func reportMissing(_ message: String, _ text: String, _ range: SourceRange) {
        let isElsewhere = text.hasPrefix("/") && !use.isServing
        report("missing-path", isElsewhere ? .hint : .warning, message, range)
    }
}
