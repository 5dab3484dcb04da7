import CallFlow
import YAMLTree

/// From text to findings (`lint`), against libyaml over the same bytes.
enum Reading {
    static func figures(rounds: Int) -> [Figure] {
        let file = Documents.ordinary
        require(lint(file).isEmpty, "the ordinary document is not valid: \(lint(file))")
        let size = "\(file.bytes.count) bytes"
        return [
            Figure(
                "a flow of \(size): positioned tree",
                Comparison(rounds: rounds) {
                    keep(YAMLReader.read(file))
                } against: {
                    LibYAML.drain(file.bytes)
                },
                peer: "libyaml's event loop"),
            Figure(
                "a flow of \(size): typed steps and all findings",
                Comparison(rounds: rounds) {
                    keep(lint(file))
                } against: {
                    LibYAML.drain(file.bytes)
                },
                peer: "libyaml's event loop", limit: 1.6),
        ] + long(rounds: rounds)
    }

    /// Linear: a byte of the longest document costs what a byte of a short one costs.
    private static func long(rounds: Int) -> [Figure] {
        let short = Documents.long(bytes: 16_384)
        let long = Documents.long(bytes: 1_048_576)
        require(lint(long).isEmpty, "the long document is not valid: \(lint(long).prefix(3))")
        let shortCost = medianCost(rounds: rounds) { for _ in 0..<16 { keep(lint(short)) } } / 16
        let longCost = medianCost(rounds: max(3, rounds / 5)) { keep(lint(long)) }
        let perShortByte = shortCost / Double(short.bytes.count)
        let perLongByte = longCost / Double(long.bytes.count)
        return [
            Figure(
                name: "a byte of a flow of 1 MiB: typed steps and all findings",
                measured: Amount.time(perLongByte),
                against: "a byte of one of 16 KiB, \(Amount.time(perShortByte))",
                ratio: perLongByte / perShortByte,
                limit: 1.5)
        ]
    }

    static func lint(_ file: SourceFile) -> [Finding] { Flow.lint(file).findings }
}
