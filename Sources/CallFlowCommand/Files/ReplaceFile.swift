#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Gives a file new contents: all of them or none, with the permissions it had. A symbolic link stays one.
func replaceFile(_ path: String, with bytes: [UInt8]) throws(Refusal) {
    let target = FileIdentity.canonical(path)
    var status = stat()
    guard stat(target, &status) == 0 else { throw Refusal("\(path): \(POSIX.message(of: errno))") }
    let draft = "\(target).callflow-\(getpid())"
    let descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, status.st_mode & 0o777)
    guard descriptor >= 0 else { throw Refusal("\(path): \(POSIX.message(of: errno))") }
    let isWritten = POSIX.writeAll(bytes, to: descriptor)
    _ = fchmod(descriptor, status.st_mode & 0o777)
    guard close(descriptor) == 0, isWritten, rename(draft, target) == 0 else {
        let code = errno
        unlink(draft)
        throw Refusal("\(path): \(POSIX.message(of: code))")
    }
}
