package import Foundation
import FlowModel
import FlowValidation

/// A file that is written from declarations and committed, so that it can be read without building.
package struct DerivedFile: Sendable {
    /// From the top of the repository.
    package let path: String
    package let text: String

    package init(path: String, text: String) {
        self.path = path
        self.text = text
    }

    /// Every derived file there is.
    package static let all = [
        DerivedFile(path: "Sources/FlowModel/FlowModel.docc/Steps.md", text: StepsArticle.text),
        DerivedFile(
            path: "Sources/FlowValidation/FlowValidation.docc/Findings.md", text: FindingsArticle.text),
    ]

    /// How the file on disk compares with what would be written.
    package enum State: Sendable, Equatable {
        case current, missing
        /// The first line that differs, from 1.
        case stale(line: Int)
    }

    /// Looks at the file under the top of a repository.
    package func state(in root: URL) throws -> State {
        let url = root.appending(path: path)
        guard FileManager.default.fileExists(atPath: url.path) else { return .missing }
        let found = String(decoding: try Data(contentsOf: url), as: UTF8.self)
        return Self.firstDifference(text, found).map(State.stale) ?? .current
    }

    /// Writes the file under the top of a repository, folders and all.
    package func write(in root: URL) throws {
        let url = root.appending(path: path)
        try FileManager.default.createDirectory(
            at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: url, options: .atomic)
    }

    /// A sentence for each file that is not current.
    package static func complaints(in root: URL) throws -> [String] {
        try all.compactMap { file in
            switch try file.state(in: root) {
            case .current: nil
            case .missing: "\(file.path) is missing; run `make generate`"
            case .stale(let line): "\(file.path):\(line): is stale; run `make generate`"
            }
        }
    }

    private static func firstDifference(_ left: String, _ right: String) -> Int? {
        guard !left.utf8.elementsEqual(right.utf8) else { return nil }
        let leftLines = left.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        let rightLines = right.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        let same = zip(leftLines, rightLines).prefix { $0.elementsEqual($1) }.count
        return same + 1
    }
}
