#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// The time that the processor works for a closure on the current thread: a busy machine makes it no longer,
/// so that growth can be judged by it.
public func processorTime(of body: () -> Void) -> Duration {
    let begun = threadTime()
    body()
    return threadTime() - begun
}

private func threadTime() -> Duration {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return .seconds(Int(time.tv_sec)) + .nanoseconds(Int(time.tv_nsec))
}
