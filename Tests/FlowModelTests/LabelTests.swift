import FlowExpressions
import FlowModel
import SourceText
import TestSupport
import Testing

/// Labels are looked through while they are few, and hashed when they are many: nobody may notice.
struct Labels {
    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func `are found innermost first, however many there are`(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        // Both sides of the number from which they are hashed.
        for names in [3, 9, 60] {
            let source = Self.document(names: names, &random)
            let flow = try #require(Flow.read(SourceFile(name: "t", text: source)).flow, "\(source)")
            var jumps = 0
            for step in flow.steps {
                guard case .goto(let jump) = step.action, let name = jump.label.literal else { continue }
                jumps += 1
                let expected = Self.search(name, from: step.block, in: flow)
                #expect(jump.target == expected, "seed \(seed), \(names) names, \(name)\n\(source)")
            }
            #expect(jumps > 0)
        }
    }

    /// The plain search: every list from the inside out, every step of it.
    private static func search(_ name: Text, from block: BlockID, in flow: Flow) -> FlowPosition? {
        var list: BlockID? = block
        while let id = list {
            for (index, step) in flow.stepIDs(of: id).enumerated() {
                if case .label(let label) = flow[step].action, label.name == name {
                    return FlowPosition(id, index)
                }
            }
            list = flow[id].parent.map { flow[$0].block }
        }
        return nil
    }

    /// Sections of labels and jumps, some of them in lists inside lists; names repeat.
    private static func document(names: Int, _ random: inout SplitMix64) -> String {
        func name(_ random: inout SplitMix64) -> String { "l\(random.next() % UInt64(names))" }
        func list(_ depth: Int, _ indent: String, _ random: inout SplitMix64) -> String {
            var text = ""
            for _ in 0..<10 {
                switch random.next() % (depth < 3 ? 5 : 4) {
                case 0, 1: text += "\(indent)- label: \(name(&random))\n"
                case 2: text += "\(indent)- goto: {label: \(name(&random)), max: 3}\n"
                case 3: text += "\(indent)- goto: \(name(&random))\n"
                default:
                    text += "\(indent)- cond:\n\(indent)    - when: a == 1\n\(indent)      then:\n"
                    text += list(depth + 1, indent + "        ", &random)
                }
            }
            return text + "\(indent)- goto: \(name(&random))\n"
        }
        return "version: 1.0.0\nsections:\n  main:\n" + list(0, "    ", &random)
            + "  other:\n" + list(1, "    ", &random)
    }

    @Test func `given twice in a section are reported, few or many`() {
        for count in [2, 40] {
            let labels = (0..<count).map { "    - label: l\($0)\n" }.joined()
            let text =
                "version: 1.0.0\nsections:\n  main:\n\(labels)    - label: l1\n  other:\n    - label: l1\n"
            let reading = Flow.read(SourceFile(name: "t", text: text))
            #expect(reading.findings.map(\.id) == ["duplicate-label"], "\(count)")
        }
    }

    @Test func `of the innermost list are suggested first`() throws {
        let text = """
            version: 1.0.0
            sections:
              main:
                - label: loop2
                - cond:
                    - when: a == 1
                      then:
                        - label: loop1
                        - goto: {label: loop3, max: 2}
                - goto: {label: loop4, max: 2}
            """
        let findings = Flow.read(SourceFile(name: "t", text: text)).findings
        let suggestions = findings.map { $0.fix?.title }
        #expect(suggestions == ["write `loop1`", "write `loop2`"], "\(findings)")
    }

    /// 45,000 labels once took ten seconds.
    @Test func `are read in linear time`() {
        let times = [1_000, 12_000].map { count in
            let labels = (0..<count).map { "    - label: l\($0)\n" }.joined()
            let file = SourceFile(
                name: "t", text: "version: 1.0.0\nsections:\n  main:\n\(labels)    - goto: nowhere\n")
            return processorTime { #expect(Flow.read(file).findings.map(\.id) == ["unknown-label"]) }
        }
        #expect(times[1] < times[0] * 20, "\(times)")
    }

    /// 15,000 jumps to none of as many labels once took half a minute, and a thousand deep inside lists did.
    @Test func `are suggested in a time that is bound, however deep and to however many jumps`() {
        let times = [0, 60].map { depth in
            let jumps = (0..<200).map { "goto: {label: x\($0), max: 1}" }
            var list = "[\(((0..<3_000).map { "label: l\($0)" } + jumps).joined(separator: ", "))]"
            for _ in 0..<depth { list = "[cond: [{when: a == 1, then: \(list)}]]" }
            let file = SourceFile(name: "t", text: "version: 1.0.0\nsections: {main: \(list)}\n")
            return processorTime {
                let findings = Flow.read(file).findings
                #expect(findings.count == 200)
                #expect(findings.allSatisfy { $0.id == "unknown-label" }, "\(findings.prefix(2))")
            }
        }
        #expect(times[1] < times[0] * 2, "\(times)")
    }
}

struct `A list with something that is no step` {
    @Test func `keeps the others in their order`() throws {
        let text = """
            version: 1.0.0
            sections:
              main:
                - answer
                - 5
                - cond: [{when: a == 1, then: [hangup, [], sleep: 5s]}]
                - []
                - hangup
            """
        let flow = try #require(Flow.read(SourceFile(name: "t", text: text)).flow)
        let names = flow.blocks.indices.map { flow.stepIDs(of: BlockID($0)).map { flow[$0].action.name } }
        #expect(names == [["answer", "cond", "hangup"], ["hangup", "sleep"]])
        #expect(flow.step(at: FlowPosition(BlockID(0), 3)) == nil)
        #expect(flow.step(at: FlowPosition(BlockID(0), -1)) == nil)
    }
}
