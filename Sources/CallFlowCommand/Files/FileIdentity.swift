#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

func fileExists(_ path: String) -> Bool { access(path, F_OK) == 0 }

/// Whether two paths name the same file, whatever way they take.
func isSameFile(_ left: String, _ right: String) -> Bool {
    var (first, second) = (stat(), stat())
    guard stat(left, &first) == 0, stat(right, &second) == 0 else { return left == right }
    return first.st_dev == second.st_dev && first.st_ino == second.st_ino
}
