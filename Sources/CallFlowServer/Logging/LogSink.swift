package import Logging
package import ProjectFile
import SourceText

/// Where the lines of the log go, and how they are written.
package final class LogSink: Sendable {
    private let format: LogFormat
    private let now: @Sendable () -> Int64
    private let write: @Sendable ([UInt8]) -> Void

    /// - `now`: Milliseconds since 1970.
    /// - `write`: Takes one whole line, its end included; called from any thread.
    package init(
        _ format: LogFormat, now: @escaping @Sendable () -> Int64,
        write: @escaping @Sendable ([UInt8]) -> Void
    ) {
        self.format = format
        self.now = now
        self.write = write
    }

    /// A logger that writes here, from that level on.
    package func logger(_ level: LogLevel) -> Logger {
        var logger = Logger(label: "callflow") { _ in SinkHandler(sink: self) }
        logger.logLevel = Logger.Level(level)
        return logger
    }

    fileprivate func line(_ level: Logger.Level, _ message: String, _ metadata: Logger.Metadata) {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(256)
        switch format {
        case .text: text(level, message, metadata, into: &bytes)
        case .json: json(level, message, metadata, into: &bytes)
        }
        bytes.append(UInt8(ascii: "\n"))
        write(bytes)
    }

    // MARK: Text

    /// `2026-11-22T16:05:01.123Z info    call began call=c-1 flow=standup.yaml`, on one line whatever a value
    /// holds.
    private func text(
        _ level: Logger.Level, _ message: String, _ metadata: Logger.Metadata, into bytes: inout [UInt8]
    ) {
        LogTime.append(now(), to: &bytes)
        bytes.append(UInt8(ascii: " "))
        let name = level.rawValue
        bytes.append(contentsOf: name.utf8)
        bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: max(1, 9 - name.utf8.count)))
        bytes.append(contentsOf: TerminalText.safe(message).utf8)
        for (key, value) in Self.ordered(metadata) {
            bytes.append(UInt8(ascii: " "))
            bytes.append(contentsOf: key.utf8)
            bytes.append(UInt8(ascii: "="))
            let text = "\(value)"
            if text.isEmpty || text.utf8.contains(where: { $0 <= 0x20 || $0 == UInt8(ascii: "\"") }) {
                Self.quote(TerminalText.safe(text), into: &bytes)
            } else {
                bytes.append(contentsOf: TerminalText.safe(text).utf8)
            }
        }
    }

    // MARK: JSON

    /// `{"time": …, "level": …, "message": …, …}` without spaces; every value of the metadata is a string.
    private func json(
        _ level: Logger.Level, _ message: String, _ metadata: Logger.Metadata, into bytes: inout [UInt8]
    ) {
        bytes.append(contentsOf: #"{"time":""#.utf8)
        LogTime.append(now(), to: &bytes)
        bytes.append(contentsOf: #"","level":""#.utf8)
        bytes.append(contentsOf: level.rawValue.utf8)
        bytes.append(contentsOf: #"","message":"#.utf8)
        Self.quote(message, into: &bytes)
        for (key, value) in Self.ordered(metadata) {
            bytes.append(UInt8(ascii: ","))
            Self.quote(key, into: &bytes)
            bytes.append(UInt8(ascii: ":"))
            Self.quote("\(value)", into: &bytes)
        }
        bytes.append(UInt8(ascii: "}"))
    }

    /// What a reader looks for first, then the rest by name: equal lines are equal whatever the hash seed.
    private static let first = ["call", "flow", "step", "line"]

    private static func ordered(_ metadata: Logger.Metadata) -> [(key: String, value: Logger.Metadata.Value)]
    {
        metadata.sorted { left, right in
            let places = (first.firstIndex(of: left.key), first.firstIndex(of: right.key))
            switch places {
            case (let one?, let other?): return one < other
            case (.some, nil): return true
            case (nil, .some): return false
            case (nil, nil): return left.key < right.key
            }
        }
    }

    private static func quote(_ text: String, into bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                bytes.append(UInt8(ascii: "\\"))
                bytes.append(byte)
            case 0..<0x20, 0x7F:
                let digits = String(byte, radix: 16)
                bytes.append(contentsOf: (digits.count == 1 ? "\\u000" : "\\u00").utf8)
                bytes.append(contentsOf: digits.utf8)
            case _: bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }
}

/// What swift-log asks of a back end.
private struct SinkHandler: LogHandler {
    let sink: LogSink
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.info
    var metadataProvider: Logger.MetadataProvider?

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        var all = metadata
        if let provided = metadataProvider?.get() { all.merge(provided) { $1 } }
        if let own = event.metadata { all.merge(own) { $1 } }
        sink.line(event.level, "\(event.message)", all)
    }
}

extension Logger.Level {
    init(_ level: LogLevel) {
        self =
            switch level {
            case .trace: .trace
            case .debug: .debug
            case .info: .info
            case .notice: .notice
            case .warning: .warning
            case .error: .error
            case .critical: .critical
            }
    }
}
