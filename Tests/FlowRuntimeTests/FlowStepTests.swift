import FlowExpressions
import FlowModel
import FlowRuntime
import Testing

struct `goto` {
    /// Runs a list of steps that never waits and gives the value of `n` at the end.
    func n(_ steps: String) throws -> Value {
        var script = try Script(steps)
        #expect(script.start() == [.hangup(.hangup)])
        return script.variable("n")
    }

    @Test func `jumps at most max times, so it passes once more`() throws {
        #expect(
            try n("- set: {n: 0}\n- label: top\n- set: {n: '${n + 1}'}\n- goto: {label: top, max: 3}") == 4)
    }

    @Test func `jumps a hundred times when max is not written`() throws {
        #expect(try n("- set: {n: 0}\n- label: top\n- set: {n: '${n + 1}'}\n- goto: {label: top}") == 101)
    }

    @Test func `stops when its condition no longer holds`() throws {
        #expect(
            try n("- set: {n: 0}\n- label: top\n- set: {n: '${n + 1}'}\n- goto: {label: top, when: n < 5}")
                == 5)
    }

    @Test func `leaves the blocks it stands in`() throws {
        #expect(
            try n(
                """
                - set: {n: 0}
                - label: top
                - set: {n: '${n + 1}'}
                - cond:
                    - when: n < 3
                      then:
                        - cond: [{when: 'true', then: [{goto: {label: top}}]}]
                        - set: {n: 100}
                """) == 3)
    }

    @Test func `counts anew in each activation of the section`() throws {
        #expect(
            try n(
                """
                sections:
                  main: [{set: {n: 0}}, {execute: sub}, {execute: sub}]
                  sub:
                    - label: top
                    - set: {n: '${n + 1}'}
                    - goto: {label: top, max: 2}
                """) == 6)
    }

    @Test func `takes a condition that raises for false, and notes it`() throws {
        var script = try Script("- label: top\n- goto: {label: top, when: missing.member.deep}")
        #expect(script.start() == [.hangup(.hangup)])
        #expect(script.warnings == [.expression])
        #expect(script.variable("script_error") == "relay_script_js_eval_error")
    }
}

struct `switch and cond` {
    @Test func `compare as text`() throws {
        var script = try Script(
            """
            - set: {x: 5}
            - switch: {variable: x, case: {'5': [{set: {hit: five}}]}, default: [{set: {hit: no}}]}
            """)
        _ = script.start()
        #expect(script.variable("hit") == "five")
    }

    @Test func `go on with a warning when no case matches`() throws {
        var script = try Script("- switch: {variable: x, case: {a: [{hangup: busy}]}}\n- set: {next: true}")
        _ = script.start()
        #expect(script.warnings == [.noMatchingCondition])
        #expect(script.variable("next") == true)
    }

    @Test func `take the first condition that holds, and else only when none does`() throws {
        for (x, hit) in [(1, "one"), (2, "two"), (3, "other")] {
            var script = try Script(
                """
                - set: {x: \(x)}
                - cond:
                    - {when: x == 1, then: [{set: {hit: one}}]}
                    - {when: x < 3, then: [{set: {hit: two}}]}
                    - else: [{set: {hit: other}}]
                """)
            _ = script.start()
            #expect(script.variable("hit") == .string(Text(hit)))
        }
    }
}

struct `execute` {
    @Test func `gives parameters as text and takes the value back`() throws {
        var script = try Script(
            """
            sections:
              main:
                - set: {before: 1}
                - execute:
                    dest: add
                    params: {a: 1, b: 2}
                    onReturn: [{set: {order: on-return}}]
                    result:
                      case:
                        "12": [{set: {order: '${order} result'}}]
                - set: {after: '${params.a}'}
              add:
                - return: '${params.a + params.b}'
                - set: {never: 1}
            """)
        #expect(script.start() == [.hangup(.hangup)])
        #expect(script.variable("return_value") == "12")
        #expect(script.variable("order") == "on-return result")
        #expect(script.variable("after") == "")
        #expect(script.variable("never") == .undefined)
    }

    @Test func `clears the last value when the callee returns none`() throws {
        var script = try Script(
            "sections: {main: [{execute: a}, {execute: b}], a: [{return: 1}], b: [{set: {x: 1}}]}")
        _ = script.start()
        #expect(script.variable("return_value") == .undefined)
    }

    @Test func `goes on when the section of a template is unknown`() throws {
        var script = try Script("- set: {s: nowhere}\n- execute: '${s}'\n- set: {next: true}")
        _ = script.start()
        #expect(script.warnings == [.sectionUndefined])
        #expect(script.variable("next") == true)
    }

    static let document = "sections: {main: [{set: {got: '${params.x}'}}, {return: done}]}"

