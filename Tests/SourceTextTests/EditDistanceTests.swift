import SourceText
import Testing

struct `Nearest word` {
    private let names = ["play", "prompt", "joinConference", "startOnEnter", "muted", "beep"]

    @Test func `is the one that was meant`() {
        let typed = ["paly", "Prompt", "joinConferense", "start_on_enter", "mute", "bep"]
        let meant = ["play", "prompt", "joinConference", "startOnEnter", "muted", "beep"]
        for (word, expected) in zip(typed, meant) { #expect(nearest(to: word, among: names) == expected) }
    }

    @Test func `is none when nothing is near`() {
        for word in ["", "record", "xyz", "p", String(repeating: "play", count: 20_000)] {
            #expect(nearest(to: word, among: names) == nil, "\(word.prefix(20))")
        }
        #expect(nearest(to: "play", among: [String]()) == nil)
    }

    @Test func `counts a swap as one edit and prefers the first of equals`() {
        #expect(nearest(to: "ab", among: ["ba"]) == "ba")
        #expect(nearest(to: "abc", among: ["abd", "abe"]) == "abd")
    }
}
