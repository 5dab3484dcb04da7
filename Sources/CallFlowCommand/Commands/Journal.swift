#if Server
    import ArgumentParser
    import CallJournal
    import CassetteBackend
    import FlowRuntime
    import SourceText

    /// `callflow journal`.
    struct Journal: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "journal",
            abstract: "Look at real calls that were answered here: list, show, export.",
            discussion: """
                `callflow serve --journal FILE` writes down every call. The file is only read here, also \
                while a server writes it. Without --journal it is looked for where CALLFLOW_JOURNAL or the \
                project file (callflow.yaml, or --project FILE) says that `serve` keeps it.

                Examples:
                  callflow journal list --since 24h
                  callflow journal list --flow support.yaml --limit 20 --json
                  callflow journal show 5f0c8a1e-7b0d
                  callflow journal export 5f0c8a1e-7b0d -o lost.cassette.jsonl

                An exported call is a cassette: `callflow run FLOW --backend cassette` plays it, and \
                `callflow test` takes it for a test.

                Exit status: 0 all is well, 2 it could not be done, or a part of the journal is damaged.
                """,
            subcommands: [JournalList.self, JournalShow.self, JournalExport.self])
    }

    /// `callflow journal list`.
    struct JournalList: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "List calls, the newest first.")

        @OptionGroup var source: JournalSource

        @Option(
            help: ArgumentHelp(
                "Only calls that began then or later: a time ago (90m, 24h, 7d), a date or an instant (UTC).",
                valueName: "time"))
        var since: PastInstant?

        @Option(
            help: ArgumentHelp("Only calls of this flow, by the end of its file's name.", valueName: "file"))
        var flow: String?

        @Option(help: ArgumentHelp("At most so many calls.", valueName: "count"))
        var limit: Int?

        @Flag(help: "One JSON object a line for each call.")
        var json = false

        func validate() throws {
            if let limit, limit < 1 { throw ValidationError("--limit is a whole number from 1.") }
        }

        func run() throws {
            var query = JournalQuery()
            (query.since, query.flow, query.limit) = (since?.instant, flow, limit)
            let list = try source.reading { (archive) throws(JournalError) in try archive.list(query) }
            let table = CallTable(list.calls, showsNumbers: source.showNumbers)
            Output.standard.write(json ? table.jsonLines : table.text)
            for damage in list.damages { Output.error.line("callflow: \(damage)") }
            if !list.damages.isEmpty { throw ExitStatus.cannotRun }
        }
    }

    /// `callflow journal show`.
    struct JournalShow: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show",
            abstract: "Show what happened in a call, as a trace.",
            discussion: """
                Numbers and secrets are stand-ins, as in a cassette (`callflow explain cassette` says), \
                unless --show-numbers.
                """)

        @Argument(help: "The call's id, as `callflow journal list` has it.")
        var call: String

        @OptionGroup var source: JournalSource

        @Flag(help: "One JSON object a line for everything that happened.")
        var json = false

        @Option(help: "When to use colors; NO_COLOR is honored.")
        var color = ColorChoice.auto

        func run() throws {
            let story = try source.story(of: call)
            let trace = try JournalTrace(story, showsNumbers: source.showNumbers)
            trace.show(json: json, color)
        }
    }

    /// `callflow journal export`.
    struct JournalExport: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "export",
            abstract: "Make a cassette of a call and of those that it dialled.",
            discussion: """
                Examples:
                  callflow journal export 5f0c8a1e-7b0d -o lost.cassette.jsonl
                  callflow run support.yaml --backend cassette --cassette lost.cassette.jsonl

                Beside its flow, under the flow's name (support.lost.cassette.jsonl), it is a test of \
                `callflow test`.
                """)

        @Argument(help: "The call's id, as `callflow journal list` has it.")
        var call: String

        @OptionGroup var source: JournalPath

        @Option(
            name: [.short, .long], help: ArgumentHelp("The cassette to write.", valueName: "file"),
            completion: .file())
        var output: String

        @Flag(help: "Replace the file if it is there.")
        var force = false

        func run() throws {
            let story = try source.story(of: call)
            let cassette: Cassette
            do throws(JournalStoryError) {
                try story.check()
                cassette = try story.cassette()
            } catch {
                throw Refusal("\(output) is not written: \(TerminalText.safe("\(error)"))")
            }
            do throws(CassetteFileError) { try cassette.write(to: output, replacing: force) } catch {
                let help = error.kind == .exists ? "; --force replaces it" : ""
                throw Refusal("\(error)\(help)")
            }
            let calls = counted(cassette.calls.count, "call")
            Output.error.line("callflow: exported \(calls) to \(output)")
        }
    }
#endif
