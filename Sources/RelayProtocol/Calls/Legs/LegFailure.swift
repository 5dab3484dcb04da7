import FlowRuntime

extension CommandFailure.Code {
    /// Why a leg was not answered, from `failed_reason`, `reason` or `end_reason` (relay-protocol.md §3.5,
    /// §5): free text, of which every known spelling is read. No word means that nobody answered.
    init(legReason text: String) {
        let word = String(
            decoding: text.utf8.filter { $0 | 0x20 >= 0x61 && $0 | 0x20 <= 0x7A }, as: UTF8.self
        )
        .lowercased()
        self =
            switch word {
            case "", "noanswer", "timeout", "notanswered", "abandoned": .noAnswer
            case "busy", "userbusy": .busy
            case "decline", "declined", "rejected", "hangup": .declined
            case "cancel", "canceled", "cancelled": .canceled
            case "unreachable", "nocarrier", "outofservice", "networkoutoforder": .unreachable
            case "notfound": .notFound
            case _: .failed
            }
    }
}

extension CommandFailure {
    /// A leg that was not answered, with what the phone system says of it.
    init(leg destination: String, reason: String) {
        self.init(Code(legReason: reason), reason.isEmpty ? destination : "\(destination): \(reason)")
    }
}
