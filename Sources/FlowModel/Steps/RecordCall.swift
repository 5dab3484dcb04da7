package import FlowExpressions

/// Records the call in the background (§3.6).
package struct RecordCall: Sendable, Hashable {
    /// The name that `stopRecordCall` uses; generated when not written.
    package var controlId: Given<Text>?
    package var stereo: Given<Bool>?
    /// `wav` when not written.
    package var format: Given<RecordingFormat>?
    /// `both` when not written.
    package var direction: Given<RecordingDirection>?
    /// None when not written.
    package var terminators: Given<Text>?
    package var beep: Given<Bool>?
    /// 0 to 100, larger is more sensitive; 44 when not written.
    package var inputSensitivity: Given<Double>?
    /// Zero, no limit, when not written.
    package var initialTimeout: Given<Duration>?
    /// Zero, never ends on silence, when not written.
    package var endSilenceTimeout: Given<Duration>?
    /// No limit when not written.
    package var maxLength: Given<Duration>?
    package var statusUrl: Given<Text>?
    package init() {}
}

extension RecordCall {
    static let parameters = ObjectSchema(
        "recordCall", "Records the call in the background.", make: { RecordCall() }
    ) {
        Field("controlId", .nonEmptyText, "A name for `stopRecordCall`.") { $0.controlId = $1 }
        Field("stereo", .boolean, "Whether each side has a channel of its own.", default: "false") {
            $0.stereo = $1
        }
        Field("format", .word(), "The file format.", default: "wav") { $0.format = $1 }
        Field(
            "direction", .word(), "Whose voice: what the party says, what it hears, or both.", default: "both"
        ) {
            $0.direction = $1
        }
        Field("terminators", .keys, "Keys that end the recording.") { $0.terminators = $1 }
        Field("beep", .boolean, "Whether a tone is played first.", default: "false") { $0.beep = $1 }
        Field("inputSensitivity", .number(0...100), "Larger hears more.", default: "44") {
            $0.inputSensitivity = $1
        }
        Field("initialTimeout", .seconds, "How long speech is waited for.", default: "0") {
            $0.initialTimeout = $1
        }
        Field("endSilenceTimeout", .seconds, "The silence that ends it.", default: "0") {
            $0.endSilenceTimeout = $1
        }
        Field("maxLength", .seconds, "The longest recording.") { $0.maxLength = $1 }
        Field("statusUrl", .webURL, "Is told when the recording begins and ends.") { $0.statusUrl = $1 }
    }

    static let schema = StepSchema(parameters) { .recordCall($0) }
}
