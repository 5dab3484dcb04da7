/// Turns a parsed pattern into instructions; counted repetitions are written out.
struct PatternCompiler {
    /// The highest count of a quantifier.
    static let repeatLimit = 1000
    /// The largest program, which bounds what nested counts cost: some 100 KB.
    static let sizeLimit = 5000

    private let parser: PatternParser
    private let range: Range<Int>
    private var program: [Instruction] = []
    private var sets: [CodeSet] = []
    private var slotCount: Int

    init(_ parser: PatternParser, _ range: Range<Int>) {
        self.parser = parser
        self.range = range
        slotCount = 2 * (parser.groupCount + 1)
    }

    mutating func compile(_ tree: PatternNode) throws(ExpressionProblem) -> Pattern {
        try emit(.save(0))
        try emit(tree)
        try emit(.save(1))
        try emit(.match)
        return Pattern(
            program: program, sets: sets, groupCount: parser.groupCount, names: parser.names,
            slotCount: slotCount,
            flags: parser.flags)
    }

    private mutating func emit(_ instruction: Instruction) throws(ExpressionProblem) {
        guard program.count < PatternCompiler.sizeLimit else {
            throw ExpressionProblem(.tooLarge, "the regular expression is too large", range)
        }
        program.append(instruction)
    }

    private mutating func emit(_ node: PatternNode) throws(ExpressionProblem) {
        switch node {
        case .empty: return
        case .character(let code):
            let isFolded = parser.flags.contains(.ignoreCase)
            let unicode = parser.flags.contains(.unicode)
            try emit(Instruction.character(isFolded ? CaseFolding.fold(code, unicode: unicode) : code))
        case .set(let set): try emit(.set(place(of: set)))
        case .sequence(let nodes): for node in nodes { try emit(node) }
        case .alternatives(let branches): try emit(branches)
        case .group(let group, let body):
            try emit(.save(2 * group))
            try emit(body)
            try emit(.save(2 * group + 1))
        case .lookahead(let isNegative, let body):
            let start = program.count
            try emit(.lookahead(isNegative: isNegative, after: 0))
            try emit(body)
            try emit(.lookaheadEnd)
            program[start] = .lookahead(isNegative: isNegative, after: program.count)
        case .backreference(let group): try emit(Instruction.backreference(group))
        case .namedBackreference(let name, let range):
            guard let group = parser.names.first(where: { $0.name == name })?.group else {
                throw ExpressionProblem(.pattern, "there is no group '\(name)'", range)
            }
            try emit(Instruction.backreference(group))
        case .assertion(let assertion): try emit(.assert(assertion))
        case .repeat(let body, let quantifier, let groups): try emit(body, quantifier, groups)
        }
    }

    private mutating func place(of set: CodeSet) -> Int {
        if let place = sets.firstIndex(of: set) { return place }
        sets.append(set)
        return sets.count - 1
    }

    private mutating func emit(_ branches: [PatternNode]) throws(ExpressionProblem) {
        var jumps: [Int] = []
        for (index, branch) in branches.enumerated() {
            guard index < branches.count - 1 else {
                try emit(branch)
                break
            }
            let split = program.count
            try emit(.split(0, 0))
            try emit(branch)
            jumps.append(program.count)
            try emit(.jump(0))
            program[split] = .split(split + 1, program.count)
        }
        for jump in jumps { program[jump] = .jump(program.count) }
    }

    private mutating func emit(
        _ body: PatternNode, _ quantifier: Quantifier, _ groups: Range<Int>
    ) throws(ExpressionProblem) {
        for _ in 0..<quantifier.minimum {
            let size = program.count
            try turn(body, groups)
            // An empty body would be written out without ever reaching the limit of size.
            if program.count == size { return }
        }
        // A turn beyond the required ones must consume something.
        let mark = slotCount
        slotCount += 1
        var splits: [Int] = []
        let optional = quantifier.maximum.map { $0 - quantifier.minimum }
        for _ in 0..<(optional ?? 1) {
            splits.append(program.count)
            try emit(.split(0, 0))
            try emit(.save(mark))
            try turn(body, groups)
            try emit(.progress(mark))
            if optional == nil { try emit(.jump(splits[0])) }
        }
        for split in splits {
            program[split] =
                quantifier.isLazy ? .split(program.count, split + 1) : .split(split + 1, program.count)
        }
    }

    private mutating func turn(_ body: PatternNode, _ groups: Range<Int>) throws(ExpressionProblem) {
        if !groups.isEmpty { try emit(.forget(2 * groups.lowerBound, 2 * groups.upperBound)) }
        try emit(body)
    }
}
