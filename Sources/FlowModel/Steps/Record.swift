package import FlowExpressions

/// Records one side of the call and waits for the end of it (swml-language.md §3.6).
package struct Record: Sendable, Hashable {
    package var stereo: Given<Bool>?
    /// `wav` when not written.
    package var format: Given<RecordingFormat>?
    /// `speak` when not written; `both` is not allowed here.
    package var direction: Given<RecordingDirection>?
    /// Digits that end the recording; `#` when not written.
    package var terminators: Given<Text>?
    /// A tone first; false when not written.
    package var beep: Given<Bool>?
    /// 0 to 100, larger is more sensitive; 44 when not written.
    package var inputSensitivity: Given<Double>?
    /// How long speech is waited for; 4 s when not written.
    package var initialTimeout: Given<Duration>?
    /// The silence that ends it; 5 s when not written.
    package var endSilenceTimeout: Given<Duration>?
    /// No limit when not written.
    package var maxLength: Given<Duration>?
    package var statusUrl: Given<Text>?
    package init() {}
}

extension Record {
    static let parameters = ObjectSchema(
        "record", "Records the caller and waits for the end of it.", make: { Record() }
    ) {
        Field("stereo", .boolean, "Whether each side has a channel of its own.", default: "false") {
            $0.stereo = $1
        }
        Field("format", .word(), "The file format.", default: "wav") { $0.format = $1 }
        Field(
            "direction", .word([.speak, .listen]), "What the party says, or what it hears.", default: "speak"
        ) {
            $0.direction = $1
        }
        Field("terminators", .keys, "Keys that end the recording.", default: "#") { $0.terminators = $1 }
        Field("beep", .boolean, "Whether a tone is played first.", default: "false") { $0.beep = $1 }
        Field("inputSensitivity", .number(0...100), "Larger hears more.", default: "44") {
            $0.inputSensitivity = $1
        }
        Field("initialTimeout", .seconds, "How long speech is waited for.", default: "4") {
            $0.initialTimeout = $1
        }
        Field("endSilenceTimeout", .seconds, "The silence that ends it.", default: "5") {
            $0.endSilenceTimeout = $1
        }
        Field("maxLength", .seconds, "The longest recording.") { $0.maxLength = $1 }
        Field("statusUrl", .webURL, "Is told when the recording begins and ends.") { $0.statusUrl = $1 }
    }

    static let schema = StepSchema(parameters) { .record($0) }
}
