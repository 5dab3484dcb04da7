package import FlowExpressions

/// A step that cannot be run: a method of SWML that is not built yet, or a name that nobody knows.
package struct UnsupportedStep: Sendable, Hashable {
    /// The method in canonical spelling.
    package var name: Text
    /// Whether SWML has it; an unknown name is an error.
    package var isKnown: Bool

    /// The methods of SWML that are not built yet (swml-language.md §3.1): the warning `unsupported-step`.
    package static let names = [
        "ai", "aiSidecar", "amazonBedrock", "denoise", "detectMachine", "enterQueue", "joinRoom",
        "liveTranscribe",
        "liveTranslate", "pay", "receiveFax", "sendFax", "sipRefer", "stopDenoise", "stopStream", "stopTap",
        "stream", "tap", "transcribe", "transcribeStop",
    ]

    private static let table = KeyTable(names.map { ($0, Spelling.snakeCase($0)) })

    /// The canonical name of a known method, in either spelling.
    static func canonical(_ name: String) -> String? { table.match(name).map { names[$0.index] } }
}
