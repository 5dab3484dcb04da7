import JSONRPC

/// How a request was answered.
enum RelayReply: Sendable {
    /// `code` is 2xx or absent (relay-protocol.md §2.3). Of a result that is not an object, every member is
    /// absent.
    case accepted(JSONItem)
    /// It was not done. The code is -1 when we refused it ourselves, before it was ever sent
    /// (relay-protocol.md §1.14).
    case refused(code: Int, message: String)
    /// The connection was lost, or no answer came in time: whether it was done is not known.
    case lost(String)

    /// Reads a `result`: a refusal may hide in it.
    init(_ result: JSONItem) {
        guard let code = result["code"], code.kind != .null, !code.isSuccess else {
            self = .accepted(result)
            return
        }
        self = .refused(code: code.failure, message: result["message"]?.string ?? "Unknown error")
    }

    /// Why it was not done, as one sentence for people; `nil` when it was.
    var problem: String? {
        switch self {
        case .accepted: nil
        case .refused(let code, let message): RelayRefusal(code: code, message: message).description
        case .lost(let reason): reason
        }
    }
}

/// A refusal as the SDKs print it (relay-protocol.md §1.14).
struct RelayRefusal: Error, Sendable, Hashable, CustomStringConvertible {
    var code: Int
    var message: String
    var description: String { "RELAY error \(code): \(message)" }
}

extension JSONItem {
    /// Whether the text is `2` and two digits: `100`, `300` and `2000` are failures
    /// (relay-protocol.md §1.14).
    fileprivate var isSuccess: Bool {
        guard kind == .string || kind == .number else { return false }
        let digits = (kind == .string ? source.dropFirst().dropLast() : source)
        return digits.count == 3 && digits.first == UInt8(ascii: "2")
            && digits.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }

    /// A failing code as a number, -1 when it is none.
    fileprivate var failure: Int {
        switch kind {
        case .string: string.flatMap { Int($0) } ?? -1
        case .number: int ?? -1
        case .object, .array, .bool, .null: -1
        }
    }
}
