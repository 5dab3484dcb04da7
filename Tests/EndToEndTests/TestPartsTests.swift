import Foundation
import Testing

#if canImport(FoundationXML)
    import FoundationXML
#endif

@testable import CallFlowCommand

/// Test files and cassettes that a command line means.
struct `Found tests` {
    private func withFolder(_ files: [String], _ body: (String) throws -> Void) throws {
        let root = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: root) }
        for file in files {
            let url = root.appending(path: file)
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data("sections:".utf8).write(to: url)
        }
        try body(root.path)
    }

    private func names(_ search: TestDiscovery, in root: String) -> [String] {
        search.files.map { String($0.dropFirst(root.count + 1)) }
    }

    @Test func `are those of a directory, at any depth, and its flows are known`() throws {
        let files = [
            "b.yaml", "b.test.yaml", "a/c.test.yml", "b.cassette.jsonl", ".h/d.test.yaml", "e.jsonl",
        ]
        try withFolder(files) { root in
            let search = TestDiscovery([root])
            #expect(names(search, in: root) == ["a/c.test.yml", "b.cassette.jsonl", "b.test.yaml"])
            #expect(search.flows == ["\(root)/b.yaml"])
            #expect(search.problems.isEmpty)
        }
    }

    @Test func `of a flow are its scenarios and its cassettes, not those of others`() throws {
        let files = [
            "a.yaml", "a.test.yaml", "a.cassette.jsonl", "a.busy.cassette.jsonl", "ab.cassette.jsonl",
            "b.test.yaml", "deep/a.cassette.jsonl",
        ]
        try withFolder(files) { root in
            let search = TestDiscovery(["\(root)/a.yaml"])
            #expect(
                names(search, in: root) == ["a.test.yaml", "a.busy.cassette.jsonl", "a.cassette.jsonl"])
            #expect(search.problems.isEmpty)
        }
    }

    @Test func `of a flow may be cassettes alone, and that there is nothing is a problem`() throws {
        try withFolder(["a.yaml", "a.cassette.jsonl", "b.yaml"]) { root in
            #expect(names(TestDiscovery(["\(root)/a.yaml"]), in: root) == ["a.cassette.jsonl"])
            #expect(TestDiscovery(["\(root)/a.yaml"]).problems.isEmpty)
            let alone = TestDiscovery(["\(root)/b.yaml", "\(root)/c.test.yaml"])
            #expect(alone.files.isEmpty)
            #expect(alone.problems.count == 2)
        }
    }

    @Test func `are played once, whichever way they are named`() throws {
        try withFolder(["a.yaml", "a.test.yaml", "a.cassette.jsonl"]) { root in
            try FileManager.default.createSymbolicLink(
                atPath: "\(root)/link.test.yaml", withDestinationPath: "\(root)/a.test.yaml")
            try FileManager.default.createSymbolicLink(
                atPath: "\(root)/loop", withDestinationPath: root)
            let paths = ["\(root)/a.yaml", root, "\(root)/a.test.yaml", "\(root)/loop/a.cassette.jsonl"]
            #expect(names(TestDiscovery(paths), in: root) == ["a.test.yaml", "a.cassette.jsonl"])
            #expect(names(TestDiscovery(["\(root)/link.test.yaml"]), in: root) == ["link.test.yaml"])
        }
    }
}

struct `Words of a shell` {
    @Test func `are what they were when a shell has read them`() throws {
        let words = [
            "plain", "", "two words", "it's", "'", "''", "$HOME", "`ls`", "\"", "\\", "a\nb", "*", "!x", "#1",
            "~", "-x", "长名字", "é",
        ]
        let folder = FileManager.default.temporaryDirectory
        for word in words {
            let outcome = try Tool.shell("printf %s \(ShellText.quoted(word))", in: folder)
            // `printf` takes a leading minus of its second word as text.
            #expect(outcome.output == word && outcome.status == 0, "\(word)")
        }
        #expect(ShellText.quoted("flows/a.test.yaml") == "flows/a.test.yaml")
        #expect(ShellText.quoted("two words") == "'two words'")
    }
}

struct `Results for CI` {
    @Test func `are written with every character that XML has, and a picture for any other`() {
        #expect(JUnitText.escaped("<a href=\"&\">") == "&lt;a href=&quot;&amp;&quot;&gt;")
        #expect(JUnitText.escaped("a\u{7}b\u{1B}[31m\u{0}\r") == "a␇b␛[31m␀␍")
        #expect(JUnitText.escaped("\u{FFFE}\u{FFFF}é𝄞\u{202E}") == "\u{FFFD}\u{FFFD}é𝄞\u{FFFD}")
        #expect(JUnitText.escaped("a\n\tb") == "a\n\tb")
    }

    @Test func `are read back by a parser, whatever scenarios are called`() throws {
        let names = ["<&>\"'", "a]]>b", "\u{7}\u{1B}[31m", "é 长名字 🙂", "two\nlines"]
        let root = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString) & <co>")
        try FileManager.default.createDirectory(at: root, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: root) }
        try Data("sections: {main: [answer, hangup]}".utf8).write(to: root.appending(path: "a.yaml"))
        let scenarios = try names.map { name in
            let quoted = String(decoding: try JSONEncoder().encode(name), as: UTF8.self)
                .replacing("\\/", with: "/")
            return "- {name: \(quoted), do: [], expect: {ann: {ends: {by: caller}}}}"
        }
        let head =
            "flow: a.yaml\ncallers: {ann: {from: \"+15555550111\", to: \"+15555550100\"}}\nscenarios:\n"
        try Data((head + scenarios.joined(separator: "\n")).utf8).write(
            to: root.appending(path: "a.test.yaml"))
        let outcome = try Tool.shell("callflow test . --junit out.xml", in: root)
        #expect(outcome.status == 1, "\(outcome.errors)")
        let reader = Reader()
        let parser = XMLParser(data: try Data(contentsOf: root.appending(path: "out.xml")))
        parser.delegate = reader
        #expect(parser.parse(), "\(String(describing: parser.parserError))")
        #expect(reader.cases == names.map(JUnitText.readBack))
        #expect(reader.failures == names.count)
    }

    /// Notes what a parser sees.
    private final class Reader: NSObject, XMLParserDelegate {
        var cases: [String] = []
        var failures = 0

        func parser(
            _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
            qualifiedName: String?, attributes: [String: String]
        ) {
            if name == "testcase" { cases.append(attributes["name"] ?? "") }
            if name == "failure" { failures += 1 }
        }
    }
}

extension JUnitText {
    /// A name as a parser gives it back.
    fileprivate static func readBack(_ name: String) -> String {
        name.replacing("\u{7}", with: "␇").replacing("\u{1B}", with: "␛")
    }
}
