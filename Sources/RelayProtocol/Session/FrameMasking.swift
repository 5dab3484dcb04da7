import FlowRuntime
import JSONRPC

/// One frame on its way to the log, read string by string.
///
/// | where | a member | its value |
/// |---|---|---|
/// | anywhere | that is never shown | masked |
/// | in `headers`, `custom_parameters` | whose name tells of a credential | masked |
/// | in `headers` | `value` beside such a `name`, or before any | masked |
/// | in `headers` | `value`, when callers are not shown | masked |
/// | anywhere | any other text | its URLs and our credentials are masked |
/// | anywhere | a text that is cut, or whose escapes are none | masked: what it says is not known |
struct FrameMasking {
    private static let mask = Array("\"\(Secret.mask)\"".utf8)
    /// Members whose own members are named by users (relay-protocol.md §4.1, §4.3).
    private static let namedByUsers: Set<String> = ["headers", "custom_parameters"]

    private let input: [UInt8]
    /// Those whose value is not shown.
    private let members: Set<String>
    private let showsCallers: Bool
    private let urls: URLMask
    private let literally: ([UInt8]) -> [UInt8]
    private var place = 0
    private var output: [UInt8] = []
    /// Where the value of a member ends whose own members are named by users.
    private var namedUntil = 0
    /// The last `name` of the present object there.
    private var name: String?

    init(
        _ input: [UInt8], _ members: Set<String>, showsCallers: Bool,
        literally: @escaping ([UInt8]) -> [UInt8]
    ) {
        self.input = input
        self.members = members
        self.showsCallers = showsCallers
        urls = URLMask(showsValues: showsCallers)
        self.literally = literally
        output.reserveCapacity(input.count)
    }

    mutating func masked() -> [UInt8] {
        while place < input.count {
            switch input[place] {
            case UInt8(ascii: "\""): string()
            case UInt8(ascii: "{"):
                name = nil
                copy(to: place + 1)
            case _: copy(to: place + 1)
            }
        }
        return output
    }

    private mutating func copy(to end: Int) {
        output += input[place..<end]
        place = end
    }

    /// A string; if it names a secret, its value as well.
    private mutating func string() {
        guard let end = closedEnd(of: place) else { return hideRest() }
        let source = input[place..<end]
        guard let text = Self.text(of: source) else { return hide(to: end) }
        guard let value = valueStart(after: end) else {
            shown(text, source)
            place = end
            return
        }
        if isHidden(text) {
            copy(to: value)
            place = endOfValue(from: value)
            output += Self.mask
        } else {
            enter(text, value)
            shown(text, source)
            place = end
        }
    }

    /// A string that cannot be read; if it is a member, its value as well.
    private mutating func hide(to end: Int) {
        output += Self.mask
        place = end
        guard let value = valueStart(after: end) else { return }
        copy(to: value)
        place = endOfValue(from: value)
        output += Self.mask
    }

    /// A string that is cut: it may end within a credential, and within an escape.
    private mutating func hideRest() {
        let isEmpty = place + 1 == input.count
        output += isEmpty ? Self.mask.prefix(1) : Self.mask.dropLast()
        place = input.count
    }

    private func isHidden(_ member: String) -> Bool {
        if members.contains(member) { return true }
        guard place < namedUntil else { return false }
        if member == "value" { return !showsCallers || name.map(Secret.isNamed) ?? true }
        return member != "name" && Secret.isNamed(by: member)
    }

    /// A member that is shown; its value may say what becomes of others.
    private mutating func enter(_ member: String, _ value: Int) {
        if place < namedUntil {
            guard member == "name" else { return }
            let isText = value < input.count && input[value] == UInt8(ascii: "\"")
            name = isText ? Self.text(of: input[value..<endOfString(from: value)]) : nil
        } else if Self.namedByUsers.contains(member) {
            namedUntil = endOfValue(from: value)
        }
    }

    /// A string that may be shown but for the credentials in it. Without escapes ours stand there as they
    /// are, and are found afterwards.
    private mutating func shown(_ text: String, _ source: ArraySlice<UInt8>) {
        let isEscaped = source.contains(UInt8(ascii: "\\"))
        guard isEscaped || source.contains(UInt8(ascii: ":")) else { return output += source }
        let bytes = Array(text.utf8)
        let open = urls.masked(bytes)
        let masked = isEscaped ? literally(open) : open
        guard masked != bytes else { return output += source }
        var json = JSONText()
        json.element(String(decoding: masked, as: UTF8.self))
        output += json.bytes
    }

    /// What a string says; `nil` when it is no string of JSON.
    private static func text(of source: ArraySlice<UInt8>) -> String? {
        guard source.contains(UInt8(ascii: "\\")) else {
            return String(decoding: source.dropFirst().dropLast(), as: UTF8.self)
        }
        return (try? JSONDocument(Array(source)))?.root.string
    }

    /// After the closing quote, or the end of everything.
    private func endOfString(from start: Int) -> Int { closedEnd(of: start) ?? input.count }

    /// After the closing quote, if there is one.
    private func closedEnd(of start: Int) -> Int? {
        var place = start + 1
        while place < input.count {
            switch input[place] {
            case UInt8(ascii: "\""): return place + 1
            case UInt8(ascii: "\\"): place += 2
            case _: place += 1
            }
        }
        return nil
    }

    private func endOfSpace(from start: Int) -> Int {
        var place = start
        while place < input.count, [0x20, 0x09, 0x0A, 0x0D].contains(input[place]) { place += 1 }
        return place
    }

    /// Where the value of a key begins; `nil` when no colon follows.
    private func valueStart(after end: Int) -> Int? {
        let colon = endOfSpace(from: end)
        guard colon < input.count, input[colon] == UInt8(ascii: ":") else { return nil }
        return endOfSpace(from: colon + 1)
    }

    /// After a value of any type, or the end of everything.
    private func endOfValue(from start: Int) -> Int {
        var place = start
        var depth = 0
        while place < input.count {
            switch input[place] {
            case UInt8(ascii: "\""):
                place = endOfString(from: place)
                if depth == 0 { return place }
                continue
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                if depth == 0 { return place }
                depth -= 1
                if depth == 0 { return place + 1 }
            case UInt8(ascii: ","):
                if depth == 0 { return place }
            case _: break
            }
            place += 1
        }
        return place
    }
}
