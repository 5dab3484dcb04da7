import Foundation

/// Places in the working copy.
enum Repository {
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    static func path(_ relative: String) -> String { root.appending(path: relative).path }

    /// A folder of inputs: `../shared` beside the package, or where `CALLFLOW_SHARED` says; `nil` when it is
    /// not there.
    static func shared(_ name: String) -> URL? {
        let told = ProcessInfo.processInfo.environment["CALLFLOW_SHARED"].map { URL(filePath: $0) }
        let folder = (told ?? root.appending(path: "../shared")).appending(path: name).standardizedFileURL
        return FileManager.default.fileExists(atPath: folder.path) ? folder : nil
    }
}
