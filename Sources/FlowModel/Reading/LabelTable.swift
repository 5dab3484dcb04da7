import FlowExpressions
import SourceText

/// A label and where it stands.
struct PlacedLabel {
    let name: Text
    let range: SourceRange
    /// The position of the `label` step.
    let position: FlowPosition
    /// The section around it; `nil` in `onHangup`.
    let section: Int?
}

/// The labels of a document in the order in which they are read, found by name and place: one after the other
/// while they are few, as in every flow that a person writes, by hash when they are many.
struct LabelTable {
    private(set) var all: [PlacedLabel] = []
    private var firstInSection: [InSection: Int] = [:]
    private var firstInBlock: [InBlock: Int] = [:]
    private var firstOfAll: [Text: Int] = [:]

    private struct InSection: Hashable {
        let section: Int?
        let name: Text
    }

    private struct InBlock: Hashable {
        let block: BlockID
        let name: Text
    }

    /// So many labels are looked through faster than one is hashed.
    private static let few = 16

    mutating func append(_ label: PlacedLabel) {
        all.append(label)
        if all.count == Self.few { all.indices.forEach { note($0) } }
        if all.count > Self.few { note(all.count - 1) }
    }

    private mutating func note(_ index: Int) {
        let label = all[index]
        let inSection = InSection(section: label.section, name: label.name)
        if firstInSection[inSection] == nil { firstInSection[inSection] = index }
        let inBlock = InBlock(block: label.position.block, name: label.name)
        if firstInBlock[inBlock] == nil { firstInBlock[inBlock] = index }
        if firstOfAll[label.name] == nil { firstOfAll[label.name] = index }
    }

    /// The first label of that name anywhere.
    func first(_ name: Text) -> PlacedLabel? {
        guard all.count < Self.few else { return firstOfAll[name].map { all[$0] } }
        return all.first { $0.name == name }
    }

    /// The first label of that name in a section.
    func first(_ name: Text, inSection section: Int?) -> PlacedLabel? {
        guard all.count < Self.few else {
            return firstInSection[InSection(section: section, name: name)].map { all[$0] }
        }
        return all.first { $0.section == section && $0.name == name }
    }

    /// Where the first label of that name stands in a list, lists inside it aside.
    func position(of name: Text, in block: BlockID) -> FlowPosition? {
        guard all.count < Self.few else {
            return firstInBlock[InBlock(block: block, name: name)].map { all[$0].position }
        }
        for index in all.indices where all[index].position.block == block && all[index].name == name {
            return all[index].position
        }
        return nil
    }
}
