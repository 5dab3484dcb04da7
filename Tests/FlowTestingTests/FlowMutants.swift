import FlowModel
import SourceText
import YAMLTree

/// A flow with one parameter of a conference changed.
struct FlowMutant: Sendable {
    /// Such as `flows/standup.yaml:30 beep: onEnter -> "true"`.
    let name: String
    let flow: SourceFile
}

/// Every change of a conference parameter that a caller, a recording or a callback would notice.
struct FlowMutants {
    private let file: SourceFile
    private let lines: LineTable
    private(set) var mutants: [FlowMutant] = []
    /// An anchored map is met once for each alias.
    private var seen: Set<SourceRange> = []

    init(of file: SourceFile) {
        self.file = file
        lines = LineTable(file)
        if let root = YAMLReader.read(file).root { walk(root) }
    }

    private mutating func walk(_ node: YAMLNode) {
        for child in node.sequence.map(Array.init) ?? [] { walk(child) }
        for entry in node.mapping.map(Array.init) ?? [] {
            let key = entry.key.scalar?.text ?? ""
            if key == "joinConference" || key.hasPrefix("x-") { mutateJoin(entry.value) }
            walk(entry.value)
        }
    }

    private mutating func mutateJoin(_ join: YAMLNode) {
        guard seen.insert(join.range).inserted, let mapping = join.mapping else { return }
        let entries = Array(mapping)
        let ends = entries.contains { $0.key.scalar?.text == "endOnExit" && $0.value.scalar?.text == "true" }
        for entry in entries {
            guard let key = entry.key.scalar?.text, let value = entry.value.scalar?.text else { continue }
            for other in Self.others(key, value, endsRoom: ends) { add(key, value, other, entry.value.range) }
        }
    }

    private mutating func add(_ key: String, _ value: String, _ other: String, _ range: SourceRange) {
        let bytes = Array(file.bytes[..<range.lower]) + Array(other.utf8) + Array(file.bytes[range.upper...])
        let line = lines.position(at: range.lower).line
        mutants.append(
            FlowMutant(
                name: "\(file.name):\(line) \(key): \(value) -> \(other)",
                flow: SourceFile(name: file.name, bytes: bytes)))
    }

    /// The values that it might have instead.
    ///
    /// `endsRoom`: the participant's leave ends the room, and no beep is heard then (design §2.1): that half
    /// of `beep` means nothing there.
    private static func others(_ key: String, _ value: String, endsRoom: Bool) -> [String] {
        switch key {
        case "muted", "startOnEnter", "endOnExit": return [value == "true" ? "false" : "true"]
        case "beep":
            func sounds(_ beep: String) -> [Bool] {
                let onEnter = beep == "true" || beep == "onEnter"
                return endsRoom ? [onEnter] : [onEnter, beep == "true" || beep == "onExit"]
            }
            return ["true", "false", "onEnter", "onExit"].filter { sounds($0) != sounds(value) }
                .map { "\"\($0)\"" }
        case "maxParticipants":
            guard let count = Int(value) else { return ["2", "100"] }
            return ([count - 1, count + 1].filter { $0 >= 2 }).map(String.init)
        case "record":
            return [value == "record-from-start" ? "do-not-record" : "record-from-start"]
        case "trim": return [value == "trim-silence" ? "do-not-trim" : "trim-silence"]
        case "coach": return ["\"c-99\"", "\"\""]
        case "waitUrl", "statusCallback", "recordingStatusCallback": return ["https://example.com/elsewhere"]
        case "statusCallbackEvent", "recordingStatusCallbackEvent":
            let words = value.split(separator: " ")
            return words.indices.map { dropped in
                let rest = words.indices.filter { $0 != dropped }.map { words[$0] }
                return rest.isEmpty ? "[]" : rest.joined(separator: " ")
            }
        case "statusCallbackMethod", "recordingStatusCallbackMethod": return [value == "GET" ? "POST" : "GET"]
        case _: return []
        }
    }
}
