import Foundation
import TestSupport
import Testing

struct `The checklist` {
    @Test func `has an entry for every item, and no other`() {
        let listed = Set(Checklist.entries.keys)
        #expect(Set(Checklist.items).subtracting(listed).sorted() == [], "without test or reason")
        #expect(listed.subtracting(Checklist.items).sorted() == [], "of no item")
    }

    @Test func `says each thing once`() {
        #expect(Set(Checklist.session.keys).isDisjoint(with: Checklist.calls.keys))
    }

    @Test func `gives reasons, not words`() {
        for case (let item, .doesNotApply(let reason)) in Checklist.entries {
            #expect(reason.split(separator: " ").count >= 4, "item \(item)")
        }
    }

    @Test func `names tests that are there`() throws {
        let tests = try Self.tests()
        #expect(tests.count > 500, "only \(tests.count) tests were found")
        for case (let item, .test(let name)) in Checklist.entries.sorted(by: { $0.key < $1.key }) {
            #expect(tests.contains(name), "item \(item) names a test that is not there: \(name)")
        }
    }

    /// Every test of the package as `suite/test`, read from the sources.
    private static func tests() throws -> Set<String> {
        let folder = URL(filePath: Repository.path("Tests"))
        let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
        var tests: Set<String> = []
        for case let file as URL in try #require(files) where file.pathExtension == "swift" {
            collect(from: try String(contentsOf: file, encoding: .utf8), into: &tests)
        }
        return tests
    }

    /// A suite is a type with a raw identifier, or one that an attribute names; its tests follow.
    static func collect(from source: String, into tests: inout Set<String>) {
        var suite = ""
        for line in source.split(separator: "\n") {
            if let named = line.firstMatch(of: /^@Suite\("([^"]+)"/) {
                suite = String(named.1)
            } else if let raw = line.firstMatch(of: /^struct `([^`]+)`/) {
                suite = String(raw.1)
            } else if let test = line.firstMatch(of: /@Test.* func `([^`]+)`/) {
                tests.insert("\(suite)/\(test.1)")
            }
        }
    }

    @Test func `reads suites of both forms`() {
        var tests: Set<String> = []
        Self.collect(
            from: """
                struct `A thing` {
                    @Test func `is so`() {}
                }
                @Suite("Another", .timeLimit(.minutes(10)))
                struct AnotherTests {
                    @Test mutating func `is otherwise`() async throws {}
                    func `helps`() {}
                }
                """, into: &tests)
        #expect(tests == ["A thing/is so", "Another/is otherwise"])
    }
}
