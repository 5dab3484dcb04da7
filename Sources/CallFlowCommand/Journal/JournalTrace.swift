#if Server
    import CallJournal
    import CassetteBackend
    import FlowModel
    import FlowRuntime
    import SourceText

    /// A journaled call as `callflow run` would have shown it.
    struct JournalTrace {
        private let story: JournalStory
        private let flow: Flow
        private let replay: CassetteReplay
        private let showsNumbers: Bool

        init(_ story: JournalStory, showsNumbers: Bool) throws(Refusal) {
            self.story = story
            self.showsNumbers = showsNumbers
            do throws(JournalStoryError) {
                flow = try story.readFlow()
                replay =
                    showsNumbers
                    ? CassetteReplay(
                        of: story.inputs, flows: [flow], environment: story.flow.environment,
                        variables: story.flow.variables)
                    : try story.cassette().replay([flow])
            } catch {
                let help =
                    if case .recording = error { "; --show-numbers shows the call as it was" } else { "" }
                throw Refusal(TerminalText.safe("\(error)\(help)"))
            }
        }

        func show(json: Bool, _ color: ColorChoice) {
            let trace = ReplayTrace(replay: replay, flows: [flow], begin: begin)
            if json {
                trace.showJSON()
            } else {
                Output.standard.line(headline)
                trace.show(colors: color.isOn(.standard))
            }
            for warning in warnings { Output.error.line("warning: \(TerminalText.safe(warning))") }
        }

        /// A cassette begins with the first event, as its calls do.
        private var begin: Timestamp { story.calls.first?.call.began ?? Timestamp(milliseconds: 0) }

        private var headline: String {
            guard let call = story.calls.first?.call else { return "" }
            let (from, to) = (call.info.from, call.info.to)
            let addresses = showsNumbers ? (from, to) : (MaskedAddress.text(from), MaskedAddress.text(to))
            let text =
                "\(call.info.id), \(CallTable.instant(call.began)), from \(addresses.0) to \(addresses.1), "
                + "\(TraceWords.shortURL(call.flowName)): \(call.outcome ?? "not over")"
            return TerminalText.safe(text)
                + (showsNumbers
                    ? "" : "\nNumbers and secrets below are stand-ins (--show-numbers: as it was).")
        }

        /// What the reader must know before believing the trace.
        private var warnings: [String] {
            var warnings = story.calls.compactMap { $0.problem.map { "\($0)" } }
            do throws(JournalStoryError) { try story.check() } catch { warnings.append("\(error)") }
            return warnings
        }
    }
#endif
