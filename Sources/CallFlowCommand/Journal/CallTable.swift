#if Server
    import CallJournal
    import CassetteBackend
    import FlowExpressions
    import FlowRuntime
    import SourceText
    import OrderedCollections

    /// Calls in columns, or as lines of JSON.
    struct CallTable {
        private static let titles = ["began (UTC)", "call", "from", "to", "flow", "outcome", "lasted"]

        private let calls: [JournaledCall]
        private let showsNumbers: Bool

        init(_ calls: [JournaledCall], showsNumbers: Bool) {
            self.calls = calls
            self.showsNumbers = showsNumbers
        }

        var text: String {
            guard !calls.isEmpty else { return "no calls\n" }
            let rows = [Self.titles] + calls.map(row)
            let widths = Self.titles.indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
            return rows.map { line($0, widths) + "\n" }.joined()
        }

        private func line(_ cells: [String], _ widths: [Int]) -> String {
            var text = ""
            for (cell, width) in zip(cells.dropLast(), widths) {
                text += cell + String(repeating: " ", count: width - cell.count + 2)
            }
            return text + (cells.last ?? "")
        }

        private func row(_ call: JournaledCall) -> [String] {
            let began = CallTable.instant(call.began)
            return [
                "\(began.prefix(10)) \(began.dropFirst(11).prefix(8))", call.info.id.name,
                shown(call.info.from), shown(call.info.to), TraceWords.shortURL(call.flowName),
                call.outcome ?? "not over", call.milliseconds.map(Clock.text) ?? "",
            ].map { TerminalText.safe($0) }
        }

        var jsonLines: String { calls.map { json($0).jsonText + "\n" }.joined() }

        private func json(_ call: JournaledCall) -> Value {
            [
                "call": Value(call.info.id.name), "began": Value(CallTable.instant(call.began)),
                "from": Value(shown(call.info.from)), "to": Value(shown(call.info.to)),
                "direction": Value(call.info.direction.rawValue), "flow": Value(call.flowName),
                "outcome": call.outcome.map { Value($0) } ?? .null,
                "seconds": call.milliseconds.map { .number(Double($0) / 1000) } ?? .null,
            ]
        }

        private func shown(_ address: String) -> String {
            showsNumbers ? address : MaskedAddress.text(address)
        }

        /// ISO 8601. A damaged file may have any number where an instant should be.
        static func instant(_ time: Timestamp) -> String {
            let latest: Int64 = 253_402_300_799_999
            return CivilInstant.text(
                of: Timestamp(milliseconds: min(max(0, time.milliseconds), latest)))
        }
    }

    extension JournaledCall {
        /// How long it lasted; `nil` when it is not over.
        fileprivate var milliseconds: Int64? { ended?.milliseconds(since: began) }
    }

    /// Enough of an address to tell calls apart, and too little to call back.
    enum MaskedAddress {
        private static let shown = 4

        /// `…0111` of a number, `sip:…@example.com` of a SIP address.
        static func text(_ address: String) -> String {
            if let at = address.lastIndex(of: "@") {
                let scheme = address.prefix { $0 != ":" && $0 != "@" }
                let hasScheme = address.dropFirst(scheme.count).first == ":"
                return (hasScheme ? "\(scheme):" : "") + "…" + address[at...]
            }
            return address.count > shown ? "…" + address.suffix(shown) : address
        }
    }
#endif
