package import FlowExpressions
public import SourceText
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
/// Step lists are blocks in one table, however deep they stand in the document, so that a position in a run
/// is two integers. Equal flows have equal sources.
public final class Flow: Sendable {
    public let file: SourceFile
    /// For rules that look at the written form.
    package let root: YAMLNode?
    package let version: Given<Text>?
    /// In document order.
    package let sections: [Section]
    /// In preorder: a step stands before the steps inside it.
    package let steps: [Step]
    package let blocks: [Block]
    /// The steps of every block, block by block: what `Block.places` are places in.
    package let order: [StepID]
    /// The names of the variables that `set` steps give values, once for each assignment.
    package let assigned: [Text]
    /// What texts, conditions and switches read, also those that an error has kept out of the steps. What is
    /// not here is read nowhere.
    package let variablesRead: [VariableRead]
    /// What runs once when the call has ended, however it ended (design §2.1).
    package let onHangup: BlockID?
    /// A YAML error cut the document short; what came before it is here.
    package let isPartial: Bool

    init(
        file: SourceFile, root: YAMLNode?, version: Given<Text>?, sections: [Section], steps: [Step],
        blocks: [Block], order: [StepID], assigned: [Text], variablesRead: [VariableRead], onHangup: BlockID?,
        isPartial: Bool
    ) {
        self.file = file
        self.root = root
        self.version = version
        self.sections = sections
        self.steps = steps
        self.blocks = blocks
        self.order = order
        self.assigned = assigned
        self.variablesRead = variablesRead
        self.onHangup = onHangup
        self.isPartial = isPartial
    }

    private convenience init(copying flow: Flow) {
        self.init(
            file: flow.file, root: flow.root, version: flow.version, sections: flow.sections,
            steps: flow.steps, blocks: flow.blocks, order: flow.order,
            assigned: flow.assigned, variablesRead: flow.variablesRead, onHangup: flow.onHangup,
            isPartial: flow.isPartial)
    }

    /// The section of that name, compared by code units.
    package func section(named name: Text) -> Section? { sections.first { $0.name == name } }

    package subscript(id: StepID) -> Step { steps[id.index] }
    package subscript(id: BlockID) -> Block { blocks[id.index] }

    /// The step at a position; `nil` after the block's last one.
    package func step(at position: FlowPosition) -> Step? { stepID(at: position).map { self[$0] } }

    /// The same, as its place among all steps.
    package func stepID(at position: FlowPosition) -> StepID? {
        let places = blocks[position.block.index].places
        let isInside = position.index >= 0 && position.index < places.count
        return isInside ? order[places.lowerBound + position.index] : nil
    }

    /// The steps of a block, in order.
    package func stepIDs(of block: BlockID) -> ArraySlice<StepID> { order[blocks[block.index].places] }
}

extension Flow: Hashable {
    public static func == (left: Flow, right: Flow) -> Bool { left === right || left.file == right.file }
    public func hash(into hasher: inout Hasher) { hasher.combine(file) }
}

/// A flow is saved as its source.
extension Flow: Codable {
    private enum CodingKeys: String, CodingKey { case name, text }

    public convenience init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let file = SourceFile(
            name: try container.decode(String.self, forKey: .name),
            text: try container.decode(String.self, forKey: .text))
        guard let flow = Flow.read(file).flow else {
            throw DecodingError.dataCorruptedError(
                forKey: .text, in: container, debugDescription: "the saved text is no flow")
        }
        self.init(copying: flow)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(file.name, forKey: .name)
        try container.encode(file.text, forKey: .text)
    }
}
