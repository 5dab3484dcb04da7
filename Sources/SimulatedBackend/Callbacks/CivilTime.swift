import FlowRuntime

/// An instant as a date of the Gregorian calendar, in UTC.
struct CivilTime {
    let year: Int64
    let month, day, hour, minute, second, weekday: Int

    /// Hinnant's algorithm: days are counted in eras of 400 years, years from March.
    init(_ instant: Timestamp) {
        let seconds = Self.floorDivided(instant.milliseconds, 1000)
        let days = Self.floorDivided(seconds.quotient, 86_400)
        let era = Self.floorDivided(days.quotient + 719_468, 146_097)
        let dayOfEra = era.remainder
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        day = Int(dayOfYear - (153 * monthFromMarch + 2) / 5 + 1)
        month = Int(monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9)
        year = yearOfEra + era.quotient * 400 + (month <= 2 ? 1 : 0)
        hour = Int(days.remainder / 3600)
        minute = Int(days.remainder % 3600 / 60)
        second = Int(days.remainder % 60)
        weekday = Int(Self.floorDivided(days.quotient + 4, 7).remainder)
    }

    private static func floorDivided(_ value: Int64, _ by: Int64) -> (quotient: Int64, remainder: Int64) {
        let (quotient, remainder) = value.quotientAndRemainder(dividingBy: by)
        return remainder < 0 ? (quotient - 1, remainder + by) : (quotient, remainder)
    }

    /// `Thu, 01 Jan 2026 00:00:00 +0000`
    var rfc2822: String {
        let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
        let months = [
            "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
        ]
        let time = "\(two(hour)):\(two(minute)):\(two(second))"
        return "\(weekdays[weekday]), \(two(day)) \(months[month - 1]) \(year) \(time) +0000"
    }

    private func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
