import CallFlow
import Foundation
import TextBackend

/// Runs a flow on a call of one's own: `TextPhone FLOW`. Type keys and return; the end of the input hangs up.
@main
struct Program {
    static func main() async throws {
        guard CommandLine.arguments.count == 2 else { return print("usage: TextPhone FLOW") }
        let flow = try Flow.load(CommandLine.arguments[1])
        let backend = TextBackend()
        let phone = backend.ring(from: "+15555550111", to: "+15555550100")
        backend.shutDown()

        let (lines, keyboard) = AsyncStream.makeStream(of: String.self)
        // Reading waits for a person, which no task of the concurrency pool may do.
        Thread.detachNewThread {
            while let line = readLine() { keyboard.yield(line) }
            keyboard.finish()
        }
        let typing = Task {
            for await line in lines { await phone.press(line) }
            await phone.hangUp()
        }
        let showing = Task {
            for await sign in phone.signs {
                switch sign {
                case .answered: print("[answered]")
                case .sound(let text): print("~ \(text)")
                case .ended: print("[the call is over]")
                }
            }
        }
        try await FlowDriver(flow).answerCalls(of: backend)
        await showing.value
        typing.cancel()
    }
}
