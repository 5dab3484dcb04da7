package import SourceText

/// A node of a YAML document, with the exact bytes it stands in.
///
/// A plain value tree: an alias shares its anchor's content by copy-on-write. Ranges are byte-exact in the
/// original text (libyaml's marks count scalars and run past comments; see `MarkTable`): a scalar's range
/// includes its quotes but neither its tag nor its anchor; a collection ends where its last child, or its
/// closing bracket, ends.
package struct YAMLNode: Sendable, Hashable {
    package var content: YAMLContent
    package var range: SourceRange
    private var boxedAnnotation: AnnotationBox?

    package init(_ content: YAMLContent, _ range: SourceRange, annotation: YAMLAnnotation? = nil) {
        self.content = content
        self.range = range
        boxedAnnotation = annotation.map(AnnotationBox.holding)
    }

    /// A node without annotation, which is nearly every one.
    @inline(__always)
    init(_ content: consuming YAMLContent, _ range: SourceRange) {
        self.content = content
        self.range = range
        boxedAnnotation = nil
    }

    /// Tag, anchor and alias; `nil` for nearly every node, and boxed so that the common node stays small.
    package var annotation: YAMLAnnotation? {
        get {
            guard let boxedAnnotation else { return nil }
            switch boxedAnnotation {
            case .holding(let annotation): return annotation
            }
        }
        set { boxedAnnotation = newValue.map(AnnotationBox.holding) }
    }

    /// Where `*name` stands when this node was reached through an alias; `range` is then at the anchor.
    package var alias: SourceRange? { annotation?.alias }

    /// Where this node stands in its parent: the alias if it was reached through one, else its own range.
    package var place: SourceRange { alias ?? range }

    package var scalar: YAMLScalar? {
        if case .scalar(let scalar) = content { scalar } else { nil }
    }
    package var sequence: [YAMLNode]? {
        if case .sequence(let nodes) = content { nodes } else { nil }
    }
    package var mapping: [YAMLEntry]? {
        if case .mapping(let entries) = content { entries } else { nil }
    }
    /// Nothing, `~`, or `null`: a plain scalar that the core schema reads as null.
    package var isNull: Bool { scalar?.resolved == .null }
}

private indirect enum AnnotationBox: Sendable, Hashable {
    case holding(YAMLAnnotation)
}

/// What a node is.
package enum YAMLContent: Sendable, Hashable {
    case scalar(YAMLScalar)
    case sequence([YAMLNode])
    /// Entries in document order. Merge keys (`<<`) are kept as entries; `mergedEntries` applies them.
    case mapping([YAMLEntry])
}

/// One entry of a mapping.
package struct YAMLEntry: Sendable, Hashable {
    package var key: YAMLNode
    package var value: YAMLNode
    package init(_ key: YAMLNode, _ value: YAMLNode) {
        self.key = key
        self.value = value
    }
}

/// What few nodes carry.
package struct YAMLAnnotation: Sendable, Hashable {
    /// The resolved tag as written, such as `!!str` expanded to `tag:yaml.org,2002:str`.
    package var tag: String?
    package var anchor: String?
    /// The range of `*name`, on the node that an alias stands for.
    package var alias: SourceRange?
    package init(tag: String? = nil, anchor: String? = nil, alias: SourceRange? = nil) {
        self.tag = tag
        self.anchor = anchor
        self.alias = alias
    }
}
