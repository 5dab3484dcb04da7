import FlowExpressions
import FlowModel
import SourceText

extension LintRule {
    package static let responseNotSaved = LintRule(
        id: "response-not-saved", severity: .warning,
        summary: "`request_response` is read, and no request saves its answer.",
        why: """
            A JSON answer becomes `request_response` only with `saveVariables: true`; without it only \
            `request_response_body` holds the answer, as text.
            """,
        bad: [
            """
            main:
              - request: {url: "https://example.com/tier", method: GET}
              - play: "say:You are a ${«request_response.tier»} customer."
            """
        ],
        good: [
            """
            main:
              - request: {url: "https://example.com/tier", method: GET, saveVariables: true}
              - play: "say:You are a ${request_response.tier} customer."
            """
        ],
        steps: .request, needsWholeDocument: true
    ) { context, findings in
        let flow = context.flow
        for index in flow.steps.indices {
            guard case .request(let request) = flow.steps[index].action else { continue }
            if request.saveVariables?.mayBeTrue ?? false { return }
        }
        guard !context.variables.isAssigned("request_response") else { return }
        let message = "no request of this flow has `saveVariables: true`, so this is always empty"
        func isResponse(_ variable: VariableName) -> Bool {
            (variable.scope == nil || variable.scope == .vars) && variable.platformName == "request_response"
        }
        for step in flow.steps {
            func report(_ references: [VariableReference], _ range: SourceRange) {
                for reference in references where isResponse(VariableName(reference)) {
                    findings.report(message, at: context.place(of: reference.range, inScalarAt: range), in: step)
                }
            }
            step.action.forEachTemplate { template, range in
                var reads = false
                template.forEachVariable { reads = reads || isResponse($0) }
                if reads { report(template.referencedNames, range) }
            }
            step.action.forEachCondition { given in
                var reads = false
                given.condition.expression.forEachVariable { reads = reads || isResponse($0) }
                if reads { report(given.condition.referencedNames, given.range) }
            }
            step.action.forEachSwitch { _, path in
                if isResponse(path.variable), let range = path.range { findings.report(message, at: range, in: step) }
            }
        }
    }
}
