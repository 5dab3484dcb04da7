extension HouseRule {
    /// A path or a host of one machine makes a repository that works there only.
    static let noMachinePlaces = HouseRule(
        "no file names a folder or a package host of one machine",
        broken: places.map { ["flows/a.yaml": "# see \($0)x"] },
        kept: [["README.md": "https://example.com/hold.mp3 and /usr/share/doc"]]
    ) { sources in
        sources.tree.files.flatMap { path, text -> [Violation] in
            guard let text, let place = places.first(where: { text.contains($0) }) else { return [] }
            let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
            return lines.enumerated().filter { $0.element.contains(place) }.map {
                Violation(path: path, line: $0.offset + 1, message: "names \(place)")
            }
        }
    }

    /// Written in pieces, so that this file does not name them either.
    private static let places = [
        ["/wo", "rk/"], ["/tmp/", "wt"], ["/opt/", "swift"], ["/ro", "ot/"], ["/ho", "me/"],
        ["pypi", ".org"],
        ["registry.npm", "js.org"], ["deb.deb", "ian.org"], ["proxy.gol", "ang.org"],
    ].map { $0.joined() }
}
