import FlowExpressions
import OrderedCollections
import TestSupport
import Testing

@testable import JSONRPC

struct `Any bytes` {
    private static let seeds = [
        #"{"jsonrpc":"2.0","id":"ev-88","method":"signalwire.event","params":{"#
            + #""event_type":"calling.call.state","timestamp":1790000000.25,"params":{"#
            + #""call_id":"c-4411","call_state":"answered"}}}"#,
        #"{"id":"9d0d","error":{"code":-32602,"message":"x","data":{"signalwire_error_code":"INVALID"}}}"#,
        #"[0,-1,2.5e-3,true,false,null,"\u00e4\ud83d\ude00\\\"",{"a":{},"b":[]}]"#, #""text""#, "-12.5E+2",
    ].map { Array($0.utf8) }
    private static let pieces =
        [
            "\"", "\\", "{", "}", "[", "]", ",", ":", "e", ".", "-", "0", "\\u", "\\ud83d", "true", "null",
            " ", "\n",
            "\u{0}", "1e999",
        ].map { Array($0.utf8) } + [[0xFF], [0xC3], [0xED, 0xA0, 0x80]]

    private func mutated(_ random: inout SplitMix64) -> [UInt8] {
        var bytes = random.pick(Self.seeds)
        for _ in 0...random.below(5) {
            let place = random.below(bytes.count + 1)
            switch random.below(5) {
            case 0: bytes.removeSubrange(place..<min(bytes.count, place + 1 + random.below(3)))
            case 1: bytes.insert(contentsOf: random.pick(Self.pieces), at: place)
            case 2: bytes.insert(UInt8(truncatingIfNeeded: random.next()), at: place)
            case 3: bytes.insert(contentsOf: random.pick(Self.seeds), at: place)
            case _: bytes = Array(bytes[..<place])
            }
        }
        return bytes
    }

    /// Touches everything that can be asked of a value.
    private func visit(_ item: JSONItem) {
        _ = (item.string, item.double, item.int, item.bool, item["id"], item.source)
        for member in item.members { visit(member.value) }
        for element in item.elements { visit(element) }
    }

    /// Whether both readers understood the same.
    private func agree(_ item: JSONItem, _ value: Value) -> Bool {
        switch value {
        case .undefined: return false
        case .null: return item.kind == .null
        case .bool(let flag): return item.kind == .bool && item.bool == flag
        case .number(let number):
            return item.kind == .number && (item.double == nil || item.double == number)
        case .string(let text):
            return item.string.map { $0.unicodeScalars.elementsEqual(text.string.unicodeScalars) } == true
        case .list(let values):
            let elements = item.elements
            return elements.count == values.count && zip(elements, values).allSatisfy { agree($0, $1) }
        case .map(let map):
            let members = item.members
            guard item.isObject else { return false }
            // Of two equal keys one reader takes the first, the other the last.
            guard members.count == map.count else { return members.count > map.count }
            return zip(members, map).allSatisfy { agree($0.value, $1.value) }
        }
    }

    @Test func `are read as another reader reads them, or refused as it does`() {
        var valid = 0
        for seed in 0..<10_000 as Range<UInt64> {
            var random = SplitMix64(seed: seed)
            let bytes = mutated(&random)
            let mine = try? JSONDocument(bytes)
            let other = try? Value(jsonBytes: bytes)
            _ = try? RPCMessage(bytes)
            guard let mine, let other else {
                #expect(
                    (mine == nil) == (other == nil), "seed \(seed): \(String(decoding: bytes, as: UTF8.self))"
                )
                continue
            }
            valid += 1
            visit(mine.root)
            #expect(agree(mine.root, other), "seed \(seed): \(String(decoding: bytes, as: UTF8.self))")
        }
        #expect(valid > 300, "too few of the inputs are JSON: \(valid)")
    }
}
