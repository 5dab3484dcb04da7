import SourceText
import Testing
import YAMLTree

struct `Merge keys` {
    private func merged(
        _ text: String, normalizing: (String) -> String = { $0 }
    ) -> (entries: [String], findings: [Finding], result: YAMLResult) {
        let result = read(text)
        var findings = result.findings
        let entries =
            value("m", in: result)?.mergedEntries(normalizing: normalizing, findings: &findings) ?? []
        let shown = entries.map { "\($0.key.scalar?.text ?? "?")=\($0.value.scalar?.text ?? "?")" }
        return (shown, findings, result)
    }

    @Test func `lets written keys win, then earlier sources`() {
        let text = "a: &a {x: 1, y: 2}\nb: &b {y: 3, z: 4}\nm:\n  <<: [*a, *b]\n  x: 9\n"
        #expect(merged(text).entries == ["x=9", "y=2", "z=4"])
        #expect(merged("a: &a {x: 1}\nm: {<<: *a, y: 2}\n").entries == ["y=2", "x=1"])
        #expect(merged("m: {<<: {x: 1}, y: 2}\n").entries == ["y=2", "x=1"])
    }

    @Test func `compares keys by their normal spelling`() {
        let text = "a: &a {max_size: 1}\nm: {<<: *a, maxSize: 2}\n"
        #expect(merged(text).entries == ["maxSize=2", "max_size=1"])
        #expect(merged(text) { $0 == "max_size" ? "maxSize" : $0 }.entries == ["maxSize=2"])
    }

    @Test func `merges what a source merges`() {
        #expect(merged("a: &a {x: 1}\nb: &b {<<: *a, y: 2}\nm: {<<: *b}\n").entries == ["y=2", "x=1"])
    }

    @Test func `marks merged entries with the alias`() {
        let text = "a: &a {x: 1}\nm: {<<: *a, y: 2}\n"
        let result = read(text)
        var findings: [Finding] = []
        let entries = value("m", in: result)?.mergedEntries(findings: &findings) ?? []
        #expect(entries.map { $0.value.alias.map { result.file.text(in: $0) } } == [nil, "*a"])
        #expect(entries.map { $0.key.alias.map { result.file.text(in: $0) } } == [nil, "*a"])
        #expect(entries.map { result.file.text(in: $0.value.range) } == ["2", "1"])
    }

    @Test func `reports a source that is no mapping`() {
        for source in ["5", "[1]", "", "[[{x: 1}]]"] {
            #expect(merged("m: {<<: \(source)}\n").findings.map(\.id) == ["bad-merge"], "\(source)")
        }
        #expect(merged("m: {<<: *gone}\n").findings.map(\.id) == ["undefined-alias"])
    }

    @Test func `takes a quoted << for a key`() {
        #expect(merged("m: {\"<<\": {x: 1}}\n").entries == ["<<=?"])
    }

    @Test func `bounds merges that multiply`() {
        var text = "a0: &a0 {x: 1}\n"
        for level in 1...40 { text += "a\(level): &a\(level) {<<: [*a\(level - 1), *a\(level - 1)]}\n" }
        #expect(merged(text + "m: {<<: *a40}\n").findings.map(\.id).first == "alias-bomb")
    }
}
