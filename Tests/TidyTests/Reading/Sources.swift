/// A tree whose Swift files are read once, for all rules.
struct Sources {
    let tree: Tree
    let swift: [SwiftFile]

    init(_ tree: Tree) {
        self.tree = tree
        swift = tree.files.compactMap { path, text in
            guard path.hasSuffix(".swift"), let text else { return nil }
            return SwiftFile(path: path, text: text)
        }
    }

    /// The Swift files under one of the top level's folders.
    func files(in folder: String) -> [SwiftFile] { swift.filter { $0.path.hasPrefix(folder + "/") } }
}
