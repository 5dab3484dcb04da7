import FlowExpressions
import Foundation
import TestSupport
import Testing

/// Whatever a document holds, reading and evaluating it ends, soon and without a trap.
struct `Mutated expressions` {
    static let inputs = ProcessInfo.processInfo.environment["CALLFLOW_FUZZ"].flatMap { Int($0) }.map {
        $0 * 10_000
    }
    static let seeds = [
        "${call.from.replace(/^sip:/i, '').replace(/@.*/, '')}", "Hello ${name}, you are %{list.length + 1}.",
        "${list.map(x => x ?? 'none').join(', ')}", "\\${no} ${`a${a}b`}", "${{a: [1, {b: '}'}]}.a[1].b}",
        "prompt_value == '1' && !(map.k || ${a} > 2)", "'${name}' in map ? -a : +'12px'", "é😀${deep.x[0].y}",
        "[3,1,2].sort((a, b) => a - b).reduce((a, b) => a + b, 0)",
        "/^(a|b)*?\\d{2,3}(?=x)[^c-e]\\1$/giu.test(name)",
        "Math.max(1, parseInt('0x1f'), Number('1e3')).toString(36).padStart(9, '0')",
        "JSON.parse('[{\"a\":[1]}]')[0].a",
        "typeof missing?.a.b[0] === 'undefined' ?? null", "encodeURIComponent(name) + (12.5).toFixed(1e2)",
        "[1,2,3].reduce((a, x) => [a, a], [])",
        "'a'.repeat(262144) + 'b'", "1.7976931348623157e308 * 10 - 5e-324", "'\\ud83d' + '\\ude00'.at(0)",
    ]
    /// What runs into the budget, which takes long in a debug build.
    static let heavySeeds = [
        "/(x+x+)+y/.test('xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx')",
        "'x'.repeat(100000).split('').map(x => x + x)",
        "'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'.replace(/(a+)+$/g, '$1$&')",
    ]
    static let pieces = [
        "${", "%{", "}", "(", ")", "[", "]", "'", "\"", "`", "/", "\\", ".", "?.", "=>", ",", "+", "-", "!",
        "1e999", "0x",
        "x", "name", "list", "map", ".map(x => ", ".repeat(99999)", ".replace(/a*/g, ", "(?:", "{1000}", "*",
        "\\u{", "é", "😀",
        "\u{0}", "\n", "in", "typeof ", "undefined", "{", ":", "...", ".length", "[-1]", ".split('')",
        "99999999999999999999",
    ]

    @Test func `are refused or evaluated within the budget`() {
        var slowest: (time: Duration, text: String) = (.zero, "")
        for seed in fuzzSeeds(0..<UInt64(Self.inputs ?? 10_000), of: "the expression reader") {
            let text = Self.mutated(seed)
            let time = processorTime { Self.run(text) }
            if time > slowest.time { slowest = (time, "seed \(seed): \(text)") }
        }
        // Ten times the limit of a release build: tests run unoptimised.
        #expect(slowest.time < .milliseconds(1500), "\(slowest.text)")
    }

    private static func run(_ text: String) {
        let variables = `Template expansion`.variables
        var problems: [ExpressionProblem] = []
        var raised: [EvaluationProblem] = []
        let template = Template.parse(text, problems: &problems)
        _ = template?.expand(in: variables, problems: &raised).text
        _ = template?.referencedNames
        let condition = Condition.parse(text, problems: &problems)
        _ = condition?.holds(in: variables, problems: &raised)
        _ = condition?.referencedNames
        let size = text.utf8.count
        for range in problems.map(\.range) + raised.map(\.range) where range.upperBound > size {
            Issue.record("a range ends behind the text: \(range) in \(text)")
        }
    }

    private static func mutated(_ seed: UInt64) -> String {
        var random = SplitMix64(seed: seed)
        var scalars = Array(random.pick(random.once(in: 100) ? heavySeeds : seeds).unicodeScalars)
        for _ in 0..<(1 + random.below(6)) {
            let place = random.below(scalars.count + 1)
            switch random.below(4) {
            case 0: if place < scalars.count { scalars.remove(at: place) }
            case 1: scalars.insert(contentsOf: random.pick(pieces).unicodeScalars, at: place)
            case 2:
                let other = Array(random.pick(seeds).unicodeScalars)
                scalars.insert(contentsOf: other[random.below(other.count)...], at: place)
            case _:
                let piece = Array(random.pick(pieces).unicodeScalars)
                let run = Array(repeating: piece, count: 1 << random.below(random.once(in: 20) ? 11 : 4))
                    .flatMap { $0 }
                scalars.insert(contentsOf: run, at: place)
            }
        }
        var text = String.UnicodeScalarView()
        text.append(contentsOf: scalars)
        return random.once(in: 3) ? "${\(String(text))}" : String(text)
    }
}
