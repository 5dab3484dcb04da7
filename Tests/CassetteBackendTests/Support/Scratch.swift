import Foundation

/// A folder for the files of this run of the tests.
enum Scratch {
    static let path: String = {
        let folder = FileManager.default.temporaryDirectory.appending(path: "callflow-\(UUID().uuidString)")
        try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        return folder.path
    }()
}
