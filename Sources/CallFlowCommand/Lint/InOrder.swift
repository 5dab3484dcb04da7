#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Does the same work on many items on all cores, and takes the results in the order of the items.
///
/// At most a window of items is under way or done and not taken yet, so that a hundred thousand files need no
/// more memory than a few.
func inOrder<Item: Sendable, Result: Sendable>(
    _ items: [Item], window: Int = 16 * processorCount,
    work: @escaping @Sendable (Item) -> Result, take: (Int, Result) -> Void
) async {
    await withTaskGroup(of: (Int, Result).self) { group in
        var started = 0
        var taken = 0
        var waiting: [Int: Result] = [:]
        while taken < items.count {
            while started < items.count, started - taken < window {
                let (index, item) = (started, items[started])
                group.addTask { (index, work(item)) }
                started += 1
            }
            guard let (index, result) = await group.next() else { return }
            waiting[index] = result
            while let next = waiting.removeValue(forKey: taken) {
                take(taken, next)
                taken += 1
            }
        }
    }
}

/// Cores that are there for this process's threads.
var processorCount: Int { max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }
