/// An instant as the log writes it: `2026-11-22T16:05:01.123Z`.
enum LogTime {
    /// `milliseconds`: since 1970, UTC; what is before counts as then.
    static func append(_ milliseconds: Int64, to bytes: inout [UInt8]) {
        let time = max(0, milliseconds)
        let (days, rest) = time.quotientAndRemainder(dividingBy: 86_400_000)
        let date = civil(days)
        append(date.year, 4, to: &bytes)
        bytes.append(UInt8(ascii: "-"))
        append(date.month, 2, to: &bytes)
        bytes.append(UInt8(ascii: "-"))
        append(date.day, 2, to: &bytes)
        bytes.append(UInt8(ascii: "T"))
        append(rest / 3_600_000, 2, to: &bytes)
        bytes.append(UInt8(ascii: ":"))
        append(rest / 60_000 % 60, 2, to: &bytes)
        bytes.append(UInt8(ascii: ":"))
        append(rest / 1000 % 60, 2, to: &bytes)
        bytes.append(UInt8(ascii: "."))
        append(rest % 1000, 3, to: &bytes)
        bytes.append(UInt8(ascii: "Z"))
    }

    private static func append(_ number: Int64, _ width: Int, to bytes: inout [UInt8]) {
        var divisor: Int64 = 1
        for _ in 1..<width { divisor *= 10 }
        while divisor > 0 {
            bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number / divisor % 10))
            divisor /= 10
        }
    }

    /// The date of a day since 1970 in the Gregorian calendar, by eras of 400 years that begin in March.
    private static func civil(_ days: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let shifted = days + 719_468
        let (era, dayOfEra) = shifted.quotientAndRemainder(dividingBy: 146_097)
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
    }
}
