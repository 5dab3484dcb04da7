import FlowExpressions
import Testing

/// Mistakes are found at load, where they are.
struct `A mistake in an expression` {
    /// `«…»` marks the range of the problem.
    static let cases: [(text: String, kind: ExpressionProblem.Kind, words: String)] = [
        ("${a +«»}", .syntax, "ends where a value"), ("${a «b»}", .syntax, "expected an operator"),
        ("${(a«»}", .syntax, "')'"), ("${[1, 2«»}", .syntax, "']'"),
        ("${{a: 1}.«»}", .syntax, "a name after '.'"),
        ("${a ? b«»}", .syntax, "':'"), ("😀é ${x + «]»}", .syntax, "found ']'"),
        ("${«3px»}", .syntax, "not a number"),
        ("${«010»+1}", .syntax, "not a number"), ("${«1_000»}", .syntax, "not a number"),
        ("${1 «#» 2}", .syntax, "'#'"),
        ("${a «and» b}", .syntax, "write '&&'"), ("${«not» a}", .syntax, "write '!'"),
        ("${'a' + '«\\x»Z'}", .syntax, "escape"),
        ("${a «??» b || c}", .syntax, "parentheses"), ("${«»}", .syntax, "ends where a value"),
        ("${a, b}", .syntax, ""),
        ("${«list.map()»}", .syntax, "needs a function"), ("${«list.map(1)»}", .syntax, "needs a function"),
        ("${a «=» 1}", .unsupported, "cannot assign"), ("${a «+=» 1}", .unsupported, "cannot assign"),
        ("${a«++»}", .unsupported, "cannot assign"), ("${«new» Date()}", .unsupported, "'new'"),
        ("${«Date».now()}", .unsupported, "inputs"), ("${«Math.random»()}", .unsupported, "inputs"),
        ("${«function» () {}}", .unsupported, "arrow"), ("${«x =>» x}", .unsupported, "argument"),
        ("${a «>>>=» 1}", .unsupported, "cannot assign"), ("${a «&&=» 1}", .unsupported, "cannot assign"),
        ("${a «??=» 1}", .unsupported, "cannot assign"), ("${a «**=» 1}", .unsupported, "cannot assign"),
        ("${a «%=» 1}", .unsupported, "cannot assign"), ("${a «>>>» 1}", .unsupported, "'>>>'"),
        ("${a <= «>» 1}", .syntax, "found '>'"), ("${a.«.»b}", .syntax, "found '.'"),
        ("${a «&» b}", .unsupported, "'&&'"), ("${a «**» 2}", .unsupported, "Math.pow"),
        ("${«~»a}", .unsupported, "'~'"),
        ("${[«...»a]}", .unsupported, "'...'"), ("${a «instanceof» b}", .unsupported, "instanceof"),
        ("${a «/*»c*/ + 1}", .unsupported, "comment"), ("${(a«,» b)}", .unsupported, "','"),
        ("${«/a/»}", .unsupported, "regular"),
        ("${«a»()}", .unknownFunction, "no function"), ("${a.trim()«(»)}", .unsupported, "known functions"),
        ("${«a['trim']»()}", .unsupported, "by its name"),
        ("${list.map(x => «{» x })}", .unsupported, "parentheses"),
        ("${a.slice(«x => 1»)}", .unsupported, "no function"),
        ("${«if» (a) 1}", .unsupported, "statement"), ("${«this» + 1}", .unsupported, "'this'"),
        ("${a«;»}", .unsupported, "';'"),
        ("${«parseint»(a)}", .unknownFunction, "'parseInt'"),
        ("${«Math.flor»(a)}", .unknownFunction, "'Math.floor'"),
        ("${«round»(a)}", .unknownFunction, "'Math.round'"),
        ("${a.«touppercase»()}", .unknownFunction, "'toUpperCase'"),
        ("${a.«matchAll»(/x/)}", .unknownFunction, "no method"),
        ("${'a'.«map»(x => x)}", .unknownFunction, "of a list"),
        ("${[1].«trim»()}", .unknownFunction, "of a string"),
        ("${a.trim().«join»()}", .unknownFunction, "of a list"),
        ("${a.replace(/«(?<=»x)y/, '')}", .pattern, "looking behind"),
        ("${a.match(/«(x»/)}", .pattern, "no ')'"),
        ("${a.match(/x«)»/)}", .pattern, "closes nothing"), ("${a.match(/«[»a/)}", .syntax, ""),
        ("${a.match(/é«*»*/)}", .pattern, ""), ("${a.match(/«\\2»(a)/)}", .pattern, "no group"),
        ("${a.match(/a/g«g»)}", .pattern, "flag"),
        ("${a.match(/[«z-a»]/)}", .pattern, "out of order"), ("${a.match(/«\\p»{L}/u)}", .pattern, "'\\p'"),
        ("${a.match(/a«{2000}»/)}", .pattern, "1000"),
        ("${a.match(/«((a{99}){99}){99}»/)}", .tooLarge, "too large"),
        ("«${»a", .unclosedPlaceholder, "plain text"),
        ("é «${»don't ${a}", .unclosedPlaceholder, "plain text"),
        ("${«env».pin}", .envForEnvs, "'envs'"), ("${ «env».pin + 1}", .envForEnvs, "'envs'"),
    ]

