import FlowExpressions
import Foundation
import OrderedCollections
import Testing

struct `A text` {
    @Test func `is compared by code units`() {
        #expect(Text("é") != Text("e\u{301}"))
        #expect(Text("é").hashValue != Text("e\u{301}").hashValue)
        #expect(Text("abcdefgh1") != Text("abcdefgh2"))
        #expect(Text("\u{FFFF}") > Text("😀"))
        #expect(Set([Text("a"), Text("b"), Text("a")]).count == 2)
    }

    @Test func `is the same wherever its bytes lie`() {
        for length in 1...40 {
            let text = String(repeating: "a", count: length)
            var apart = ""
            apart.reserveCapacity(100)  // so that even a short one lies on the heap
            apart += text
            #expect(Text(apart) == Text(text))
            #expect(Text(apart) != Text(String(text.dropLast()) + "b"))
            #expect(Text(apart + "a") != Text(text))
        }
    }

    @Test func `keeps lone surrogates until they meet`() {
        let smile = Text("😀")
        let (lead, trail) = (smile.slice(0..<1), smile.slice(1..<2))
        #expect(lead.units == [0xD83D] && trail.units == [0xDE00] && lead != trail)
        #expect(lead.string == "\u{FFFD}" && lead != Text("\u{FFFD}"))
        #expect(lead + trail == smile)
        var text = Text("a")
        text += lead
        text += trail
        #expect(text == "a😀" && text.unitCount == 3 && text.unit(at: 1) == 0xD83D)
        #expect((trail + lead).unitCount == 2 && (trail + lead).slice(1..<2) == lead)
        #expect(lead.jsonText == "\"\\ud83d\"")
    }
}

struct `A value` {
    @Test func `reads JSON strictly and writes it compactly`() throws {
        let same = [
            "null", "true", "[]", "{}", "[1,-0.5,1e+21,\"a\\n\\\"\\\\\"]", "{\"b\":1,\"a\":{\"é\":[null]}}",
            "\"\\ud800\"", "\"😀\"",
        ]
        for text in same { #expect(try Value(json: text).jsonText == text) }
        #expect(try Value(json: " { \"a\" : 1 , \"b\":2, \"a\":3 } ").jsonText == "{\"a\":3,\"b\":2}")
        #expect(try Value(json: "\"\\ud83d\\ude00\\u0041\\/\"") == "😀A/")
        #expect(
            Value.list([.undefined, .number(.nan), ["a": .undefined, "b": 1]]).jsonText
                == "[null,null,{\"b\":1}]")
    }

    @Test func `refuses what is not JSON`() {
        let cases: [(text: String, offset: Int)] = [
            ("", 0), ("tru", 0), ("[1,]", 3), ("[1 2]", 3), ("{a:1}", 1), ("{\"a\" 1}", 5), ("{\"a\":1,}", 7),
            ("01", 2),
            ("-", 1), ("1.", 2), ("1e", 2), ("+1", 0), ("\"a", 2), ("\"\n\"", 1), ("\"\\x\"", 2),
            ("\"\\u12g4\"", 3), ("1 2", 2),
            ("NaN", 0), ("'a'", 0), ("// c\n1", 0), ("[", 1), ("{", 1),
            (String(repeating: "[", count: 1000), 128),
            (String(repeating: " ", count: 1 << 21), 1 << 20), ("{\"a\":", 5), ("\u{FEFF}1", 0),
        ]
        for (text, offset) in cases {
            do throws(JSONError) {
                let value = try Value(json: text)
                Issue.record("\(text.prefix(20)) was read as \(value)")
            } catch {
                #expect(error.offset == offset, "\(text.prefix(20)): \(error.message)")
            }
        }
    }

