import Foundation
import Testing

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// The person at the terminal: time runs ten times as fast for them.
@Suite(.serialized)
struct `At a terminal` {
    private func call(_ more: String...) throws -> PseudoTerminal {
        try PseudoTerminal(
            ["run", "flows/standup.yaml", "--env", "standup_pin=4711", "--speed", "10", "--color", "never"]
                + more)
    }

    @Test func `you dial, press keys, meet somebody and hang up`() throws {
        let terminal = try call()
        let before = terminal.modes
        try terminal.expect("You are the caller")
        try terminal.expect("Enter the PIN")
        terminal.type("4711#")
        try terminal.expect("START")
        #expect(terminal.modes != before, "the terminal should give every key at once")
        terminal.type("+")
        try terminal.expect("guest 1")
        try terminal.expect("Hello, this is guest 1.\" -> you")
        terminal.type("sGood mornang\u{7F}\u{7F}\u{7F}ing\r")
        try terminal.expect("says \"Good morning\" -> guest 1")
        terminal.type("-")
        try terminal.expect("HANGS UP")
        terminal.type("h")
        try terminal.expect("HANGS UP            during :46")
        try terminal.expect("2 calls, 1 room")
        let end = try terminal.end()
        #expect(end.status == 0 && !end.isSignal)
        #expect(terminal.modes == before)
        #expect(!terminal.shown.contains("4711"), "a secret was shown")
    }

    @Test func `the star key leaves the room, and the flow says goodbye`() throws {
        let terminal = try call()
        try terminal.expect("Enter the PIN")
        terminal.type("4711#")
        try terminal.expect("awaitConference")
        terminal.type("*")
        try terminal.expect("Goodbye.")
        try terminal.expect("ended by the flow")
        #expect(try terminal.end().status == 0)
    }

    @Test func `a wrong key is answered, and letting somebody in needs a room`() throws {
        let terminal = try call()
        try terminal.expect("Enter the PIN")
        terminal.type("x")
        try terminal.expect("x does nothing")
        terminal.type("+")
        try terminal.expect("you are in no conference")
        terminal.type("?")
        try terminal.expect("You are the caller")
        terminal.type("\u{1B}[A-")
        try terminal.expect("nobody to let out")
        terminal.type("\u{4}")
        try terminal.expect("HANGS UP")
        #expect(try terminal.end().status == 0)
    }

    @Test(arguments: ["\u{3}", nil])
    func `an interrupt ends the program and leaves the terminal as it was`(_ key: String?) throws {
        let terminal = try call()
        let before = terminal.modes
        try terminal.expect("Enter the PIN")
        #expect(terminal.modes != before)
        if let key { terminal.type(key) } else { terminal.send(SIGTERM) }
        let end = try terminal.end()
        #expect(end.isSignal)
        #expect(end.status == (key == nil ? SIGTERM : SIGINT))
        #expect(terminal.modes == before)
    }

    @Test(arguments: ["\u{3}", nil])
    func `a run that is interrupted is recorded up to there`(_ key: String?) throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).cassette")
            .path
        defer { unlink(path) }
        let terminal = try call("--record", path)
        let before = terminal.modes
        try terminal.expect("Enter the PIN")
        terminal.type("4711#")
        try terminal.expect("START")
        terminal.type("+")
        try terminal.expect("Hello, this is guest 1")
        if let key { terminal.type(key) } else { terminal.send(SIGTERM) }
        try terminal.expect("recorded 2 calls")
        let end = try terminal.end()
        #expect(end.isSignal)
        #expect(end.status == (key == nil ? SIGTERM : SIGINT))
        #expect(terminal.modes == before)
        let line = "callflow run flows/standup.yaml --backend cassette --cassette \(path)"
        let replay = try Tool.shell(line, in: Tool.root)
        #expect(replay.status == 0 && replay.output.contains("2 in it"), "\(replay.errors)")
    }

    @Test func `a run without anybody at the terminal is recorded up to a signal`() throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).cassette")
            .path
        defer { unlink(path) }
        let process = Process()
        process.executableURL = URL(filePath: Tool.path)
        process.arguments = ["run", "flows/standup.yaml", "--speed", "1", "--record", path]
        process.currentDirectoryURL = Tool.root
        process.environment = Tool.environment
        let (output, errors) = (Pipe(), Pipe())
        (process.standardOutput, process.standardError) = (output, errors)
        try process.run()
        var shown = Data()
        while !String(decoding: shown, as: UTF8.self).contains("Enter the PIN") {
            let more = output.fileHandleForReading.availableData
            try #require(!more.isEmpty, "the program ended by itself")
            shown += more
        }
        process.interrupt()
        process.waitUntilExit()
        let said = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        #expect(process.terminationReason == .uncaughtSignal && process.terminationStatus == SIGINT)
        #expect(said.contains("recorded 1 call"))
        let line = "callflow run flows/standup.yaml --backend cassette --cassette \(path)"
        #expect(try Tool.shell(line, in: Tool.root).status == 0)
    }

    @Test func `a flow with errors is refused before the terminal is touched`() throws {
        let terminal = try PseudoTerminal(["run", "Tests/EndToEndTests/Goldens/run/beep.yaml"])
        let before = terminal.modes
        try terminal.expect("is not run")
        #expect(try terminal.end().status == 1)
        #expect(terminal.modes == before)
    }
}
