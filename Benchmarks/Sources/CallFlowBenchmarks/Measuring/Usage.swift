import Foundation

/// What this process uses of the machine.
enum Usage {
    /// Memory now, and the most there was at one time, in bytes.
    static var memory: Int { status("VmRSS:") }
    static var peakMemory: Int { status("VmHWM:") }

    /// Open files, sockets among them.
    static var files: Int {
        (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count) ?? 0
    }

    private static func status(_ name: String) -> Int {
        let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix(name) }
        let words = line?.split(whereSeparator: \.isWhitespace) ?? []
        guard words.count > 1, let kibibytes = Int(words[1]) else {
            refuse("the system does not tell the memory of a process")
        }
        return kibibytes * 1_024
    }
}
