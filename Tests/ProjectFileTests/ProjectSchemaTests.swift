import Foundation
import ProjectFile
import SourceText
import Testing

@Suite("The JSON Schema of project files")
struct ProjectSchemaTests {
    private let schema: [String: Any]

    init() throws {
        let json = try JSONSerialization.jsonObject(with: Data(ProjectSchema.document().utf8))
        schema = try #require(json as? [String: Any])
    }

    /// Of a file in JSON, which is YAML, too.
    private func isValid(_ text: String) throws -> Bool {
        let value = try JSONSerialization.jsonObject(with: Data(text.utf8), options: .fragmentsAllowed)
        return JSONSchema.allows(value, schema)
    }

    private func isRead(_ text: String) -> Bool {
        let reading = ProjectFile.read(SourceFile(name: "callflow.yaml", text: text))
        return !reading.findings.contains { $0.severity == .error }
    }

    @Test func `allows what the reader reads`() throws {
        for text in [
            #"{}"#, #"{"backend": "relay"}"#, #"{"x-mine": [1], "default": "a.yaml"}"#,
            #"{"relay": {"host": "acme.signalwire.com", "contexts": ["a", "b"], "caFile": "a.pem"}}"#,
            #"{"relay": {"contexts": "a"}}"#,
            #"{"limits": {"calls": 1, "callDuration": "1.5h", "drain": "0s"}}"#,
            #"{"http": "127.0.0.1:8080"}"#, #"{"http": 8080}"#, #"{"http": {"address": "::1", "port": 80}}"#,
            #"{"journal": {"path": "a", "maxBytes": "2GiB", "retention": "7d", "onFailure": "continue"}}"#,
            #"{"journal": {"maxBytes": 1048576}}"#, #"{"journal": {"survivesPowerLoss": true}}"#,
            #"{"requests": {"allow": ["10.0.0.0/8"]}}"#,
            #"{"log": {"level": "debug", "format": "json", "callerData": "shown"}}"#,
            #"{"routes": [{"to": "+15555550100", "calls": 1, "flow": "a"}]}"#,
            #"{"routes": [{"to": "+15555550100", "calls": 100000, "flow": "a"}]}"#,
            #"{"http": {"port": 0}}"#, #"{"http": {"port": 65535}}"#,
            #"{"routes": [{"sipUser": "a", "context": "b", "flow": "a"}]}"#,
            #"{"routes": [{"header": {"name": "A", "value": "b"}, "flow": "a"}]}"#,
            #"{"envs": {"a": "b", "c": {"fromEnvironment": "C"}, "d": [true, null]}}"#,
            #"{"limits": {"x-a": 1, "calls": 100000}}"#,
        ] {
            #expect(isRead(text), "\(text)")
            #expect(try isValid(text), "\(text)")
        }
    }

    @Test func `refuses what the reader refuses`() throws {
        for text in [
            #"[]"#, #""a""#, #"{"rely": {}}"#, #"{"backend": "rely"}"#, #"{"default": {"flow": "a"}}"#,
            #"{"default": ""}"#, #"{"relay": "a"}"#, #"{"relay": {"context": ["a"]}}"#,
            #"{"relay": {"contexts": [["a"]]}}"#, #"{"limits": {"calls": 0}}"#,
            #"{"limits": {"calls": 100001}}"#,
            #"{"limits": {"calls": "many"}}"#, #"{"limits": {"drain": "60"}}"#,
            #"{"limits": {"drain": "1 h"}}"#,
            #"{"http": {"address": "a"}}"#, #"{"http": {"port": 65536}}"#, #"{"http": [80]}"#,
            #"{"journal": {"maxBytes": "many"}}"#, #"{"journal": {"onFailure": "stop"}}"#,
            #"{"journal": {"survivesPowerLoss": "yes"}}"#, #"{"journal": {"survivesPowerLoss": 1}}"#,
            #"{"log": {"format": "jsn"}}"#,
            #"{"routes": {"to": "a", "flow": "b"}}"#, #"{"routes": ["a"]}"#,
            #"{"routes": [{"to": "+15555550100"}]}"#,
            #"{"routes": [{"flow": "a"}]}"#, #"{"routes": [{"to": "", "flow": "a"}]}"#,
            #"{"routes": [{"to": "+15555550100", "flow": "a", "calls": "many"}]}"#,
            #"{"routes": [{"to": "+15555550100", "flow": "a", "calls": 0}]}"#,
            #"{"routes": [{"to": "+15555550100", "flow": "a", "calls": 100001}]}"#,
            #"{"http": {"port": -1}}"#,
            #"{"routes": [{"header": {"name": "A"}, "flow": "a"}]}"#,
            #"{"routes": [{"sipUser": "a", "number": "b", "flow": "c"}]}"#,
            #"{"envs": ["a"]}"#,
        ] {
            #expect(!isRead(text), "\(text)")
            #expect(try !isValid(text), "\(text)")
        }
    }

    @Test func `has every setting and what it means`() throws {
        let text = ProjectSchema.document()
        for setting in Setting.all { #expect(text.contains(setting.summary), "\(setting.name)") }
    }
}

/// As much of JSON Schema as ours says.
private enum JSONSchema {
    static func allows(_ value: Any, _ schema: [String: Any]) -> Bool {
        let forms = schema["anyOf"] as? [[String: Any]]
        return (forms.map { $0.contains { allows(value, $0) } } ?? true)
            && hasType(value, schema["type"]) && allowsScalar(value, schema)
            && allowsItems(value, schema) && allowsMembers(value, schema)
    }

    private static func hasType(_ value: Any, _ type: Any?) -> Bool {
        guard let type else { return true }
        return (type as? [String] ?? [type as? String ?? ""]).contains { type in
            switch type {
            case "object": value is [String: Any]
            case "array": value is [Any]
            case "null": value is NSNull
            case "boolean": isBoolean(value)
            case "string": value is String
            case "integer": !isBoolean(value) && (value as? Double).map { $0 == $0.rounded() } ?? false
            case "number": !isBoolean(value) && value is Double
            case _: false
            }
        }
    }

    private static func isBoolean(_ value: Any) -> Bool {
        (value as? NSNumber).map { String(cString: $0.objCType) == "c" } ?? false
    }

    private static func allowsScalar(_ value: Any, _ schema: [String: Any]) -> Bool {
        if let words = schema["enum"] as? [String], !words.contains(value as? String ?? "") { return false }
        if let text = value as? String {
            if let length = schema["minLength"] as? Int, text.count < length { return false }
            if let pattern = schema["pattern"] as? String {
                return text.range(of: pattern, options: .regularExpression) != nil
            }
        }
        guard let number = value as? Double else { return true }
        return (schema["minimum"] as? Double).map { number >= $0 } ?? true
            && (schema["maximum"] as? Double).map { number <= $0 } ?? true
    }

    private static func allowsItems(_ value: Any, _ schema: [String: Any]) -> Bool {
        guard let items = value as? [Any], let each = schema["items"] as? [String: Any] else { return true }
        return items.allSatisfy { allows($0, each) }
    }

    private static func allowsMembers(_ value: Any, _ schema: [String: Any]) -> Bool {
        guard let members = value as? [String: Any] else { return true }
        let required = schema["required"] as? [String] ?? []
        guard required.allSatisfy({ members[$0] != nil }) else { return false }
        guard let known = schema["properties"] as? [String: [String: Any]] else { return true }
        return members.allSatisfy { name, member in
            known[name].map { allows(member, $0) } ?? name.hasPrefix("x-")
        }
    }
}
