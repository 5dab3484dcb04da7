import FlowExpressions
import OrderedCollections
import Testing

struct `Template expansion` {
    static let variables = Variables(
        vars: [
            "a": 1, "name": "Ada", "list": [1, "b", nil], "map": ["k": true, "content-type": "text/html"],
            "content": 10, "type": 3, "prompt_value": "7", "deep": ["x": [["y": "z"]]], "vars": "mine",
        ],
        params: ["room": "blue"], envs: ["pin": "1234", "a": 2],
        call: ["from": "+15551234", "call_state": "answered"]
    )

    static func expand(_ text: String) -> (value: Value, problems: [EvaluationProblem]) {
        var (problems, raised): ([ExpressionProblem], [EvaluationProblem]) = ([], [])
        guard let template = Template.parse(text, problems: &problems) else { return (Value(text), []) }
        return (template.expand(in: variables, problems: &raised), raised)
    }

    @Test func `follows the language`() {
        let cases: [(text: String, value: Value)] = [
            ("plain", "plain"), ("{a}", "{a}"), ("$a %a", "$a %a"), ("${a}", 1), ("%{a}", 1), ("${ a }", 1),
            ("${a} and %{name}", "1 and Ada"), ("\\${a}", "${a}"), ("\\%{a} ${a}", "%{a} 1"),
            ("${a + 1}", 2), ("${params.room}", "blue"), ("${room}", .undefined), ("x${room}x", "xx"),
            ("${call.from}", "+15551234"), ("${from}", "+15551234"), ("${call.state}", "answered"),
            ("${call.callState}", "answered"), ("${call.state + '!'}", "answered!"), ("${promptValue}", "7"),
            ("${envs.a}", 2), ("${vars.a}", 1), ("${pin}", "1234"), ("${list}", [1, "b", nil]),
            ("is ${list}", "is 1,b,"), ("is ${map}", "is {\"k\":true,\"content-type\":\"text/html\"}"),
            ("${list.length}", .undefined), ("${(list.length)}", 3), ("${list[1]}", "b"),
            ("${list[9]}", .undefined),
            ("${map.content-type}", "text/html"), ("${map['content-type']}", "text/html"),
            ("${map.['k']}", true), ("${content-type}", 7), ("${deep.x[0].y}", "z"), ("${vars.vars}", "mine"),
            ("${name.toUpperCase()}", "ADA"), ("${{a: {b: '}'}}.a.b}", "}"), ("${`x${a}y`}", "x1y"),
            ("${a", "${a"), ("${don't} ${a}", "${don't} 1"), ("${}", .undefined), ("${true}", true),
            ("${null}", .null), ("a${null}b${true}", "abtrue"), ("%%{a}", "%1"), ("$${a}", "$1"),
        ]
        for (text, value) in cases {
            #expect(Self.expand(text).value == value, "\(text)")
        }
    }

    /// Braces are looked for eight bytes at a time; `z` and `|` are the neighbours of `{`.
    @Test func `finds placeholders wherever they stand`() {
        let filling = "z|{é|z{{|$é}\u{0}zz$|{%z||{z"
        for lead in 0..<filling.count {
            for tail in 1..<9 {
                let (before, after) = (filling.prefix(lead), filling.suffix(tail))
                #expect(Self.expand("\(before)${a}\(after)").value == Value("\(before)1\(after)"))
                #expect(Self.expand("\(before)\\${a}\(after)").value == Value("\(before)${a}\(after)"))
            }
        }
    }

    @Test func `makes a placeholder that raises empty and says where`() {
        let (value, problems) = Self.expand("é ${missing.x + 1} ${a.b.c} ${(a).b.c}.")
        #expect(value == "é   .")
        #expect(
            problems == [
                EvaluationProblem(
                    message: "Cannot read properties of undefined (reading 'x')", range: 5..<14),
                EvaluationProblem(
                    message: "Cannot read properties of undefined (reading 'c')", range: 31..<38),
            ])
    }
}
