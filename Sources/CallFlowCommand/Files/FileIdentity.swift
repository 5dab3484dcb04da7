#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Which file a path names; equal for all paths of the same file.
///
/// Names are bytes: a `String` would take `é` in its two spellings, which are two files, for one.
struct FileIdentity: Hashable {
    private let bytes: [UInt8]

    init(_ path: String) { bytes = Array(Self.canonical(path).utf8) }

    static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    static func isFolder(_ path: String) -> Bool { kind(path) == S_IFDIR }

    /// A file of bytes, and no pipe, socket or device: whoever opens one of those may wait for ever.
    static func isRegular(_ path: String) -> Bool { kind(path) == S_IFREG }

    private static func kind(_ path: String) -> mode_t? {
        var status = stat()
        return stat(path, &status) == 0 ? status.st_mode & S_IFMT : nil
    }

    /// The folder in which a path names a file, if it is not there.
    static func missingFolder(of path: String) -> String? {
        guard let slash = path.lastIndex(of: "/"), slash > path.startIndex else { return nil }
        let folder = String(path[..<slash])
        return isFolder(folder) ? nil : folder
    }

    /// In the system's words, why no file can be made in the folder where a path names one.
    static func whyNotWritable(folderOf path: String) -> String? {
        let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
        return access(folder, W_OK | X_OK) == 0 ? nil : POSIX.message(of: errno)
    }

    /// Whether two paths name the same file, whatever way they take.
    static func isSame(_ left: String, _ right: String) -> Bool {
        var (first, second) = (stat(), stat())
        guard stat(left, &first) == 0, stat(right, &second) == 0 else { return left == right }
        return first.st_dev == second.st_dev && first.st_ino == second.st_ino
    }

    /// The one path of a file; the path itself when there is no such file.
    static func canonical(_ path: String) -> String {
        guard let resolved = realpath(path, nil) else { return path }
        defer { free(resolved) }
        return String(cString: resolved)
    }
}
