import FlowExpressions
import FlowModel
import SourceText

extension LintRule {
    package static let unsetVariable = LintRule(
        id: "unset-variable", severity: .warning,
        summary: "A variable that nothing in the flow sets.",
        why: """
            It is always empty, and `undefined` in an expression. Either its name is misspelt, or the step that sets \
            it is missing. A name that may come from the environment (`envs`) is only a hint; write `envs.NAME` to \
            say so.
            """,
        bad: [
            """
            main:
              - prompt: {play: "say:Press 1 for sales."}
              - switch:
                  variable: «promt_value»
                  case:
                    "1": [hangup]
                  default: []
            """,
            """
            main:
              - set: {name: Ann}
              - play: "say:Hello, ${«nmae»}."
            """,
            """
            main:
              - play: "say:Your message is at ${«record_url»}."
            """,
            """
            main:
              - cond:
                  - when: «vars.tries» > 3
                    then: [hangup]
            """,
            """
            main:
              - play: "say:You called ${«call.number»}."
            """,
            """
            main:
              - play: "say:Welcome to ${«company»}."
            """,
        ],
        good: [
            """
            main:
              - set: {name: Ann}
              - play: "say:Hello, ${name}, you called ${call.to} of ${envs.company}."
            """,
            """
            main:
              - prompt: {play: "say:Press 1."}
              - cond:
                  - when: prompt_result == 'match_digits' && ['1', '2'].map(d => d).includes(promptValue)
                    then: [hangup]
            """,
        ],
        needsWholeDocument: true
    ) { context, findings in
        let flow = context.flow
        for index in flow.steps.indices {
            let reporter = UnsetVariables(context: context, step: flow.steps[index])
            let action = flow.steps[index].action
            let isJoin = action.kind == .joinConference
            action.forEachTemplate { template, range in
                guard reporter.hasUnset(template), !(isJoin && reporter.isRoomName(range)) else { return }
                for reference in template.referencedNames {
                    reporter.report(VariableName(reference), context.place(of: reference.range, inScalarAt: range), &findings)
                }
            }
            action.forEachCondition { given in
                guard reporter.hasUnset(given.condition) else { return }
                for reference in given.condition.referencedNames {
                    reporter.report(
                        VariableName(reference), context.place(of: reference.range, inScalarAt: given.range), &findings)
                }
            }
            action.forEachSwitch { _, path in
                guard let range = path.range else { return }
                reporter.report(path.variable, range, &findings)
            }
        }
    }

    package static let unsetRoomName = LintRule(
        id: "unset-room-name", severity: .warning,
        summary: "A room's name, a coached call or a stream's URL with a variable that nothing sets.",
        why: """
            A placeholder there that expands to nothing fails the join: an empty name would put strangers into one \
            room, and a coach without a call would be heard by everybody.
            """,
        bad: [
            """
            main:
              - set: {team: sales}
              - joinConference: {name: "standup-${«taem»}"}
            """,
            """
            main:
              - joinConference: {name: support, coach: "${«agent_call»}", beep: "false"}
            """,
        ],
        good: [
            """
            main:
              - set: {team: sales}
              - joinConference: {name: "standup-${team}-${call.to}-${envs.site}"}
            """
        ],
        steps: .joinConference, needsWholeDocument: true
    ) { context, findings in
        for room in context.joins {
            let reporter = UnsetVariables(context: context, step: room.step)
            for given in [room.join.name, room.join.coach, room.join.stream?.url] {
                guard let given, case .template(let typed) = given.param, reporter.hasUnset(typed.template) else {
                    continue
                }
                for reference in typed.template.referencedNames {
                    reporter.reportEmptyName(
                        VariableName(reference), context.place(of: reference.range, inScalarAt: given.range), &findings)
                }
            }
        }
    }
}

/// Looks up and words the variables of one step.
private struct UnsetVariables {
    let context: LintContext
    let step: Step

    func hasUnset(_ template: Template) -> Bool {
        var isUnset = false
        template.forEachVariable { isUnset = isUnset || !context.isKnown($0) }
        return isUnset
    }

    func hasUnset(_ condition: Condition) -> Bool {
        var isUnset = false
        condition.expression.forEachVariable { isUnset = isUnset || !context.isKnown($0) }
        return isUnset
    }

    /// The join's name, coach and stream URL belong to `unset-room-name`.
    func isRoomName(_ range: SourceRange) -> Bool {
        guard case .joinConference(let join) = step.action else { return false }
        return range == join.name.range || range == join.coach?.range || range == join.stream?.url.range
    }

    func report(_ variable: VariableName, _ range: SourceRange, _ findings: inout Findings) {
        guard let message = message(variable) else { return }
        let near = context.variables.nearest(to: variable)
        findings.report(
            message + (near.map { "; did you mean `\($0)`?" } ?? ""), at: range, in: step,
            severity: severity(variable, hasNear: near != nil))
    }

    func reportEmptyName(_ variable: VariableName, _ range: SourceRange, _ findings: inout Findings) {
        guard let message = message(variable) else { return }
        let near = context.variables.nearest(to: variable)
        findings.report(
            message + ", and an empty placeholder fails the join" + (near.map { "; did you mean `\($0)`?" } ?? ""),
            at: range, in: step)
    }

    private func message(_ variable: VariableName) -> String? {
        let name = variable.name.string.shown
        switch context.variables.origin(of: variable) {
        case .known: return nil
        case .stepIsMissing(let kinds):
            return "no step of this flow sets `\(name)`" + (kinds.methodName.map { "; `\($0)` does" } ?? "")
        case .nobody: return "nothing in this flow sets `\(name)`"
        case .environment: return "nothing in this flow sets `\(name)`; write `envs.\(name)` if the environment does"
        case .notOfCall: return "`call` has no member `\(name)`"
        }
    }

    private func severity(_ variable: VariableName, hasNear: Bool) -> Finding.Severity {
        // An executed document shares the variables and may set any.
        if context.calls.runsOtherDocuments, variable.scope != .call { return .hint }
        switch context.variables.origin(of: variable) {
        case .environment: return hasNear ? .warning : .hint
        case .known, .stepIsMissing, .nobody, .notOfCall: return .warning
        }
    }
}

extension LintContext {
    fileprivate func isKnown(_ variable: VariableName) -> Bool {
        if case .known = variables.origin(of: variable) { true } else { false }
    }
}

extension StepKinds {
    /// The method, when the set is of one that flows have.
    fileprivate var methodName: String? {
        switch self {
        case .answer: "answer"
        case .play: "play"
        case .connect: "connect"
        case .joinConference: "joinConference"
        case .leaveConference: "leaveConference"
        case .awaitConference: "awaitConference"
        case .dial: "dial"
        case .prompt: "prompt"
        case .record: "record"
        case .recordCall: "recordCall"
        case .stopRecordCall: "stopRecordCall"
        case .request: "request"
        case .sendDigits: "sendDigits"
        case .sendSms: "sendSms"
        default: nil
        }
    }
}
