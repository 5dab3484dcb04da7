import FlowModel
import Testing

@testable import FlowValidation

struct `Sets of steps` {
    @Test func `hold what was put into them, in whatever order, and nothing else`() {
        for stride in [1, 2, 3, 63, 64, 65, 100] {
            let members = Set(Swift.stride(from: stride / 2, to: 400, by: stride))
            for order in [members.sorted(), members.sorted().reversed()] {
                var set = StepSet()
                for member in order { set.insert(StepID(member)) }
                let found = (0..<500).filter { set.contains(StepID($0)) }
                #expect(found == members.sorted(), "every \(stride)")
            }
        }
    }
}
