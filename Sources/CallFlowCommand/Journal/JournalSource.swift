#if Server
    import ArgumentParser
    import CallJournal
    import CassetteBackend
    import FlowRuntime
    import ProjectFile
    import SourceText

    #if canImport(Darwin)
        import Darwin
    #else
        import Glibc
    #endif

    /// `--journal`, or where `callflow serve` keeps its journal here.
    struct JournalPath: ParsableArguments {
        /// Looked at when nothing says where the journal is.
        private static let standard = "callflow.journal"

        @Option(
            help: ArgumentHelp(
                "The journal. (default: CALLFLOW_JOURNAL, or journal.path of the project file; else "
                    + "callflow.journal)", valueName: "file"), completion: .file())
        var journal: String?

        @Option(
            help: ArgumentHelp(
                "The project file that names the journal. (default: callflow.yaml)", valueName: "file"),
            completion: .file(extensions: ["yaml"]))
        var project: String?

        /// Where the journal is, and why it is looked for there.
        private struct Place {
            var path: String
            var source: ValueSource
            /// The project file that was read.
            var project: ProjectFile?
        }

        /// The settings' own order decides: option, environment, project file.
        private func place() throws(Refusal) -> Place {
            let project = try readProject()
            let options = journal.map { [GivenOption("--journal", [$0])] } ?? []
            let settings: ServerSettings
            do throws(SettingsError) {
                settings = try .merged(
                    project, environment: ProcessEnvironment.variables, options: options)
            } catch {
                // What is wrong with other settings is nothing to whoever reads a journal.
                settings = error.settings
            }
            let path = project?.path(settings.journalPath) ?? settings.journalPath.value
            guard let path else { return Place(path: Self.standard, source: .standard, project: project) }
            return Place(path: path, source: settings.journalPath.source, project: project)
        }

        /// The project file that is named, or that of this directory; a journal that is named needs none.
        private func readProject() throws(Refusal) -> ProjectFile? {
            if project == nil, journal != nil || !FileIdentity.exists(ProjectFile.name) { return nil }
            return ProjectFile.read(try readSource(project ?? ProjectFile.name)).project
        }

        func reading<Result>(
            _ body: (JournalArchive) throws(JournalError) -> Result
        ) throws(Refusal) -> Result {
            let place = try place()
            do throws(JournalError) {
                return try body(try JournalArchive(at: place.path))
            } catch {
                throw Refusal("\(error)" + (error.kind == .cannotOpen ? Self.help(place) : ""))
            }
        }

        /// Why it was looked for there.
        private static func help(_ place: Place) -> String {
            let file = place.project?.file.name ?? ProjectFile.name
            switch place.source {
            case .standard:
                guard let project = place.project else {
                    return "; --journal FILE says where the server keeps its own"
                }
                let reason =
                    project.hasErrors
                    ? "has errors (`callflow lint \(file)` shows them) and names no journal"
                    : "names no journal ('journal.path')"
                return ", and \(file) \(reason); --journal FILE says where the server keeps its own"
            case .file: return " (\(file) names it); --journal FILE names another"
            case .variable(let name): return " (\(name) names it); --journal FILE names another"
            case .option: return ""
            }
        }

        func story(of call: String) throws(Refusal) -> JournalStory {
            let story = try reading { (archive) throws(JournalError) -> JournalStory? in
                guard let call = try archive.call(call) else { return nil }
                return try archive.story(of: call)
            }
            guard let story else {
                throw Refusal(
                    "no call has the id `\(TerminalText.safe(call))` (`callflow journal list` has them all)")
            }
            return story
        }
    }

    /// `--journal` and `--show-numbers`.
    struct JournalSource: ParsableArguments {
        @OptionGroup var path: JournalPath

        @Flag(help: "Show numbers and addresses as they are, and all else that is hidden.")
        var showNumbers = false

        func reading<Result>(
            _ body: (JournalArchive) throws(JournalError) -> Result
        ) throws(Refusal) -> Result { try path.reading(body) }

        func story(of call: String) throws(Refusal) -> JournalStory { try path.story(of: call) }
    }

    /// `--since`: `90m`, `24h`, `7d`, `2026-11-22`, `2026-11-22T16:30:00Z`.
    struct PastInstant: ExpressibleByArgument {
        let instant: Timestamp

        init?(argument: String) {
            self.init(argument, now: Timestamp(milliseconds: Int64(time(nil)) * 1000))
        }

        init?(_ text: String, now: Timestamp) {
            if let instant = Self.civil(text) ?? Self.ago(text, now) {
                self.instant = instant
            } else {
                return nil
            }
        }

        /// Milliseconds of the units that a time ago may have.
        private static let units: [Character: Int64] = [
            "s": 1000, "m": 60_000, "h": 3_600_000, "d": 86_400_000,
        ]

        private static func ago(_ text: String, _ now: Timestamp) -> Timestamp? {
            guard let unit = text.last.flatMap({ units[$0] }), let count = Int32(text.dropLast()), count >= 0
            else { return nil }
            return Timestamp(milliseconds: now.milliseconds - Int64(count) * unit)
        }

        private static func civil(_ text: String) -> Timestamp? {
            var text = text.hasSuffix("Z") ? String(text.dropLast()) : text
            switch text.utf8.count {
            case 10: text += "T00:00:00.000"
            case 16: text += ":00.000"
            case 19: text += ".000"
            case _: break
            }
            return CivilInstant.instant(text + "Z")
        }
    }
#endif
