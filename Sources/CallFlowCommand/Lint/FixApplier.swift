import SourceText

/// Makes the edits of many findings at once (`lint --fix`).
///
/// A fix that is only a guess is left to the author. Any other is made whole or not at all: one that touches
/// what an earlier one has changed waits for the next round.
enum FixApplier {
    /// - Returns: The mended file, and how many fixes it holds; `nil` when there is nothing to mend.
    static func mend(_ file: SourceFile, _ findings: [Finding]) -> (file: SourceFile, fixes: Int)? {
        var accepted: [Finding.Fix.Edit] = []
        var fixes = 0
        for fix in findings.compactMap(\.fix) where fix.isSafe {
            let edits = fix.edits.filter { !accepted.contains($0) }
            guard !edits.isEmpty, fits(edits, beside: accepted, in: file) else { continue }
            accepted += edits
            fixes += 1
        }
        guard fixes > 0 else { return nil }
        return (Finding.Fix("all fixes", accepted).applied(to: file), fixes)
    }

    private static func fits(
        _ edits: [Finding.Fix.Edit], beside accepted: [Finding.Fix.Edit], in file: SourceFile
    ) -> Bool {
        edits.allSatisfy { edit in
            edit.range.upper <= file.bytes.count && !accepted.contains { touches($0.range, edit.range) }
        }
    }

    /// Ranges that share a byte, or stand at the same place: which of two insertions comes first is open.
    private static func touches(_ left: SourceRange, _ right: SourceRange) -> Bool {
        left.lower == right.lower || (left.lower < right.upper && right.lower < left.upper)
    }
}
