import Foundation

// Cassettes as files. Everything else in this module touches no disk.
extension Cassette {
    /// Reads a cassette file.
    public static func load(_ path: String) throws(CassetteFileError) -> Cassette {
        let bytes: [UInt8]
        do {
            let handle = try FileHandle(forReadingFrom: URL(filePath: path))
            defer { try? handle.close() }
            // One byte above the limit at most: a device that never ends is safe.
            bytes = [UInt8](try handle.read(upToCount: CassetteFormat.fileLimit + 1) ?? Data())
        } catch {
            throw CassetteFileError(.unreadable, "\(path): \(error.localizedDescription)")
        }
        return try Cassette(bytes: bytes)
    }

    /// Writes the cassette, whole or not at all. An existing file is kept unless `replacing`.
    public func write(to path: String, replacing: Bool = false) throws(CassetteFileError) {
        let data = Data(try bytes())
        // A file that may not be replaced is written in place: there is no atomic move that never replaces.
        let options: Data.WritingOptions = replacing ? .atomic : .withoutOverwriting
        do {
            try data.write(to: URL(filePath: path), options: options)
        } catch let error as CocoaError where error.code == .fileWriteFileExists {
            throw CassetteFileError(.exists, "\(path): there is such a file already")
        } catch {
            throw CassetteFileError(.unreadable, "\(path): \(error.localizedDescription)")
        }
    }
}
