import Foundation

/// The time that this thread has worked, in seconds: what others do on the machine at the same time does not
/// count.
func threadSeconds() -> Double { seconds(CLOCK_THREAD_CPUTIME_ID) }

/// The time that all threads have worked, and the system for them, in seconds.
func processSeconds() -> Double { seconds(CLOCK_PROCESS_CPUTIME_ID) }

/// The time on the wall, in seconds.
func wallSeconds() -> Double { seconds(CLOCK_MONOTONIC) }

private func seconds(_ clock: clockid_t) -> Double {
    var now = timespec()
    clock_gettime(clock, &now)
    return Double(now.tv_sec) + Double(now.tv_nsec) / 1e9
}

/// What a body costs this thread, in seconds.
func cost(of body: () -> Void) -> Double {
    let start = threadSeconds()
    body()
    return threadSeconds() - start
}

/// Two things measured in turn, so that both meet the same machine.
struct Comparison {
    /// Seconds for one time, the median of the rounds.
    var subject: Double
    var peer: Double
    /// The median of the rounds' ratios.
    var ratio: Double

    /// Each round does either thing so often that the peer takes about `slice` seconds.
    init(rounds: Int, slice: Double = 0.02, _ subject: () -> Void, against peer: () -> Void) {
        subject()
        let once = max(cost(of: peer), 1e-7)
        let times = max(1, Int(slice / once))
        var subjects: [Double] = []
        var peers: [Double] = []
        for _ in 0..<rounds {
            peers.append(cost { for _ in 0..<times { peer() } } / Double(times))
            subjects.append(cost { for _ in 0..<times { subject() } } / Double(times))
        }
        self.subject = median(subjects)
        self.peer = median(peers)
        ratio = median(zip(subjects, peers).map { $0 / $1 })
    }
}

/// What a body costs, in seconds: the median of the rounds.
func medianCost(rounds: Int, _ body: () -> Void) -> Double {
    median((0..<rounds).map { _ in cost(of: body) })
}

func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }

/// Keeps the optimiser from dropping what computes a value.
@inline(never)
func keep<Value>(_ value: Value) {}
