import CallFlowServer
import FlowModel
import FlowRuntime
import ProjectFile
import SourceText
import Testing

@Suite("The library of flows")
struct FlowLibraryTests {
    private func call(to: String = "+1555") -> CallInfo {
        CallInfo(id: CallID("c"), from: "+15555550111", to: to)
    }
    private func words(_ library: FlowLibrary, to: String = "+1555") -> String? {
        library.choice(for: call(to: to)).map { version in
            let text = version.version.flow.file.text
            return String(
                text[(text.firstRange(of: "say:")?.upperBound ?? text.startIndex)...].prefix { $0 != "\"" })
        }
    }

    @Test func `refuses to begin with anything that is wrong, and tells all of it`() {
        let bad = "version: 1.0.0\nsections:\n  main:\n    - plya: x\n"
        let bench = Bench(["a.yaml": bad, "b.yaml": "x: ["])
        do throws(LoadFailure) {
            let project = "routes: [{to: b, flow: b.yaml}, {to: c, flow: c.yaml}]\ndefault: a.yaml"
            _ = try bench.library(project)
            Issue.record("it began")
        } catch {
            #expect(error.problems.count == 3)
            let texts = error.problems.map(\.text).joined()
            #expect(
                texts.contains("a.yaml:4") && texts.contains("b.yaml:") && texts.contains("c.yaml: no such"))
        }
    }

    @Test func `gives new calls the new version, and old ones keep theirs`() throws {
        let bench = Bench()
        let library = try bench.library()
        let before = library.choice(for: call())
        #expect(library.reload().isEmpty)
        bench.files.write("a.yaml", Bench.flow("b"))
        #expect(words(library) == "a")
        #expect(library.reload().count == 1)
        #expect(words(library) == "b")
        #expect(before?.version.flow.file.text.contains("say:a") == true)
        #expect(library.versions.map(\.number) == [2])
    }

    @Test func `reads nothing that has not changed`() throws {
        let bench = Bench()
        let library = try bench.library()
        let reads = bench.files.reads
        for _ in 0..<10 { #expect(library.reload().isEmpty) }
        #expect(bench.files.reads == reads)
        // All the same when it is told to, but equal text is no new version.
        #expect(library.reload(all: true).isEmpty)
        #expect(bench.files.reads == reads + 1)
    }

    @Test func `keeps what was there when the new text is wrong, and says so once`() throws {
        let bench = Bench()
        let library = try bench.library()
        for wrong in ["sections: {main: [{plya: x}]}", "x: [", "", "sections: {}"] {
            bench.files.write("a.yaml", wrong)
            let events = library.reload()
            guard case .kept("a.yaml", .refused(let findings))? = events.first, events.count == 1 else {
                Issue.record("\(wrong): \(events)")
                continue
            }
            #expect(!findings.findings.isEmpty)
            #expect(library.reload().isEmpty)
            #expect(words(library) == "a")
        }
        bench.files.write("a.yaml", nil)
        guard case .kept("a.yaml", .unreadable)? = library.reload().first else {
            Issue.record("it is gone")
            return
        }
        #expect(library.reload().isEmpty)
        #expect(words(library) == "a")
        bench.files.write("a.yaml", Bench.flow("c"))
        #expect(library.reload().count == 1)
        #expect(words(library) == "c")
    }

    @Test func `follows the project file`() throws {
        let bench = Bench(["a.yaml": Bench.flow("a"), "b.yaml": Bench.flow("b")])
        let library = try bench.library("default: a.yaml")
        bench.files.write("callflow.yaml", "routes: [{to: '+1555', flow: b.yaml}]")
        #expect(library.reload().count == 2)
        #expect(words(library) == "b")
        #expect(words(library, to: "+1556") == nil)
        // Wrong, or leading to a flow that is: all stays.
        for wrong in ["routes: {", "default: c.yaml", "rutes: []"] {
            bench.files.write("callflow.yaml", wrong)
            #expect(library.reload().count == 1, "\(wrong)")
            #expect(library.reload().isEmpty, "\(wrong)")
            #expect(words(library) == "b", "\(wrong)")
        }
        // A flow that is mended brings in the project file that waited for it.
        bench.files.write("callflow.yaml", "default: c.yaml")
        #expect(library.reload().count == 1)
        bench.files.write("c.yaml", Bench.flow("c"))
        #expect(library.reload().count == 2)
        #expect(words(library) == "c")
        #expect(library.versions.map(\.path) == ["c.yaml"])
    }

    @Test func `is looked up while others read it again`() async throws {
        let bench = Bench()
        let library = try bench.library()
        await withTaskGroup(of: Void.self) { group in
            for worker in 0..<4 {
                group.addTask {
                    for round in 0..<50 {
                        bench.files.write(
                            "a.yaml", round % 3 == 0 ? "x: [" : Bench.flow("\(worker)-\(round)"))
                        _ = library.reload(all: round % 2 == 0)
                        #expect(library.choice(for: call()) != nil)
                    }
                }
            }
        }
        bench.files.write("a.yaml", Bench.flow("last"))
        _ = library.reload()
        #expect(words(library) == "last")
    }
}