    @Test func `is named, with its place`() {
        for (marked, kind, words) in Self.cases {
            let text = marked.replacing("«", with: "").replacing("»", with: "")
            var problems: [ExpressionProblem] = []
            _ = Template.parse(text, problems: &problems)
            guard let problem = problems.first else {
                Issue.record("no problem in \(text)")
                continue
            }
            #expect(problems.count == 1, "\(text)")
            if words.isEmpty { continue }
            #expect(problem.kind == kind, "\(text): \(problem.message)")
            #expect(problem.message.contains(words), "\(text): \(problem.message)")
            #expect(problem.range == Self.range(marked), "\(text): \(problem.message)")
        }
    }

    /// The UTF-8 offsets between the marks.
    private static func range(_ marked: String) -> Range<Int>? {
        let parts = marked.split(separator: "«", omittingEmptySubsequences: false)
        guard parts.count == 2,
            let inner = parts[1].split(separator: "»", omittingEmptySubsequences: false).first
        else { return nil }
        return parts[0].utf8.count..<parts[0].utf8.count + inner.utf8.count
    }

    @Test func `that makes it too large is refused`() {
        let large = [
            "${" + String(repeating: "1+", count: 512) + "1}",
            "${" + String(repeating: "(", count: 300) + "1",
            "${" + String(repeating: "(", count: 300) + "1" + String(repeating: ")", count: 300) + "}",
            "${" + String(repeating: "1+", count: 300) + "1}",
            "${1" + String(repeating: "[0]", count: 300) + "}",
            "${" + String(repeating: "!", count: 900) + "1}",
            "${a" + String(repeating: ".a", count: 400) + "()}",
            "${a.match(/" + String(repeating: "(", count: 300) + String(repeating: ")", count: 300) + "/)}",
        ]
        for text in large {
            var problems: [ExpressionProblem] = []
            _ = Template.parse(text, problems: &problems)
            #expect(!problems.isEmpty, "\(text)")
        }
        // A long text full of openings takes linear time and one problem each, up to a limit.
        var problems: [ExpressionProblem] = []
        #expect(Template.parse(String(repeating: "${", count: 30_000), problems: &problems) == nil)
        #expect(problems.count == 16)
    }

    @Test func `that shows only in a run makes the result empty`() {
        let raising = [
            "missing.x", "null.x", "missing.trim()", "list.trim()", "name.map(x => x)", "a.trim()",
            "map.k.toFixed(1)",
            "'a' in name", "[].reduce((a, b) => a)", "(1).toFixed(101)", "(1).toString(1)",
            "(1).toPrecision(0)",
            "'a'.repeat(-1)", "'a'.repeat(1e9)", "'ab'.repeat(131073)", "'a'.padEnd(1e9)", "JSON.parse('{')",
            "JSON.parse('')",
            "decodeURIComponent('%')", "decodeURIComponent('%ff')", "encodeURIComponent('\\ud800')",
            "Object.keys(null)",
            "'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'.match(/(a+)+b/)", "'a'.match('(')",
            "'a'.replaceAll(/a/, 'b')",
            "'xxxxxxxxxxxxxxxx'.split('').reduce((a, x) => a + a, 'xxxxxxxxxxxxxxxx')", "missing.match(/a/)",
            "'x'.repeat(200).split('').reduce((a, x) => [a], [])",
            "'x'.repeat(60).split('').reduce((a, x) => [a, a], [])",
            "'x'.repeat(99999).split('').map(x => 'x'.repeat(99999))",
            "'a'.repeat(99999).replace(/a/g, '$&$`')",
            "'x'.repeat(9999).split('').map((x, i, l) => l.map(y => y))",
            "JSON.parse('['.concat('['.repeat(999)))",
        ]
        for text in raising {
            var (problems, raised): ([ExpressionProblem], [EvaluationProblem]) = ([], [])
            let template = Template.parse("${\(text)}", problems: &problems)
            if let path = VariablePath.parse(text) {
                #expect(path.value(in: Variables()) == .undefined)
                continue
            }
            let value = template?.expand(in: `Template expansion`.variables, problems: &raised)
            #expect(
                problems.isEmpty && value == .undefined && raised.count == 1, "\(text): \(problems) \(raised)"
            )
        }
    }
}
