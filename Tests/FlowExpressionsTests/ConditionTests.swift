import FlowExpressions
import Testing

struct `A condition` {
    static func holds(_ text: String) -> Bool? {
        var (problems, raised): ([ExpressionProblem], [EvaluationProblem]) = ([], [])
        let condition = Condition.parse(text, problems: &problems)
        return condition?.holds(in: `Template expansion`.variables, problems: &raised)
    }

    @Test func `takes variables by name and placeholders as values`() {
        let cases: [(text: String, holds: Bool?)] = [
            ("prompt_value == 7", true), ("prompt_value === 7", false), ("prompt_value !== envs.pin", true),
            ("${prompt_value} == 7", true), ("%{prompt_value} == '7'", true), ("'${name}!' == 'Ada!'", true),
            ("'${missing}' == ''", true), ("`${missing}` == 'undefined'", true), ("${a + 1} * 2 == 4", true),
            ("'\\${a}' == '$' + '{a}'", true), ("${list.length} == null", true), ("list.length == 3", true),
            ("${map.content-type} == 'text/html'", true), ("map.content-type == 'text/html'", false),
            ("['1','7'].includes(prompt_value)", true), ("!request_response?.session", true),
            ("request_response.session", false), ("missing", false), ("true", true), ("", nil), ("a =", nil),
            ("a = 1", nil), ("${a", nil), ("${a} ${a}", nil), ("a and b", nil), ("7 % a == 0", true),
            ("/^undefined$/.test(missing?.x)", true), ("/^x/.test(missing?.x)", false),
        ]
        for (text, holds) in cases {
            #expect(Self.holds(text) == holds, "\(text)")
        }
    }
}
