import FlowExpressions
package import FlowRuntime
import OrderedCollections

// Writing a cassette as text.
extension Cassette {
    /// The file's bytes. Throws when it would be larger than a cassette may be.
    public func bytes() throws(CassetteFileError) -> [UInt8] {
        var lines = CheckedLines()
        lines.append(header)
        for (index, entry) in entries.enumerated() {
            guard let fields = try? entry.fields() else {
                throw CassetteFileError(.malformed, entry: index + 1, "something in it has no written form")
            }
            var line: ValueMap = ["n": Value(index + 1)]
            for (name, value) in fields { line[name] = value }
            let length = lines.append(line)
            guard length <= CassetteFormat.lineLimit else {
                throw CassetteFileError(
                    .tooLarge, entry: index + 1, "longer than \(CassetteFormat.lineLimit >> 20) MiB")
            }
            guard lines.bytes.count < CassetteFormat.fileLimit, index < CassetteFormat.entryLimit else {
                throw CassetteFileError(
                    .tooLarge, entry: index + 1,
                    "the recording is too large for a cassette; record fewer calls")
            }
        }
        lines.append(["end": Value(entries.count)])
        return lines.bytes
    }

    private var header: ValueMap {
        [
            Text(CassetteFormat.versionName): Value(CassetteFormat.version), "backend": Value(backend),
            "date": Value(CivilInstant.text(of: date)),
            "flows": .list(flows.map { .map(["file": Value($0.file), "hash": Value($0.hash)]) }),
            "env": .map(environment), "variables": .map(variables),
        ]
    }
}

/// Lines that carry a checksum of everything up to themselves.
private struct CheckedLines {
    private(set) var bytes: [UInt8] = []
    private var checksum = Checksum()

    /// The line's length in bytes.
    @discardableResult
    mutating func append(_ fields: ValueMap) -> Int {
        let start = bytes.count
        bytes += Value.map(fields).jsonText.utf8.dropLast()
        checksum.add(bytes[start...])
        bytes += "\(CheckedLine.mark)\(checksum.shortText)\"}\n".utf8
        return bytes.count - start
    }
}

/// Where a line's checksum stands.
enum CheckedLine {
    static let mark = ",\"check\":\""
    /// The mark, 8 digits and `"}`.
    static let tailLength = mark.utf8.count + 10
}

/// Instants as ISO 8601 in UTC, with milliseconds (Howard Hinnant, *chrono-compatible date algorithms*).
package enum CivilInstant {
    private static let dayLength: Int64 = 86_400_000

    package static func text(of instant: Timestamp) -> String {
        let days = Int64((Double(instant.milliseconds) / Double(dayLength)).rounded(.down))
        let rest = instant.milliseconds - days * dayLength
        let (year, month, day) = date(days)
        let clock = [rest / 3_600_000, rest / 60_000 % 60, rest / 1000 % 60].map { padded($0, 2) }
        return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
            + "T\(clock.joined(separator: ":")).\(padded(rest % 1000, 3))Z"
    }

    /// `nil` for anything that `text(of:)` does not write.
    package static func instant(_ text: String) -> Timestamp? {
        let parts = text.split { "-T:.Z".contains($0) }.compactMap { Int64($0) }
        guard parts.count == 7, 1...12 ~= parts[1], 1...31 ~= parts[2], 0...9999 ~= parts[0],
            0...23 ~= parts[3], 0...59 ~= parts[4], 0...59 ~= parts[5], 0...999 ~= parts[6]
        else { return nil }
        let clock = (parts[3] * 60 + parts[4]) * 60 + parts[5]
        let instant = Timestamp(
            milliseconds: days(parts[0], parts[1], parts[2]) * dayLength + clock * 1000 + parts[6])
        return self.text(of: instant) == text ? instant : nil
    }

    private static func date(_ days: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let month = (5 * dayOfYear + 2) / 153
        let year = yearOfEra + era * 400 + (month >= 10 ? 1 : 0)
        return (year, month < 10 ? month + 3 : month - 9, dayOfYear - (153 * month + 2) / 5 + 1)
    }

    private static func days(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
        let year = month <= 2 ? year - 1 : year
        let era = (year >= 0 ? year : year - 399) / 400
        let yearOfEra = year - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    private static func padded(_ number: Int64, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
