import FlowExpressions
import SourceText
import Testing

@testable import CallFlowCommand

struct `Fixes of a file` {
    private let file = SourceFile(name: "a.yaml", text: "one two three")

    private func finding(_ edits: (Int, Int, String)...) -> Finding {
        let edits = edits.map { Finding.Fix.Edit(SourceRange($0.0, $0.1), $0.2) }
        return Finding("x", .error, "wrong", at: SourceRange(0, 0), fix: Finding.Fix("mend", edits))
    }

    @Test func `are all made when they do not touch`() {
        let mended = FixApplier.mend(file, [finding((8, 13, "3")), finding((0, 3, "1"), (4, 7, "2"))])
        #expect(mended?.file.text == "1 2 3")
        #expect(mended?.fixes == 2)
    }

    @Test func `wait when they overlap what an earlier one has changed`() {
        let mended = FixApplier.mend(file, [finding((0, 5, "1")), finding((4, 7, "2"))])
        #expect(mended?.file.text == "1wo three")
        #expect(mended?.fixes == 1)
    }

    @Test func `are made whole or not at all`() {
        let mended = FixApplier.mend(file, [finding((0, 3, "1")), finding((8, 13, "3"), (2, 4, "-"))])
        #expect(mended?.file.text == "1 two three")
    }

    @Test func `at the same place are made once, and two different ones one after the other`() {
        #expect(
            FixApplier.mend(file, [finding((0, 0, "a")), finding((0, 0, "a"))])?.file.text == "aone two three"
        )
        #expect(FixApplier.mend(file, [finding((0, 0, "a")), finding((0, 0, "b"))])?.fixes == 1)
    }

    @Test func `that are guesses are left to the author`() {
        var guess = finding((0, 3, "1"))
        guess.fix?.isSafe = false
        #expect(FixApplier.mend(file, [guess]) == nil)
        #expect(FixApplier.mend(file, [guess, finding((0, 3, "one,"))])?.file.text == "one, two three")
    }

    @Test func `outside the file are none`() {
        #expect(FixApplier.mend(file, [finding((10, 99, "x"))]) == nil)
        #expect(FixApplier.mend(file, []) == nil)
    }
}

struct `Values of the command line` {
    @Test func `are texts, or JSON behind a colon`() {
        #expect(NamedValue(argument: "a=1")?.value == "1")
        #expect(NamedValue(argument: "a:=1")?.value == 1)
        #expect(NamedValue(argument: "a=b=c")?.value == "b=c")
        #expect(NamedValue(argument: "a=")?.value == "")
        #expect(NamedValue(argument: "a:=[true, null]")?.value == [true, nil])
    }

    @Test(arguments: ["", "a", "=1", ":=1", "a:=", "a:=b", "a:=[1"])
    func `that are none are refused`(_ argument: String) {
        #expect(NamedValue(argument: argument) == nil)
    }

    @Test(arguments: ["", "0", "-1", "nan", "inf", "1e99", "fast", "0x10000000"])
    func `are no speed`(_ argument: String) { #expect(Speed(argument: argument) == nil) }

    @Test func `are a speed`() {
        #expect(Speed(argument: "max") == .max)
        #expect(Speed(argument: "2.5") == .times(2.5))
    }
}

struct `Clock times` {
    @Test func `grow with what they tell`() {
        #expect(Clock.text(0) == "0:00.0")
        #expect(Clock.text(61_349) == "1:01.3")
        #expect(Clock.text(3_600_000) == "1:00:00.0")
        #expect(Clock.text(-5) == "0:00.0")
        #expect(Clock.text(.max) == "2562047788015:12:55.8")
        #expect(Clock.seconds(349) == "0.3 s")
        #expect(Clock.seconds(119_999) == "120.0 s")
        #expect(Clock.seconds(1_200_000) == "20:00.0")
    }
}

struct `Work in order` {
    @Test func `is taken in order, whoever is ready first`() async {
        let items = Array(0..<500)
        var taken: [Int] = []
        await inOrder(items, window: 7) {
            $0 * 2
        } take: { index, result in
            #expect(result == index * 2)
            taken.append(index)
        }
        let isInOrder = taken == items
        #expect(isInOrder)
    }

    @Test func `of nothing is nothing`() async {
        await inOrder([Int]()) {
            $0
        } take: { _, _ in
            Issue.record("there was nothing to take")
        }
    }
}
