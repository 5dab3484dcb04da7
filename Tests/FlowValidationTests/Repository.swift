import Foundation

/// Places in the working copy.
enum Repository {
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    static func path(_ relative: String) -> String { root.appending(path: relative).path }

    /// A folder of inputs in `../shared`, beside the package; `nil` when it is not there.
    static func shared(_ name: String) -> URL? {
        let place = root.appending(path: "../shared/\(name)")
        return FileManager.default.fileExists(atPath: place.path) ? place : nil
    }
}
