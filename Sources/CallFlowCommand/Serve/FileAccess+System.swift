#if Server
    import CallFlowServer
    import Glibc
    import SourceText

    extension FileAccess {
        /// The files of this machine.
        static var system: FileAccess {
            FileAccess(
                read: { path in
                    do throws(Refusal) {
                        return .success(try readSource(path))
                    } catch {
                        return .failure(FileProblem(error.message))
                    }
                }, stamp: FileStamp.init)
        }
    }

    extension FileStamp {
        /// Of the file that a path leads to; `nil` when there is none.
        init?(_ path: String) {
            var status = stat()
            guard stat(path, &status) == 0 else { return nil }
            self.init(
                device: UInt64(status.st_dev), file: UInt64(status.st_ino), size: Int64(status.st_size),
                nanoseconds: Int64(status.st_mtim.tv_sec) &* 1_000_000_000
                    &+ Int64(status.st_mtim.tv_nsec))
        }
    }
#endif
