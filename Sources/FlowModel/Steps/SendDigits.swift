package import FlowExpressions

/// Sends DTMF (swml-language.md §3.7): `0-9*#A-D`, `W` waits 1 s, `w` half a second.
package struct SendDigits: Sendable, Hashable {
    package var digits: Given<Text> = .missing
    package init() {}
}

extension SendDigits {
    static let parameters = ObjectSchema("sendDigits", "Sends DTMF tones.", make: { SendDigits() }) {
        Field(
            "digits", .scalar(ParameterTypes.dtmf), .required,
            "The keys; `W` waits a second, `w` half of one."
        ) {
            $0.digits = $1
        }
    }

    static let schema = StepSchema(parameters, scalar: "digits") { .sendDigits($0) }
}
