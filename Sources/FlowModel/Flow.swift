package import FlowExpressions
package import SourceText
package import YAMLTree

/// A named list of steps; `main` is where a call begins.
package struct Section: Sendable, Hashable {
    package let name: Text
    package let nameRange: SourceRange
    package let range: SourceRange
    package let block: BlockID
}

/// An immutable parsed flow.
///
/// Step lists are blocks in one table, however deep they stand in the document, so that a position in a run is
/// two integers. Equal flows have equal sources; a flow is encoded as its source and read again on decoding.
package final class Flow: Sendable {
    package let file: SourceFile
    /// For rules that look at the written form.
    package let root: YAMLNode?
    package let version: Given<Text>?
    /// In document order.
    package let sections: [Section]
    /// In preorder: a step stands before the steps inside it.
    package let steps: [Step]
    package let blocks: [Block]
    /// What runs once when the call has ended, however it ended (design §2.1).
    package let onHangup: BlockID?
    /// A YAML error cut the document short; what came before it is here.
    package let isPartial: Bool

    init(
        file: SourceFile, root: YAMLNode?, version: Given<Text>?, sections: [Section], steps: [Step],
        blocks: [Block], onHangup: BlockID?, isPartial: Bool
    ) {
        self.file = file
        self.root = root
        self.version = version
        self.sections = sections
        self.steps = steps
        self.blocks = blocks
        self.onHangup = onHangup
        self.isPartial = isPartial
    }

    /// The section of that name, compared by code units.
    package func section(named name: Text) -> Section? { sections.first { $0.name == name } }

    package subscript(id: StepID) -> Step { steps[id.index] }
    package subscript(id: BlockID) -> Block { blocks[id.index] }

    /// The step at a position; `nil` after the block's last one.
    package func step(at position: FlowPosition) -> Step? {
        let ids = self[position.block].stepIDs
        return ids.indices.contains(position.index) ? self[ids[position.index]] : nil
    }
}
