package import FlowExpressions

/// Sends DTMF (swml-language.md §3.7): `0-9*#A-D`, `W` waits 1 s, `w` half a second.
package struct SendDigits: Sendable, Hashable {
    package var digits: Given<Text> = .missing
    package init() {}
}
