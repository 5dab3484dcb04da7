import SourceText
import YAMLTree

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Reads a file, or standard input for `-`, never more than one byte above the limit of a document.
///
/// That one byte is what the reader of the document reports: "too large", at a place. A directory, a device
/// that never ends and a file that grows are all safe.
func readSource(_ path: String) throws(Refusal) -> SourceFile {
    if path == "-" { return SourceFile(name: path, bytes: try readBytes(STDIN_FILENO, path)) }
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw Refusal("\(path): \(POSIX.message(of: errno))") }
    defer { close(descriptor) }
    return SourceFile(name: path, bytes: try readBytes(descriptor, path))
}

private func readBytes(_ descriptor: Int32, _ path: String) throws(Refusal) -> [UInt8] {
    let limit = YAMLLimits.documentBytes + 1
    var bytes = [UInt8](repeating: 0, count: min(limit, expectedSize(descriptor) + 1))
    var count = 0
    while count < limit {
        if count == bytes.count {
            bytes.append(contentsOf: repeatElement(0, count: min(limit, 2 * count) - count))
        }
        let got = bytes.withUnsafeMutableBytes {
            read(descriptor, $0.baseAddress.map { $0 + count }, $0.count - count)
        }
        if got > 0 { count += got }
        if got == 0 { break }
        if got < 0, errno != EINTR { throw Refusal("\(path): \(POSIX.message(of: errno))") }
    }
    bytes.removeLast(bytes.count - count)
    return bytes
}

/// The size that the system knows of; a pipe has none.
private func expectedSize(_ descriptor: Int32) -> Int {
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_size > 0 else { return 4096 }
    return Int(min(status.st_size, off_t(YAMLLimits.documentBytes)))
}
