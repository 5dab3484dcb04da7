import FlowExpressions
import FlowModel
import SourceText

// What the steps of a flow read, listed once for all rules.

/// A condition, and the step it belongs to.
struct ConditionUse {
    let step: StepID
    let given: GivenCondition

    var expression: Expression { given.condition.expression }
    var range: SourceRange { given.range }
}

/// A variable compared with a constant in a condition.
struct ComparisonUse {
    let step: StepID
    let comparison: ConstantComparison
    /// The whole condition.
    let range: SourceRange
}

/// A place where a variable is read.
struct VariableUse {
    let variable: VariableName
    /// The names behind the variable's own: `outcome` of `conference.outcome`.
    let members: [Text]
    let step: StepID
    /// The text that reads it.
    let range: SourceRange
    /// Its place in the text, as UTF-8 offsets; `nil` when it is all of it.
    let part: Range<Int>?
}

extension Flow {
    var conditionUses: [ConditionUse] {
        var uses: [ConditionUse] = []
        uses.reserveCapacity(4)
        for index in steps.indices where !steps[index].action.kind.isDisjoint(with: .conditional) {
            steps[index].action.forEachCondition { uses.append(ConditionUse(step: StepID(index), given: $0)) }
        }
        return uses
    }

    /// Calls a function with every `switch`, as a step or as a `result`, and the variable that it looks at.
    func forEachSwitch(_ visit: (StepID, Switch, ReadPath) -> Void) {
        for index in steps.indices where !steps[index].action.kind.isDisjoint(with: .conditional) {
            steps[index].action.forEachSwitch { visit(StepID(index), $0, $1) }
        }
    }
}

extension [ConditionUse] {
    /// The comparisons of what the platform sets: the author's own variables may have any value.
    var comparisons: [ComparisonUse] {
        var found: [ComparisonUse] = []
        for use in self {
            for comparison in use.expression.constantComparisons
            where PlatformVariables.mayHold(comparison.variable) {
                found.append(ComparisonUse(step: use.step, comparison: comparison, range: use.range))
            }
        }
        return found
    }
}

extension LintContext {
    /// Every place where a variable that fulfils a condition is read, in no particular order.
    func reads(where matches: (VariableName) -> Bool) -> [VariableUse] {
        guard flow.variablesRead.contains(where: { matches($0.variable) }) else { return [] }
        var found: [VariableUse] = []
        // By index: a copy of a use counts references.
        let (templates, conditions) = (templates, conditions)
        for place in templates.indices {
            var isFound = false
            templates[place].template.forEachVariable { isFound = matches($0) || isFound }
            guard isFound else { continue }
            let use = templates[place]
            found += uses(use.template.referencedNames, use.step, use.range, matches)
        }
        for place in conditions.indices {
            var isFound = false
            conditions[place].expression.forEachVariable { isFound = matches($0) || isFound }
            guard isFound else { continue }
            let use = conditions[place]
            found += uses(use.expression.referencedNames, use.step, use.range, matches)
        }
        flow.forEachSwitch { id, _, path in
            guard let range = path.range, matches(path.variable) else { return }
            found.append(
                VariableUse(
                    variable: path.variable, members: path.members, step: id, range: range, part: nil))
        }
        return found
    }

    /// Every place where a member of `conference` is read that it never has.
    func unknownConferenceMembers() -> [VariableUse] {
        guard kinds.contains(.joinConference), !variables.isAssigned("conference"),
            flow.variablesRead.contains(where: { read in
                read.variable.isVariable("conference")
                    && read.member.map(isUnknownConferenceMember) ?? false
            })
        else { return [] }
        return reads { $0.isVariable("conference") }.filter { use in
            use.members.first.map(isUnknownConferenceMember) ?? false
        }
    }

    private func isUnknownConferenceMember(_ member: Text) -> Bool {
        !PlatformVariables.isConferenceField(VariableName(scope: nil, name: member).platformName)
    }

    private func uses(
        _ references: [VariableReference], _ step: StepID, _ range: SourceRange,
        _ matches: (VariableName) -> Bool
    ) -> [VariableUse] {
        references.compactMap { reference in
            let variable = VariableName(reference)
            guard matches(variable) else { return nil }
            let members = variable.scope == nil ? reference.members : Array(reference.members.dropFirst())
            return VariableUse(
                variable: variable, members: members, step: step, range: range, part: reference.range)
        }
    }

    /// The exact bytes of a variable that is read.
    func place(of use: VariableUse) -> SourceRange {
        use.part.map { place(of: $0, inScalarAt: use.range) } ?? use.range
    }

    /// The exact bytes of the constant that a variable is compared with.
    func place(ofConstantIn use: ComparisonUse) -> SourceRange {
        place(of: use.comparison.constantRange, inScalarAt: use.range)
    }
}