    @Test func `runs a fetched document with its parameters`() throws {
        var script = try Script(
            "- execute: {dest: 'https://example.com/sub', params: {x: 7}}\n- set: {next: 1}")
        let commands = script.start()
        guard case .fetchDocument(let request) = commands.first else {
            Issue.record("no fetch: \(commands)")
            return
        }
        #expect(request.method == "POST")
        #expect(request.body?.contains(#""params":{"x":"7"}"#) == true)
        #expect(
            script.answer(.response(HTTPResponse(status: 200, body: Self.document))) == [.hangup(.hangup)])
        #expect(script.variable("got") == "7")
        #expect(script.variable("return_value") == "done")
    }

    @Test func `refuses a document that has errors, is missing or is no document`() throws {
        for result: CommandResult in [
            .response(HTTPResponse(status: 200, body: "sections: {main: [{nonsense: 1}]}")),
            .response(HTTPResponse(status: 200, body: "[")), .response(HTTPResponse(status: 200, body: "")),
            .response(HTTPResponse(status: 404, body: Self.document)),
            .failed(CommandFailure(.timedOut)), .done,
        ] {
            var script = try Script("- execute: 'https://example.com/sub'\n- set: {next: true}")
            _ = script.start()
            #expect(script.answer(result) == [.hangup(.hangup)])
            #expect(script.variable("next") == true)
            #expect(script.variable("got") == .undefined)
            #expect(script.warnings.count == 1)
        }
    }

    @Test func `runs an inline document`() throws {
        var script = try Script(
            #"- execute: {dest: '{"sections":{"main":[{"set":{"inside":true}}]}}'}"#)
        _ = script.start()
        #expect(script.variable("inside") == true)
    }
}

struct `transfer` {
    @Test func `never comes back`() throws {
        var script = try Script(
            """
            sections:
              main: [{execute: sub}, {set: {back: true}}]
              sub: [{transfer: {dest: end, params: {x: 1}}}]
              end: [{set: {x: '${params.x}'}}]
            """)
        #expect(script.start() == [.hangup(.hangup)])
        #expect(script.variable("x") == "1")
        #expect(script.variable("back") == .undefined)
    }

    @Test func `ends the script when its document cannot be had`() throws {
        var script = try Script("- transfer: 'https://example.com/next'\n- set: {next: true}")
        _ = script.start()
        #expect(script.answer(.failed(CommandFailure(.unreachable))) == [.hangup(.hangup)])
        #expect(script.variable("next") == .undefined)
    }
}

struct `set and unset` {
    @Test func `keep types and see earlier keys`() throws {
        var script = try Script("- set: {a: 2, b: '${a * 3}', c: 'n=${b}', d: {e: [1, '${a}']}}")
        _ = script.start()
        #expect(script.variable("b") == 6)
        #expect(script.variable("c") == "n=6")
        #expect(script.variable("d.e") == [1, 2])
    }

    @Test func `write members and remove them`() throws {
        var script = try Script(
            "- set: {a.b: 1, vars.c: 2}\n- set: {a.d: 3}\n- unset: [a.b, c, unknown, x.y.z]")
        _ = script.start()
        #expect(script.variable("a") == ["d": 3])
        #expect(script.variable("c") == .undefined)
    }

    @Test func `make an expression that raises empty`() throws {
        var script = try Script("- set: {a: '${nothing.at.all + 1}', b: 1}")
        _ = script.start()
        #expect(script.warnings.contains(.expression))
        #expect(script.variable("b") == 1)
    }
}

struct `What a flow makes of values` {
    @Test func `is bounded, for text and for values that hold each other`() throws {
        for doubling in ["['${a}']", "'${a}${a}'", "['${a}', '${a}']", "{x: '${a}', y: '${a}'}"] {
            var script = try Script(
                "- set: {a: xx}\n- label: top\n- set: {a: \(doubling)}\n"
                    + "- goto: {label: top, max: 100}\n- goto: {label: top}"
            )
            #expect(script.start() == [.hangup(.hangup)], "\(doubling)")
            let code = script.variable("script_error").text.string
            #expect(
                ["callflow_too_much_data", "relay_script_js_eval_error"].contains(code),
                "\(doubling): \(code)")
        }
    }

    @Test func `is bounded when it goes round through params and return`() throws {
        for growing in ["['${params.x}']", "['${params.x}', '${params.x}']"] {
            var script = try Script(
                """
                sections:
                  main:
                    - label: top
                    - execute: {dest: grow, params: {x: ['${return_value}']}}
                    - goto: {label: top}
                    - transfer: main
                  grow: [{return: \(growing)}]
                """)
            #expect(script.start() == [.hangup(.hangup)], "\(growing)")
            #expect(script.variable("script_error") == "callflow_too_much_data", "\(growing)")
        }
    }
}
