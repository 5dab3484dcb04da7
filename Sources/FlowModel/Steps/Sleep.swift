/// Does nothing for a time (swml-language.md §3.11).
package struct Sleep: Sendable, Hashable {
    package var duration: Given<SleepTime> = .missing
    package init() {}
}

/// How long a `sleep` lasts; `-1` is for ever (C-24).
package enum SleepTime: Sendable, Hashable {
    case forever
    case time(Duration)
}
