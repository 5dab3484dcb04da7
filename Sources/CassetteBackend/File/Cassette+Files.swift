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
            throw CassetteFileError(.unreadable, "\(path): \(Self.reason(error))")
        }
        return try Cassette(bytes: bytes)
    }

    /// Writes the cassette, whole or not at all. An existing file is kept unless `replacing`.
    public func write(to path: String, replacing: Bool = false) throws(CassetteFileError) {
        let data = Data(try bytes())
        let target = URL(filePath: path)
        do {
            if replacing {
                try data.write(to: target, options: .atomic)
            } else {
                // A link never takes another file's place, and what it names is whole.
                let draft = URL(filePath: "\(path).\(UUID().uuidString)")
                defer { try? FileManager.default.removeItem(at: draft) }
                try data.write(to: draft, options: .withoutOverwriting)
                try FileManager.default.linkItem(at: draft, to: target)
            }
        } catch {
            let exists = !replacing && FileManager.default.fileExists(atPath: path)
            throw exists
                ? CassetteFileError(.exists, "\(path): there is such a file already")
                : CassetteFileError(.unreadable, "\(path): \(Self.reason(error))")
        }
    }

    /// The system's words, such as "permission denied"; Foundation's own say less.
    private static func reason(_ error: any Error) -> String {
        let error = error as NSError
        let cause = error.userInfo[NSUnderlyingErrorKey] as? NSError ?? error
        let isMissing = [CocoaError.Code.fileNoSuchFile, .fileReadNoSuchFile].contains {
            $0.rawValue == error.code
        }
        let code = cause.domain == NSPOSIXErrorDomain ? cause.code : isMissing ? Int(ENOENT) : nil
        guard let code, let text = strerror(Int32(clamping: code)) else { return error.localizedDescription }
        let message = String(cString: text)
        return message.prefix(1).lowercased() + message.dropFirst()
    }
}
