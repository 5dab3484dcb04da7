import Testing

@testable import JSONRPC

struct `Reading JSON` {
    private func root(_ text: String) throws -> JSONItem { try JSONDocument(Array(text.utf8)).root }

    private func offset(_ text: String) -> Int? {
        do throws(JSONSyntaxError) {
            _ = try JSONDocument(Array(text.utf8))
            return nil
        } catch {
            return error.offset
        }
    }

    @Test func `refuses what is not JSON, and says from where on`() {
        for (text, place) in [
            ("", 0), (" ", 1), ("nul", 0), ("nulL", 0), ("True", 0), ("truex", 4), ("'a'", 0),
            ("undefined", 0),
            ("NaN", 0), ("Infinity", 0), ("-", 1), ("+1", 0), (".5", 0), ("1.", 2), ("1.e5", 2), ("01", 2),
            ("-01", 3), ("1e", 2), ("1e+", 3), ("0x10", 1), ("1_000", 1), ("--1", 1), ("1 2", 2),
            ("[", 1), ("[1", 2), ("[1,", 3), ("[1,]", 3), ("[,1]", 1), ("[1 2]", 3), ("[1}", 2), ("]", 0),
            ("{", 1), (#"{"a"}"#, 4), (#"{"a":}"#, 5), (#"{"a":1,}"#, 7), ("{a:1}", 1), ("{1:2}", 1),
            (#"{"a":1 "b":2}"#, 7), (#"{"a":1]"#, 6), (#"{,"a":1}"#, 1), (#"{"a":1}}"#, 7), (#"{"a"1}"#, 4),
            (#"""#, 1), (#""a"#, 2), (#""\"#, 2), (#""\q""#, 2), (#""\u12""#, 5), (#""\u12G4""#, 5),
            (#""\U0041""#, 2), ("\"\t\"", 1), ("\"\n\"", 1), ("\"\u{0}\"", 1), ("\u{FEFF}{}", 0),
            ("// x\n1", 0), ("1 // x", 2), ("[1]/**/", 3), ("\u{A0}1", 0), ("\u{B}1", 0), ("\u{0}", 0),
        ] {
            #expect(offset(text) == place, "\(text)")
        }
    }

    @Test func `refuses every beginning of a frame, and takes every split as a whole`() {
        let frame = Array(
            #"{"id":"ä\n","a":[1,-2.5e+3,true,false,null,{}],"b":{"c":"\ud83d\ude00"}}"#.utf8)
        for end in frame.indices {
            #expect(throws: JSONSyntaxError.self) { try JSONDocument(Array(frame[..<end])) }
            // The rest never begins a second time.
            guard end > 0 else { continue }
            #expect((try? JSONDocument(Array(frame[end...])))?.root.isObject != true, "\(end)")
        }
        #expect((try? JSONDocument(frame)) != nil)
    }

    @Test func `nests to its limit and not further`() {
        func nested(_ depth: Int) -> String {
            String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        }
        #expect(offset(nested(JSONDocument.depthLimit)) == nil)
        #expect(offset(nested(JSONDocument.depthLimit + 1)) == JSONDocument.depthLimit)
        #expect(offset(String(repeating: #"{"a":"#, count: 1_000_000)) != nil)
        #expect(offset(nested(1_000_000)) != nil)
    }

    @Test func `has no more values than it may`() {
        let many = String(repeating: "0,", count: JSONDocument.valueLimit - 2) + "0"
        #expect(offset("[\(many)]") == nil)
        #expect(offset("[\(many),0]") != nil)
    }

    @Test func `finds members by name`() throws {
        let item = try root(#" { "a" : 1 , "ab":{"a":[2,{"a":3}]}, "b":true, "a":4, "":5, "\u0063\"":6 } "#)
        #expect(item["a"]?.int == 1, "of two the first")
        #expect(item["ab"]?["a"]?.elements.last?["a"]?.int == 3)
        #expect(item["b"]?.bool == true && item[""]?.int == 5 && item["c\""]?.int == 6)
        for absent in [item["abc"], item["A"], item["a "], item["a"]?["a"], item["ab"]?["a"]?["a"]] {
            #expect(absent == nil)
        }
        #expect(item.members.map(\.name) == ["a", "ab", "b", "a", "", "c\""])
        #expect(item.members.map { $0.value.kind } == [.number, .object, .bool, .number, .number, .number])
        #expect(item["a"]?.members.isEmpty == true && item.elements.isEmpty)
    }

    @Test func `reads texts with every escape`() throws {
        for (json, text) in [
            (#""""#, ""), (#""a\"\\\/\b\f\n\r\tz""#, "a\"\\/\u{8}\u{C}\n\r\tz"), (#""\u0000x""#, "\u{0}x"),
            (#""\u00e4\u00C4""#, "äÄ"), (#""x\ud83d\ude00y""#, "x😀y"), (#""\ud83dx""#, "\u{FFFD}x"),
            (#""\ude00\ud83d""#, "\u{FFFD}\u{FFFD}"), (#""\u2028""#, "\u{2028}"),
            ("\"\u{2028}é\"", "\u{2028}é"),
            (#""é\u0301""#, "é\u{301}"), (#""a\nb\nc""#, "a\nb\nc"), ("\"\u{7F}\"", "\u{7F}"),
        ] {
            #expect(
                try root(json).string?.unicodeScalars.elementsEqual(text.unicodeScalars) == true, "\(json)")
        }
        let bad = try JSONDocument([0x22, 0xFF, 0xC3, 0x22]).root
        #expect(bad.string == "\u{FFFD}\u{FFFD}")
        #expect(try root("17").string == nil && root("null").string == nil && root("[]").string == nil)
    }

    @Test func `reads numbers, also as texts, and never traps`() throws {
        for (json, number, whole) in [
            ("0", 0, 0), ("-0", 0, 0), ("-12", -12, -12), ("1.0", 1, 1), ("1.5", 1.5, nil),
            ("1e3", 1000, 1000),
            ("1E-2", 0.01, nil), (#""17""#, 17, 17), (#""-2.5""#, -2.5, nil), ("1e400", nil, nil),
            ("-1e400", nil, nil), ("1e18", 1e18, 1_000_000_000_000_000_000), ("1e19", 1e19, nil),
            ("9223372036854775808", 9_223_372_036_854_775_808, nil), (#""0x10""#, nil, nil),
            (#""inf""#, nil, nil), (#""nan""#, nil, nil), (#""""#, nil, nil), (#"" 1""#, nil, nil),
            ("true", nil, nil), ("null", nil, nil), ("[1]", nil, nil), ("{}", nil, nil),
            (String(repeating: "1", count: 41), nil, nil),
        ] as [(String, Double?, Int?)] {
            let item = try root(json)
            #expect(item.double == number && item.int == whole, "\(json)")
        }
    }

    @Test func `reads truth, also as texts`() throws {
        for (json, flag) in [
            ("true", true), ("false", false), (#""true""#, true), (#""false""#, false), (#""True""#, nil),
            (#""yes""#, nil), ("1", nil), ("0", nil), ("null", nil), ("[true]", nil), (#""""#, nil),
        ] as [(String, Bool?)] {
            #expect(try root(json).bool == flag, "\(json)")
        }
        #expect(try root(#""tru\u0065""#).isString("true") && !root("true").isString("true"))
    }

    @Test func `gives every value back as it stood`() throws {
        let item = try root(#"[ "a\n" , -1.50 , { "b" : [ ] } , null ]"#)
        let sources = item.elements.map { String(decoding: $0.source, as: UTF8.self) }
        #expect(sources == [#""a\n""#, "-1.50", #"{ "b" : [ ] }"#, "null"])
        #expect(JSONItem.emptyObject.isObject && JSONItem.emptyObject.members.isEmpty)
        #expect(Array(JSONItem.emptyObject.source) == Array("{}".utf8))
    }
}
