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
        for use in context.reads(where: \.isResponse) where !findings.isFull {
            findings.report(
                "no request of this flow has `saveVariables: true`, so this is always empty",
                at: context.place(of: use),
                in: context.flow[use.step])
        }
    }
}

extension VariableName {
    fileprivate var isResponse: Bool {
        (scope == nil || scope == .vars) && platformName == "request_response"
    }
}
