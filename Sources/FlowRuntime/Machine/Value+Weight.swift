import FlowExpressions
import OrderedCollections

extension Value {
    /// About how many bytes the value would take written out: shared parts count each time they stand in it.
    /// Stops counting beyond `limit`.
    func weight(upTo limit: Int) -> Int {
        switch self {
        case .undefined, .null, .bool, .number: return 8
        case .string(let text): return 8 + text.byteCount
        case .list(let items):
            var sum = 8
            for item in items where sum <= limit { sum += item.weight(upTo: limit - sum) }
            return sum
        case .map(let members):
            var sum = 8
            for (name, value) in members where sum <= limit {
                sum += 8 + name.byteCount + value.weight(upTo: limit - sum)
            }
            return sum
        }
    }
}
