import JSONRPC
import Testing

@testable import RelayProtocol

struct `An answer` {
    @Test func `finds its request in any order`() {  // §8: 32
        var wire = Wire.connected()
        wire.request("calling.play", token: 1)
        wire.request("calling.record", token: 2)
        wire.request("calling.tap", token: 3)
        wire.answer("calling.tap")
        wire.answer("calling.play", #"{"code":"200","x":1}"#)
        wire.answer("calling.record")
        #expect(
            wire.takeNews() == [
                #"3 accepted {"code":"200"}"#, #"1 accepted {"code":"200","x":1}"#,
                #"2 accepted {"code":"200"}"#,
            ])
        #expect(wire.session.ledger.isEmpty)
    }

    private func news(of body: String) -> [String] {
        var wire = Wire.connected()
        wire.request("calling.play", token: 9)
        wire.reply(to: "calling.play", body)
        return wire.takeNews()
    }

    @Test func `with 2xx is a success`() {  // §8: 33, 36, 37
        for result in [
            #"{"code":"200"}"#, #"{"code":"201"}"#, #"{"code":"204"}"#, #"{"code":"299"}"#, #"{"code":200}"#,
            "{}", #"{"code":null}"#, #""done""#, "17", "null", "[]", #"["code"]"#,
        ] {
            #expect(news(of: #""result":\#(result)"#) == ["9 accepted \(result)"])
        }
    }

    @Test func `with another code is a refusal in the server's words`() {  // §8: 34, 35
        for (code, number) in [
            (#""100""#, 100), (#""199""#, 199), (#""300""#, 300), (#""400""#, 400), (#""500""#, 500),
            (#""2000""#, 2000), ("404", 404), ("404.0", 404), (#""20""#, 20), (#""""#, -1),
            (#""2xx""#, -1), (#""2e2""#, -1), (#""２00""#, -1), ("1e999", -1), ("true", -1), ("{}", -1),
            ("[200]", -1), (#""99999999999999999999""#, -1),
        ] {
            let body = #""result":{"code":\#(code),"message":"busy"}"#
            #expect(news(of: body) == ["9 refused \(number) busy"], "\(code)")
        }
        #expect(news(of: #""result":{"code":"409"}"#) == ["9 refused 409 Unknown error"])
    }

    @Test func `with an error has its code and message`() {  // §8: 38, 39
        for (error, line) in [
            (#"{"code":-32601,"message":"no"}"#, "-32601 no"), ("{}", "-1 Unknown error"),
            (#"{"code":"7","message":"m"}"#, "7 m"), (#"{"code":"x","message":7}"#, "-1 Unknown error"),
            (#""went wrong""#, "-1 went wrong"), ("[1]", "-1 [1]"), ("17", "-1 17"),
        ] {
            #expect(news(of: #""error":\#(error)"#) == ["9 refused \(line)"])
        }
        #expect(news(of: #""result":{},"error":"both""#) == ["9 refused -1 both"])
    }

    @Test func `to nobody is ignored`() {  // §8: 40
        var wire = Wire.connected()
        wire.request("calling.play", token: 1)
        wire.clear()
        let numbers = wire.session.numbers
        let unknown = String(decoding: numbers.id(999).json, as: UTF8.self)
        for id in [#""x""#, "7", unknown, unknown.uppercased(), #""""#, "1e5"] {
            wire.receive(#"{"id":\#(id),"result":{}}"#)
            wire.receive(#"{"id":\#(id),"error":{"code":1}}"#)
        }
        #expect(wire.takeNews().isEmpty && wire.lines().isEmpty)
        #expect(wire.takeNotices() == Array(repeating: .unknownAnswer, count: 12))
        wire.answer("calling.play")
        #expect(wire.takeNews() == [#"1 accepted {"code":"200"}"#])
    }

    @Test func `counts once`() {  // §8: 40
        var wire = Wire.connected()
        wire.request("calling.play", token: 1)
        let id = String(decoding: wire.session.numbers.id(2).json, as: UTF8.self)
        wire.receive(#"{"id":\#(id),"result":{}}"#)
        wire.receive(#"{"id":\#(id),"result":{}}"#)
        wire.receive(#"{"id":\#(id),"error":{}}"#)
        #expect(wire.takeNews() == ["1 accepted {}"])
    }

    @Test func `of no use is told in the words of the SDKs`() {  // §8: 41
        #expect(RelayReply.refused(code: 409, message: "busy").problem == "RELAY error 409: busy")
        #expect(RelayReply.lost("gone").problem == "gone")
        #expect(RelayReply.accepted(.emptyObject).problem == nil)
    }
}

struct `Request ids` {
    @Test func `are UUIDs, each once, and lead back to their numbers`() {
        var seen: Set<String> = []
        for seed in 0..<20 as Range<UInt64> {
            var numbers = RequestNumbers(seed: seed)
            for _ in 0..<50 {
                let number = numbers.next()
                let id = numbers.id(number)
                let text = String(decoding: id.json, as: UTF8.self)
                #expect(
                    text.wholeMatch(
                        of: /"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"/)
                        != nil, "\(text)")
                #expect(seen.insert(text).inserted && numbers.number(of: id) == number)
            }
        }
    }

    @Test func `of another machine lead nowhere`() {
        let id = RequestNumbers(seed: 1).id(1)
        #expect(RequestNumbers(seed: 2).number(of: id) == nil)
        #expect(RequestNumbers(seed: 1).number(of: id) == 1)
    }
}
