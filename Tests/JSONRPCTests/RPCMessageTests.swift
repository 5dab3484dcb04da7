import Testing

@testable import JSONRPC

struct `A JSON-RPC frame` {
    private func kind(_ frame: String) throws -> String {
        func text(_ bytes: some Collection<UInt8>) -> String { String(decoding: bytes, as: UTF8.self) }
        switch try RPCMessage(Array(frame.utf8)) {
        case .request(let id, let method, let params):
            return "\(id.map { text($0.json) } ?? "-") \(method) \(text(params.source))"
        case .result(let id, let result): return "\(text(id.json)) = \(text(result.source))"
        case .error(let id, let error): return "\(text(id.json)) ! \(error.code) \(error.message)"
        case .ignored: return "ignored"
        }
    }

    @Test func `is told apart in order`() throws {
        for (frame, expected) in [
            (#"{"jsonrpc":"2.0","id":"1","method":"m","params":{"a":1}}"#, #""1" m {"a":1}"#),
            (#"{"method":"m"}"#, "- m {}"), (#"{"id":null,"method":"m","params":{}}"#, "- m {}"),
            (#"{"id":7,"result":{"a":1},"method":"m"}"#, #"7 = {"a":1}"#),
            (#"{"id":"1","result":null}"#, #""1" = null"#),
            (#"{"id":1.50,"result":1}"#, "1.50 = 1"),
            (#"{"id":"1","error":{"code":-1,"message":"x"},"result":{}}"#, #""1" ! -1 x"#),
            (#"{"id":"1","error":{"code":"5"}}"#, #""1" ! 5 Unknown error"#),
            (#"{"id":"1","error":{"code":1e400,"message":null}}"#, #""1" ! -1 Unknown error"#),
            (#"{"id":"1","error":"no"}"#, #""1" ! -1 no"#), (#"{"id":"1","error":[7]}"#, #""1" ! -1 [7]"#),
            (#"{"m\u0065thod":"a\u0062"}"#, "- ab {}"),
        ] {
            #expect(try kind(frame) == expected)
        }
    }

    @Test func `that nobody waits for is ignored`() throws {
        for frame in [
            "[]", "1", #""x""#, "null", "true", "{}", #"{"id":"1"}"#, #"{"result":{}}"#, #"{"error":{}}"#,
            #"{"id":null,"result":{}}"#, #"{"id":[],"result":{}}"#, #"{"id":true,"error":{}}"#,
            #"{"method":1,"params":{}}"#, #"{"method":"m","params":[]}"#, #"{"method":"m","params":null}"#,
            #"[{"method":"m"}]"#,
        ] {
            #expect(try kind(frame) == "ignored", "\(frame)")
        }
        #expect(throws: JSONSyntaxError.self) { try kind("{") }
    }

    @Test func `comes back as it was sent`() throws {
        let request = RPCFrame.request(id: RPCID("a\"1"), method: "x.y") { $0.member("n", 1) }
        #expect(
            String(decoding: request, as: UTF8.self)
                == #"{"jsonrpc":"2.0","id":"a\"1","method":"x.y","params":{"n":1}}"#)
        guard case .request(let id?, _, _) = try RPCMessage(request) else {
            Issue.record("no request")
            return
        }
        #expect(id == RPCID("a\"1"))
        #expect(
            String(decoding: RPCFrame.result(id: id), as: UTF8.self)
                == #"{"jsonrpc":"2.0","id":"a\"1","result":{}}"#)
        let full = RPCFrame.result(id: id) { $0.member("ok", true) }
        #expect(String(decoding: full, as: UTF8.self).hasSuffix(#""result":{"ok":true}}"#))
    }
}
