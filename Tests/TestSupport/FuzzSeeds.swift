#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// The seeds of a long run over what a reader is given. Every thousandth is written to stderr at once, so
/// that one that ends or hangs the process is not lost with it: it is among the thousand from there on, each
/// of which is repeated by its number alone.
package func fuzzSeeds(_ seeds: Range<UInt64>, of reader: String) -> some Sequence<UInt64> {
    seeds.lazy.map { seed in
        if (seed - seeds.lowerBound).isMultiple(of: 1_000) {
            let line = "fuzz of \(reader): seeds from \(seed) on, up to \(seeds.upperBound - 1)\n"
            _ = line.withCString { write(STDERR_FILENO, $0, strlen($0)) }
        }
        return seed
    }
}
