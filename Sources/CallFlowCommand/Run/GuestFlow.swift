import FlowModel
import SourceText

/// The flow of somebody who is let into a conference by the person at the terminal: straight into the room
/// that a header names.
enum GuestFlow {
    static let header = "X-Room"
    /// Stands for the file that it has not.
    static let name = "guest"

    static func read() -> Flow? {
        let text = """
            version: 1.0.0
            sections:
              main:
                - joinConference: {name: "${call.headers[0].value}"}
            """
        return Flow.read(SourceFile(name: name, text: text)).flow
    }
}