    @Test func `has a text at the boundary`() {
        let cases: [(value: Value, text: Text)] = [
            (.undefined, ""), (nil, ""), (true, "true"), (5, "5"), (0.5, "0.5"), (1e21, "1e+21"), (-0.0, "0"),
            (.number(.nan), "NaN"), (1e-7, "1e-7"), (0.000001, "0.000001"),
            ([1, nil, ["a", .undefined]], "1,,a,"),
            (["b": [1], "a": "x"], "{\"b\":[1],\"a\":\"x\"}"), ([["k": 1]], "{\"k\":1}"),
            (1e20, "100000000000000000000"),
        ]
        for (value, text) in cases { #expect(value.text == text) }
    }

    @Test func `is coerced to the type of a parameter`() {
        #expect(Value("12").asNumber == 12 && Value(" 1e3 ").asInteger == 1000 && Value(2.5).asNumber == 2.5)
        let noNumbers: [Value] = [
            "", " ", "12px", "Infinity", .number(.infinity), true, nil, .undefined, [1], [:], "1_000",
        ]
        for value in noNumbers { #expect(value.asNumber == nil, "\(value)") }
        #expect(Value("2.5").asInteger == nil && Value("1e300").asInteger == nil && Value(-3).asInteger == -3)
        #expect(Value("true").asBool == true && Value("false").asBool == false && Value(true).asBool == true)
        for value in ["True", "", 1, nil, "yes"] as [Value] { #expect(value.asBool == nil, "\(value)") }
    }

    @Test func `equals itself even where it is no number`() {
        #expect(
            Value.number(.nan) == .number(.nan)
                && Value.list([.number(.nan)]).hashValue == Value.list([.number(.nan)]).hashValue)
        #expect(Value.undefined != .null && Value(1) != "1" && Value(true) != 1)
        var nested: Value = 1
        for _ in 0..<129 { nested = [nested] }
        #expect(nested.isDeeper(than: Value.depthLimit) && !nested[0].isDeeper(than: Value.depthLimit))
    }

    @Test func `survives being coded`() throws {
        let value: Value = ["a": [1, nil, true, "x", 2.5, ["k": "é"]], "gone": .undefined]
        let data = try JSONEncoder().encode(value)
        let kept: Value = ["a": [1, nil, true, "x", 2.5, ["k": "é"]]]
        #expect(try JSONDecoder().decode(Value.self, from: data) == kept)
        let variables = Variables(vars: ["z": 1, "a": ["y": 2, "b": 3]], call: ["from": "x\u{0}"])
        let copy = try JSONDecoder().decode(Variables.self, from: JSONEncoder().encode(variables))
        #expect(copy == variables && Array(copy.vars.keys) == ["z", "a"])
        #expect(throws: (any Error).self) {
            try JSONDecoder().decode(Variables.self, from: Data("{\"vars\":\"[]\"}".utf8))
        }
    }
}

struct `A variable path` {
    @Test func `is told from an expression`() {
        for text in [
            "a", "a.b", "a[0].b", "vars.x", " a.b ", "$a._b1", "a['b c']", "a.['b']", "größe.x",
            "a.content-type",
        ] {
            #expect(VariablePath.parse(text) != nil, "\(text)")
        }
        let none = [
            "", " ", "a b", "a.", ".a", "a..b", "a[", "a[]", "a[-1]", "a[01]", "a[b]", "a['b]", "a[1", "1a",
            "a-b", "-a", "a()", "(a)",
            "a + b", "true", "null", "undefined", "a.1", "a?.b", "a['\\n']", "a[99999999999999999999]", "'a'",
            "a.b c", "😀",
        ]
        for text in none { #expect(VariablePath.parse(text) == nil, "\(text)") }
        #expect(
            VariablePath.parse(" a.b[0] ")?.text == "a.b[0]"
                && VariablePath.parse("a.b")?.variable.name == "a")
        #expect(VariablePath.parse("a['b c'].['d'].e-f")?.text == "a['b c'].d.e-f")
    }

    @Test func `tells which variables are read`() {
        var problems: [ExpressionProblem] = []
        let template = Template.parse(
            "é${call.to} ${a.b.c + vars.d[e] + f.map(x => x.y + g).length}", problems: &problems)
        let names = template?.referencedNames ?? []
        #expect(names.map(\.path) == ["call.to", "a.b.c", "vars.d", "e", "f", "g"])
        #expect(names.map(\.range) == [4..<11, 15..<20, 23..<29, 30..<31, 35..<36, 52..<53])
        let condition = Condition.parse("${x.y} == '${z}' && envs.pin", problems: &problems)
        #expect(
            condition?.referencedNames.map(\.path) == ["x.y", "z", "envs.pin"]
                && condition?.hasPlaceholders == true)
        #expect(problems.isEmpty)
    }
}
