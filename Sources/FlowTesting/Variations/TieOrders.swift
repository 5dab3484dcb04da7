import FlowRuntime
import SimulatedBackend

/// The orders in which what happens in the same instant can happen: all of them when they are few, a sample
/// when they are many.
enum TieOrders {
    /// Up to so many runs the tree of choices is walked to its end.
    static let exhaustiveMax = 200
    /// So many orders are drawn from a larger tree.
    static let samples = 100

    /// Without the order of the scenario as it stands.
    static func all(from baseline: ScenarioRun, seed: UInt64, run: ([Int]) -> ScenarioRun) -> [[Int]] {
        walked(from: baseline, run: run) ?? sampled(from: baseline, seed: seed, run: run)
    }

    private static func choices(of run: ScenarioRun) -> [DisturbanceLog.Choice] {
        run.world.phone.disturbanceLog?.choices ?? []
    }

    /// Every order, by always taking the next turn at the last choice that has one; `nil` when there are too
    /// many.
    private static func walked(from baseline: ScenarioRun, run: ([Int]) -> ScenarioRun) -> [[Int]]? {
        var orders: [[Int]] = []
        var path = choices(of: baseline)
        let product = path.reduce(1) { min($0 * $1.count, exhaustiveMax + 1) }
        guard product <= exhaustiveMax else { return nil }
        while let place = path.lastIndex(where: { $0.taken + 1 < $0.count }) {
            guard orders.count < exhaustiveMax else { return nil }
            let order = path[..<place].map(\.taken) + [path[place].taken + 1]
            orders.append(order)
            path = choices(of: run(order))
            // A run that no longer comes to that choice would be walked for ever.
            guard path.prefix(order.count).map(\.taken) == order else { return nil }
        }
        return orders
    }

    private static func sampled(
        from baseline: ScenarioRun, seed: UInt64, run: ([Int]) -> ScenarioRun
    ) -> [[Int]] {
        var random = SplitMix64(seed: seed)
        let written = choices(of: baseline)
        var orders: [[Int]] = []
        var known: Set<[Int]> = [[]]
        for _ in 0..<samples {
            let order = written.map { Int.random(in: 0..<$0.count, using: &random) }
            let taken = choices(of: run(order)).map(\.taken).withoutTrailingZeros
            if known.insert(taken).inserted { orders.append(taken) }
        }
        return orders
    }
}

extension [Int] {
    fileprivate var withoutTrailingZeros: [Int] {
        var short = self
        while short.last == 0 { short.removeLast() }
        return short
    }
}
