import FlowRuntime
import JSONRPC

/// The states of a call (relay-protocol.md §3.5), in their only order; those in between may be skipped.
enum CallState: UInt8, Sendable, Comparable {
    case created, ringing, answered, ending, ended

    /// `nil` for a word that nobody knows, and for none.
    init?(_ item: JSONItem?) {
        guard let item else { return nil }
        if item.isString("created") {
            self = .created
        } else if item.isString("ringing") {
            self = .ringing
        } else if item.isString("answered") {
            self = .answered
        } else if item.isString("ending") {
            self = .ending
        } else if item.isString("ended") {
            self = .ended
        } else {
            return nil
        }
    }

    static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

extension CallEnding {
    /// What an `end_reason` means to flows, both spellings of relay-protocol.md §3.5 (swml-language.md C-29).
    ///
    /// `isAsked`: we have asked for the end.
    init(reason item: JSONItem?, isAsked: Bool, otherwise: String = "hangup") {
        let reason = Self.flowWord(of: item) ?? otherwise
        switch reason {
        case "max_duration", "error", "no_answer", "not_found": self.init(by: .system, reason: reason)
        case _: self.init(by: isAsked ? .flow : .caller, reason: reason)
        }
    }

    private static func flowWord(of item: JSONItem?) -> String? {
        guard let word = item?.string, !word.isEmpty else { return nil }
        return switch word {
        case "noAnswer": "no_answer"
        case "declined": "decline"
        case "maxDuration": "max_duration"
        case "notFound": "not_found"
        case _: word
        }
    }

    /// A reason is one word; longer text is not for a flow's variable.
    static let reasonLengthLimit = 64

    /// The words that nearly all calls end with (relay-protocol.md §3.5).
    static let knownReasons: Set<String> = [
        "hangup", "cancel", "busy", "decline", "no_answer", "max_duration", "error", "not_found",
    ]
}
