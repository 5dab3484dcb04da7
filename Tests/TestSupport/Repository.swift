package import Foundation
package import SourceText

/// Places in the working copy, and beside it.
package enum Repository {
    package static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// The flows that we ship.
    package static let flows = root.appending(path: "flows", directoryHint: .isDirectory)

    package static func path(_ relative: String) -> String { root.appending(path: relative).path }

    /// A folder of inputs: `../shared` beside the package, or where `CALLFLOW_SHARED` says; `nil` when it is
    /// not there.
    package static func shared(_ name: String) -> URL? {
        let told = ProcessInfo.processInfo.environment["CALLFLOW_SHARED"].map { URL(filePath: $0) }
        let folder = (told ?? root.appending(path: "../shared")).appending(path: name).standardizedFileURL
        return FileManager.default.fileExists(atPath: folder.path) ? folder : nil
    }

    /// A file under its own name, without its folder.
    package static func source(_ url: URL) throws -> SourceFile {
        SourceFile(name: url.lastPathComponent, bytes: [UInt8](try Data(contentsOf: url)))
    }
}
