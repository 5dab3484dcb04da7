import FlowRuntime
import Testing

struct `A backend's stream` {
    private func read(_ stream: BackendStream<Int>) async -> (elements: [Int], error: BackendError?) {
        var elements: [Int] = []
        do throws(BackendError) {
            for try await element in stream { elements.append(element) }
            return (elements, nil)
        } catch {
            return (elements, error)
        }
    }

    @Test func `gives what was written, then its end`() async {
        let (stream, writer) = BackendStream<Int>.make()
        for number in 0..<100 { writer.write(number) }
        writer.finish()
        writer.write(100)
        let result = await read(stream)
        #expect(result.elements == Array(0..<100) && result.error == nil)
    }

    @Test func `fails after what was written, once`() async {
        let (stream, writer) = BackendStream<Int>.make()
        writer.write(1)
        writer.finish(throwing: BackendError(.connectionLost, "socket"))
        writer.finish(throwing: BackendError(.refused, "later"))
        let result = await read(stream)
        #expect(result.elements == [1] && result.error == BackendError(.connectionLost, "socket"))
        #expect(await read(stream).error == nil)
    }

    @Test func `fails when nobody reads it`() async {
        let (stream, writer) = BackendStream<Int>.make(unread: 3)
        for number in 0..<9 { writer.write(number) }
        let result = await read(stream)
        #expect(result.elements == [0, 1, 2, 3] && result.error?.code == .protocolViolation)
    }

    @Test func `ends when its reader is cancelled`() async {
        let (stream, writer) = BackendStream<Int>.make()
        let task = Task { await read(stream) }
        task.cancel()
        #expect(await task.value.error == nil)
        writer.write(1)
    }
}
