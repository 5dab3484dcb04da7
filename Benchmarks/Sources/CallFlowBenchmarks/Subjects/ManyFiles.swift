import CallFlow

/// A directory of flows, one after another and on two cores.
///
/// How much faster two cores are depends on what else the machine does, so the peer is libyaml over the same
/// files, which shares nothing between the cores.
enum ManyFiles {
    private static let count = 2_000

    static func figures(rounds: Int) async -> [Figure] {
        let text = Documents.ordinary.text
        let files = (0..<count).map { SourceFile(name: "\($0).yaml", text: text + "# \($0)\n") }
        var own: [Double] = []
        var peer: [Double] = []
        for _ in 0..<rounds {
            own.append(await gain(files) { keep(Reading.lint($0)) })
            peer.append(await gain(files) { LibYAML.drain($0.bytes) })
        }
        return [
            Figure(
                name: "\(count) flows on two cores: times as fast as on one",
                measured: Amount.rounded(median(own)),
                against: "libyaml's event loop, \(Amount.rounded(median(peer)))",
                ratio: median(peer) / median(own),
                limit: 1.25)
        ]
    }

    /// How many times as fast two cores do it as one.
    private static func gain(
        _ files: [SourceFile], _ read: @escaping @Sendable (SourceFile) -> Void
    ) async -> Double {
        let alone = await wall { files.forEach(read) }
        let together = await wall {
            await withTaskGroup { group in
                group.addTask { files[..<(count / 2)].forEach(read) }
                group.addTask { files[(count / 2)...].forEach(read) }
            }
        }
        return alone / together
    }

    private static func wall(_ body: () async -> Void) async -> Double {
        let start = wallSeconds()
        await body()
        return wallSeconds() - start
    }
}
