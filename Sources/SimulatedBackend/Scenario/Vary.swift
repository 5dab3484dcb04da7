package import SourceText

/// What `vary` asks for: the scenario again, each time with one thing otherwise.
package struct Vary: Sendable, Hashable {
    /// Who hangs up.
    package enum Callers: Sendable, Hashable {
        case everyCaller
        case named([String])

        package func contains(_ name: String) -> Bool {
            switch self {
            case .everyCaller: true
            case .named(let names): names.contains(name)
            }
        }
    }
    /// When they do.
    package enum Moments: Sendable, Hashable {
        /// Before and after everything that the call's flow is told, and between two such events.
        case everyEvent
        /// The same, of the events by which a step begins or ends.
        case everyStep
        /// From the beginning of the world.
        case times([Duration])
    }
    /// Callers who hang up, each of them at each moment.
    package struct HangUps: Sendable, Hashable {
        package var who: Callers
        package var moments: Moments
        package init(_ who: Callers, _ moments: Moments) {
            self.who = who
            self.moments = moments
        }
    }

    package var hangUps: HangUps?
    /// The commands that fail, each in each way in which it can; none of them by default.
    package var failing: Set<CommandKind>
    /// Whether what happens in the same instant happens in every order.
    package var ordersTies: Bool
    /// More variations than this are thinned out evenly.
    package var runsMax: Int
    package var range: SourceRange

    /// A scenario of a few callers has some thousand variations: this is for what runs away.
    package static let standardRunsMax = 20_000
    /// Nobody waits for more.
    package static let largestRunsMax = 1_000_000

    package init(
        hangUps: HangUps? = nil, failing: Set<CommandKind> = [], ordersTies: Bool = false,
        runsMax: Int = Vary.standardRunsMax, range: SourceRange = SourceRange(0, 0)
    ) {
        self.hangUps = hangUps
        self.failing = failing
        self.ordersTies = ordersTies
        self.runsMax = runsMax
        self.range = range
    }

    /// What `test --hang-up-anywhere` repeats each scenario with: every caller hangs up before, during and
    /// after every step, and each command fails in each way.
    package static let hangUpAnywhere = Vary(
        hangUps: HangUps(.everyCaller, .everyEvent), failing: Set(CommandKind.allCases))
}
