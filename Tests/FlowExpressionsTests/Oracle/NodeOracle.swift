import Foundation
import FlowExpressions
import OrderedCollections

/// Evaluates expressions with `node`, as the reference for JavaScript's semantics.
enum NodeOracle {
    struct Failure: Error, CustomStringConvertible { var description: String }

    /// The result of each expression in an exact spelling, `!` for one that raises.
    static func results(of expressions: [String]) throws -> [String] {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("callflow-oracle-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let cases = expressions.map { Text($0).jsonText }.joined(separator: ",\n")
        let file = folder.appendingPathComponent("cases.js")
        try "\(script)run([\n\(cases)])".write(to: file, atomically: true, encoding: .utf8)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["node", file.path, folder.appendingPathComponent("results").path]
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus != 127 else {
            throw Failure(description: "there is no node; on Debian install it with 'apt install nodejs'")
        }
        guard process.terminationStatus == 0 else {
            throw Failure(description: "node ended with \(process.terminationStatus); its reason is above")
        }
        let results = try String(
            contentsOf: folder.appendingPathComponent("results"), encoding: .utf8)
        return results.components(separatedBy: "\n")
    }

    private static let script = #"""
        function spell(value) {
            if (value === undefined) return 'u'
            if (value === null) return 'n'
            if (typeof value === 'boolean') return value ? 't' : 'f'
            if (typeof value === 'number') return Object.is(value, -0) ? '-0' : String(value)
            if (typeof value === 'string') {
                let text = "'"
                for (let i = 0; i < value.length; i++) {
                    const unit = value.charCodeAt(i)
                    text += unit > 31 && unit < 127 ? value[i] : '\\' + unit.toString(16) + ';'
                }
                return text + "'"
            }
            if (Array.isArray(value)) return '[' + Array.from(value, spell).join(',') + ']'
            return '{' + Object.keys(value).map(key => spell(key) + ':' + spell(value[key])).join(',') + '}'
        }
        function run(cases) {
            const lines = cases.map(source => {
                try { return spell(new Function('return (' + source + ')')()) } catch (error) {
                    return error instanceof SyntaxError && !/Regular|JSON|Unexpected/.test(error.message)
                        ? '?' + error.message : '!'
                }
            })
            require('fs').writeFileSync(process.argv[2], lines.join('\n'))
        }

        """#

    /// The spelling that the script above gives a value.
    static func spell(_ value: Value) -> String {
        switch value {
        case .undefined: return "u"
        case .null: return "n"
        case .bool(let bool): return bool ? "t" : "f"
        case .number(let number):
            return number == 0 && number.sign == .minus ? "-0" : Value.number(number).text.string
        case .string(let text): return spell(text)
        case .list(let elements): return "[" + elements.map(spell).joined(separator: ",") + "]"
        case .map(let map):
            return "{" + map.map { spell($0.key) + ":" + spell($0.value) }.joined(separator: ",") + "}"
        }
    }

    private static func spell(_ text: Text) -> String {
        var result = "'"
        for unit in text.units {
            if unit > 31, unit < 127 {
                result.unicodeScalars.append(Unicode.Scalar(UInt8(unit)))
            } else {
                result += "\\" + String(unit, radix: 16) + ";"
            }
        }
        return result + "'"
    }
}
