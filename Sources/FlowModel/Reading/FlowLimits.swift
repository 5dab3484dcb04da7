/// What a flow may ask of the reader. Each limit is far above what a person writes.
package enum FlowLimits {
    /// Lists of steps inside one another (swml-language.md §1.7). Reading recurses once a level.
    package static let stepNesting = 64
    /// Steps of one flow, copies through aliases included. A document of the largest size has fewer.
    package static let steps = 100_000
    /// Findings of one flow; a generated file that repeats one mistake 10,000 times reports it this often.
    package static let findings = 1_000
    /// The longest time that a parameter may name: longer than any call, short of any overflow.
    package static let duration = Duration.seconds(366 * 24 * 3600)
}
