#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Writes a file anew, over what was there: for reports, which every run makes again.
func writeFile(_ path: String, _ text: String) throws(Refusal) {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw Refusal("\(path): \(POSIX.message(of: errno))") }
    let isWritten = POSIX.writeAll(Array(text.utf8), to: descriptor)
    guard close(descriptor) == 0, isWritten else { throw Refusal("\(path): \(POSIX.message(of: errno))") }
}
