import Foundation

/// Places in the working copy.
enum Repository {
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    static func path(_ relative: String) -> String { root.appending(path: relative).path }

    /// A folder of inputs: `../shared` beside the package or, in a copy of it, where the project keeps it;
    /// `nil` when it is not there.
    static func shared(_ name: String) -> URL? {
        let places = [root.appending(path: "../shared/\(name)"), URL(filePath: "/work/shared/\(name)")]
        return places.first { FileManager.default.fileExists(atPath: $0.path) }
    }
}
