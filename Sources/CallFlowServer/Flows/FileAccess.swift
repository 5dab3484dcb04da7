package import SourceText

/// How the server sees files; given from outside, so that tests have their own.
package struct FileAccess: Sendable {
    /// The file's text, at most one byte more than a document may have; a sentence when it cannot be read.
    package var read: @Sendable (String) -> Result<SourceFile, FileProblem>
    /// What changes when the file does; `nil` when it is not there.
    package var stamp: @Sendable (String) -> FileStamp?

    package init(
        read: @escaping @Sendable (String) -> Result<SourceFile, FileProblem>,
        stamp: @escaping @Sendable (String) -> FileStamp?
    ) {
        self.read = read
        self.stamp = stamp
    }
}

/// Why a file cannot be read: the path and the system's words.
package struct FileProblem: Error, Sendable, Hashable {
    package var message: String
    package init(_ message: String) { self.message = message }
}

/// A file's identity, size and time of change. Equal stamps: nobody has written to it.
package struct FileStamp: Sendable, Hashable {
    package var device: UInt64
    package var file: UInt64
    package var size: Int64
    package var nanoseconds: Int64

    package init(device: UInt64, file: UInt64, size: Int64, nanoseconds: Int64) {
        self.device = device
        self.file = file
        self.size = size
        self.nanoseconds = nanoseconds
    }
}
