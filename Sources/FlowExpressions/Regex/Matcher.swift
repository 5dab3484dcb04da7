/// A backtracking matcher that counts its steps. What is still to be tried lies on a stack of its own, so a
/// long text never exhausts the thread's.
struct Matcher {
    enum Outcome {
        case match
        case noMatch
        /// The budget is used up.
        case exhausted
    }

    private enum Frame {
        case branch(pc: Int, position: Int)
        case restore(slot: Int, value: Int)
        case lookahead(isNegative: Bool, after: Int, position: Int)
    }

    let pattern: Pattern
    let units: [UInt16]
    /// Group bounds as pairs, the whole match first, -1 where nothing matched; then the marks of loops.
    private(set) var slots: [Int]
    private var stack: [Frame] = []
    /// Where the open lookaheads lie on the stack.
    private var lookaheads: [Int] = []
    private let ignoresCase: Bool
    private let isUnicode: Bool

    init(_ pattern: Pattern, _ units: [UInt16]) {
        self.pattern = pattern
        self.units = units
        slots = Array(repeating: -1, count: pattern.slotCount)
        ignoresCase = pattern.flags.contains(.ignoreCase)
        isUnicode = pattern.flags.contains(.unicode)
    }

    /// The first match at or after an offset; only at it when `isSticky`.
    mutating func search(from start: Int, isSticky: Bool, budget: inout Int) -> Outcome {
        var offset = start
        while offset <= units.count {
            let outcome = match(at: offset, budget: &budget)
            if case .noMatch = outcome, !isSticky {
                offset = next(after: offset)
            } else {
                return outcome
            }
        }
        return .noMatch
    }

    /// The offset of the character after the one at an offset.
    func next(after offset: Int) -> Int { offset + (isUnicode ? width(at: offset) : 1) }

    private func width(at offset: Int) -> Int {
        offset + 1 < units.count && UTF16.isLeadSurrogate(units[offset])
            && UTF16.isTrailSurrogate(units[offset + 1])
            ? 2 : 1
    }

    private mutating func match(at start: Int, budget: inout Int) -> Outcome {
        for index in slots.indices { slots[index] = -1 }
        stack.removeAll(keepingCapacity: true)
        lookaheads.removeAll(keepingCapacity: true)
        var (pc, position) = (0, start)
        while true {
            budget -= 1
            if budget < 0 { return .exhausted }
            if case .match = pattern.program[pc] { return .match }
            if step(&pc, &position, &budget) { continue }
            guard let (resumed, at) = backtrack(&budget) else { return .noMatch }
            (pc, position) = (resumed, at)
        }
    }

    /// Runs one instruction; false when it fails.
    private mutating func step(_ pc: inout Int, _ position: inout Int, _ budget: inout Int) -> Bool {
        switch pattern.program[pc] {
        case .character(let code):
            guard let (next, end) = read(at: position), (ignoresCase ? fold(next) : next) == code else {
                return false
            }
            position = end
        case .set(let place):
            guard let (next, end) = read(at: position),
                pattern.sets[place].contains(next, ignoringCase: ignoresCase, unicode: isUnicode)
            else { return false }
            position = end
        case .split(let first, let second):
            stack.append(.branch(pc: second, position: position))
            pc = first
            return true
        case .jump(let target):
            pc = target
            return true
        case .save(let slot): set(slot, position)
        case .forget(let lower, let upper):
            for slot in lower..<upper where slots[slot] != -1 { set(slot, -1) }
            budget -= (upper - lower) / 4
        case .progress(let slot): if slots[slot] == position { return false }
        case .assert(let assertion): if !holds(assertion, at: position) { return false }
        case .backreference(let group):
            guard let end = endOfGroup(group, at: position, &budget) else { return false }
            position = end
        case .lookahead(let isNegative, let after):
            lookaheads.append(stack.count)
            stack.append(.lookahead(isNegative: isNegative, after: after, position: position))
        case .lookaheadEnd: return endLookahead(&pc, &position, &budget)
        case .match: preconditionFailure("the loop ends at a match")
        }
        pc += 1
        return true
    }

    private mutating func set(_ slot: Int, _ value: Int) {
        stack.append(.restore(slot: slot, value: slots[slot]))
        slots[slot] = value
    }

    private mutating func backtrack(_ budget: inout Int) -> (pc: Int, position: Int)? {
        while let frame = stack.popLast() {
            budget -= 1
            switch frame {
            case .branch(let pc, let position): return (pc, position)
            case .restore(let slot, let value): slots[slot] = value
            case .lookahead(let isNegative, let after, let position):
                lookaheads.removeLast()
                if isNegative { return (after, position) }
            }
        }
        return nil
    }

    /// The body of a lookahead matched: a positive one goes on from where it began and keeps its groups, a
    /// negative one fails.
    private mutating func endLookahead(_ pc: inout Int, _ position: inout Int, _ budget: inout Int) -> Bool {
        guard let base = lookaheads.popLast(),
            case .lookahead(let isNegative, let after, let start) = stack[base]
        else { preconditionFailure("a lookahead ends only after it began") }
        let above = stack[(base + 1)...]
        budget -= above.count
        if isNegative {
            for case .restore(let slot, let value) in above.reversed() { slots[slot] = value }
            stack.removeSubrange(base...)
            return false
        }
        let restores = above.filter { if case .restore = $0 { true } else { false } }
        stack.replaceSubrange(base..., with: restores)
        (pc, position) = (after, start)
        return true
    }
}

extension Matcher {
    private func fold(_ code: UInt32) -> UInt32 { CaseFolding.fold(code, unicode: isUnicode) }

    /// The character at a position and where the next begins.
    private func read(at position: Int) -> (code: UInt32, end: Int)? {
        guard position < units.count else { return nil }
        let unit = UInt32(units[position])
        guard isUnicode, width(at: position) == 2 else { return (unit, position + 1) }
        return (0x10000 + ((unit & 0x3FF) << 10) + UInt32(units[position + 1] & 0x3FF), position + 2)
    }

    private func holds(_ assertion: Assertion, at position: Int) -> Bool {
        switch assertion {
        case .start: position == 0 || pattern.flags.contains(.multiline) && isLineEnd(units[position - 1])
        case .end:
            position == units.count || pattern.flags.contains(.multiline) && isLineEnd(units[position])
        case .wordBoundary: isWord(at: position - 1) != isWord(at: position)
        case .noWordBoundary: isWord(at: position - 1) == isWord(at: position)
        }
    }

    private func isLineEnd(_ unit: UInt16) -> Bool {
        unit == 0x0A || unit == 0x0D || unit == 0x2028 || unit == 0x2029
    }

    private func isWord(at position: Int) -> Bool {
        guard units.indices.contains(position) else { return false }
        switch units[position] {
        case 0x30...0x39, 0x41...0x5A, 0x5F, 0x61...0x7A: return true
        case _: return false
        }
    }

    /// Where the text of a group, met again, ends; a group that matched nothing is empty.
    private func endOfGroup(_ group: Int, at position: Int, _ budget: inout Int) -> Int? {
        let (lower, upper) = (slots[2 * group], slots[2 * group + 1])
        guard lower >= 0, upper >= 0 else { return position }
        let count = upper - lower
        guard position + count <= units.count else { return nil }
        budget -= count
        var (first, second) = (lower, position)
        while first < upper, let (left, leftEnd) = read(at: first), let (right, rightEnd) = read(at: second) {
            guard left == right || ignoresCase && fold(left) == fold(right) else { return nil }
            (first, second) = (leftEnd, rightEnd)
        }
        return second
    }
}
