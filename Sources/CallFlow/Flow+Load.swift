public import FlowModel
import Foundation
public import SourceText
import YAMLTree

extension Flow {
    /// Reads a flow that is to be run: a YAML or JSON document of at most 1 MiB.
    ///
    /// Throws when the file cannot be read, has errors, or has a step that is not built. Warnings and hints
    /// are nothing to `load`; `lint` tells them.
    public static func load(_ path: String) throws(FlowLoadingError) -> Flow {
        try load(try SourceFile.load(path))
    }

    /// Reads a flow that is to be run from text that is already there; throws as `load(_:)` of a path does.
    public static func load(_ file: SourceFile) throws(FlowLoadingError) -> Flow {
        let reading = lint(file)
        let refused = reading.findings.filter(\.keepsFromRunning)
        guard let flow = reading.flow, refused.isEmpty else {
            // What the reader has made of the bytes, such as UTF-16, is what its positions refer to.
            throw FlowLoadingError(.refused(FileFindings(reading.flow?.file ?? file, refused)))
        }
        return flow
    }
}

extension SourceFile {
    /// Reads a document or a scenario file.
    ///
    /// One byte more than a document may have is read at most: the reader reports that as too large, so a
    /// device that never ends is safe.
    package static func load(_ path: String) throws(FlowLoadingError) -> SourceFile {
        do {
            let handle = try FileHandle(forReadingFrom: URL(filePath: path))
            defer { try? handle.close() }
            let data = try handle.read(upToCount: YAMLLimits.documentBytes + 1) ?? Data()
            return SourceFile(name: path, bytes: [UInt8](data))
        } catch {
            throw FlowLoadingError(.unreadable(path: path, reason: error.localizedDescription))
        }
    }
}

/// Why a flow cannot be run. Its description is for people: what `callflow lint` prints.
public struct FlowLoadingError: Error, Sendable, CustomStringConvertible {
    /// What went wrong.
    public enum Reason: Sendable {
        /// The file could not be read.
        case unreadable(path: String, reason: String)
        /// These findings forbid to run it.
        case refused(FileFindings)
    }

    public let reason: Reason

    package init(_ reason: Reason) { self.reason = reason }

    public var description: String {
        switch reason {
        case .unreadable(let path, let reason): "\(path): \(reason)"
        case .refused(let file): TextRendering.render([file])
        }
    }
}
