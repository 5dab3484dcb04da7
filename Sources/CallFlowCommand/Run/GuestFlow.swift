import FlowModel
import SourceText

/// The flow of somebody who is let into a conference by the person at the terminal: straight into the room
/// that a header names.
enum GuestFlow {
    static let header = "X-Room"

    static func read() -> Flow? {
        let text = """
            version: 1.0.0
            sections:
              main:
                - joinConference: {name: "${call.headers[0].value}"}
            """
        return Flow.read(SourceFile(name: "guest", text: text)).flow
    }
}
