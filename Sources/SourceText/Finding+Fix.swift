extension Finding.Fix {
    /// The file with all edits made; edits that overlap an earlier one or lie outside are left out.
    public func applied(to file: SourceFile) -> SourceFile {
        var bytes: [UInt8] = []
        var done = 0
        for edit in edits.sorted(by: { $0.range < $1.range }) {
            guard edit.range.lower >= done, edit.range.upper <= file.bytes.count else { continue }
            bytes += file.bytes[done..<edit.range.lower]
            bytes += Array(edit.text.utf8)
            done = edit.range.upper
        }
        bytes += file.bytes[done...]
        return SourceFile(name: file.name, bytes: bytes)
    }
}
