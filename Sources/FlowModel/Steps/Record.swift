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

/// Ends a recording that `recordCall` began (§3.6).
package struct StopRecordCall: Sendable, Hashable {
    /// The most recent one (variable `record_control_id`) when not written.
    package var controlId: Given<Text>?
    package init() {}
}
