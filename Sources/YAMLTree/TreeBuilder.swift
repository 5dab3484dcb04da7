import CLibYAML
import SourceText

/// Turns libyaml's events into the tree, with one stack for the nodes of all open collections.
struct TreeBuilder: ~Copyable {
    enum Outcome { case complete, stopped, surrogateEscape }

    let bytes: UnsafeBufferPointer<UInt8>
    let marks: MarkTable
    /// Where the text handed to libyaml ends although the file goes on.
    let cut: Int?
    var nodes = NodeStack()
    var frames: [Frame] = []
    /// Tags and anchors of the open collections that have any.
    var annotations: [YAMLAnnotation] = []
    var anchors: [String: YAMLNode] = [:]
    /// Nodes that aliases stand for so far.
    var aliasNodes = 0
    /// Where the last finished node ends.
    var lastEnd: Int
    var findings: [Finding] = []
    var isPartial = false

    /// A collection whose end has not been met.
    struct Frame {
        let isMapping: Bool
        let start: Int
        /// Nodes on the stack below its first child.
        let base: Int
        /// Its tag or anchor is the top of `annotations`.
        let isAnnotated: Bool
    }

    init(bytes: UnsafeBufferPointer<UInt8>, marks: MarkTable, cut: Int?) {
        self.bytes = bytes
        self.marks = marks
        self.cut = cut
        lastEnd = marks.base
        isPartial = cut != nil
        frames.reserveCapacity(16)
    }

    /// Reads the first document and looks whether there is a second.
    mutating func run(_ parser: consuming LibYAMLParser) -> Outcome {
        let event = parser.event
        while parser.next() {
            let goesOn: Bool
            switch event.pointee.type {
            case YAML_SCALAR_EVENT:
                addScalar(event)
                goesOn = true
            case YAML_MAPPING_START_EVENT, YAML_SEQUENCE_START_EVENT:
                goesOn = open(event)
            case YAML_MAPPING_END_EVENT, YAML_SEQUENCE_END_EVENT:
                closeTop(at: endOfCollection(event))
                goesOn = true
            case YAML_ALIAS_EVENT:
                goesOn = addAlias(event)
            case YAML_DOCUMENT_START_EVENT:
                goesOn = startDocument(event)
            case YAML_DOCUMENT_END_EVENT:
                goesOn = endDocument(event)
            case YAML_STREAM_END_EVENT:
                return .complete
            default:
                goesOn = true
            }
            guard goesOn else {
                isPartial = true
                return .stopped
            }
        }
        return fail(parser.failure)
    }

    /// The result, with collections that are still open closed where the last node ended.
    mutating func finish(_ file: SourceFile, fault: Finding?) -> YAMLResult {
        closeAll()
        if let fault { findings.append(fault) }
        let root = nodes.pop()
        let isEmpty = root.map { $0.isNull && $0.range.isEmpty } ?? true
        if isEmpty, !isPartial {
            let place = SourceRange(marks.base, marks.base)
            findings.append(Finding("empty-document", .error, "the document is empty", at: place))
        }
        return YAMLResult(root: isEmpty ? nil : root, findings: findings, isPartial: isPartial, file: file)
    }

    mutating func report(_ finding: Finding) {
        if findings.count < YAMLLimits.findings { findings.append(finding) }
    }

    // MARK: Documents

    private mutating func startDocument(_ event: UnsafeMutablePointer<yaml_event_t>) -> Bool {
        guard nodes.count > 0 else { return true }
        let lower = marks.offset(event.pointee.start_mark.index)
        let upper = marks.offset(event.pointee.end_mark.index)
        report(
            Finding(
                "several-documents", .error,
                "a second document begins here; a file holds one, and only the first is read",
                at: SourceRange(lower, upper)))
        return false
    }

    private mutating func endDocument(_ event: UnsafeMutablePointer<yaml_event_t>) -> Bool {
        let end = marks.offset(event.pointee.end_mark.index)
        guard Directives.areFew(in: bytes, from: end) else {
            refuseDirectives(at: end)
            return false
        }
        return true
    }

    mutating func refuseDirectives(at offset: Int) {
        let message = "more than \(YAMLLimits.directives) directive lines ('%TAG', '%YAML')"
        report(Finding("yaml-syntax", .error, message, at: SourceRange(offset, offset)))
        isPartial = true
    }

    // MARK: Scalars

    @inline(__always)
    private mutating func addScalar(_ event: UnsafeMutablePointer<yaml_event_t>) {
        let raw = event.pointee.data.scalar
        let value = UnsafeBufferPointer(start: raw.value, count: raw.length)
        var range = SourceRange(
            marks.offset(event.pointee.start_mark.index), marks.offset(event.pointee.end_mark.index))
        let style = YAMLScalar.Style(raw.style)
        if raw.tag != nil || raw.anchor != nil || range.isEmpty || style.isBlock || marks.hasPairs {
            addUnusualScalar(event, value, style, &range)
            return
        }
        let resolved = style == .plain ? CoreSchema.resolve(value) : .string
        let scalar = YAMLScalar(String(decoding: value, as: UTF8.self), style, resolved)
        nodes.push(YAMLNode(.scalar(scalar), range))
        lastEnd = range.upper
    }

    /// A scalar whose range or meaning needs a second look: tagged, anchored, empty, or a block.
    private mutating func addUnusualScalar(
        _ event: UnsafeMutablePointer<yaml_event_t>, _ value: UnsafeBufferPointer<UInt8>,
        _ style: YAMLScalar.Style, _ range: inout SourceRange
    ) {
        let raw = event.pointee.data.scalar
        let isAnnotated = raw.tag != nil || raw.anchor != nil
        var text = String(decoding: value, as: UTF8.self)
        if marks.hasPairs, style != .doubleQuoted {
            let indices = event.pointee.start_mark.index..<event.pointee.end_mark.index
            text = marks.restoringPairs(in: text, indices: indices)
        }
        if isAnnotated {
            let start = SourceScan.endOfProperties(in: bytes, from: range.lower, to: range.upper)
            range = SourceRange(start, max(start, range.upper))
        }
        if range.isEmpty {
            range = emptyRange(near: range.lower)
        } else if style.isBlock {
            range = SourceRange(range.lower, SourceScan.endOfBlockScalar(in: bytes, range))
        }
        let annotation = isAnnotated ? annotation(tag: raw.tag, anchor: raw.anchor) : nil
        var scalar = YAMLScalar(text, style, style == .plain ? CoreSchema.resolve(value) : .string)
        if let tag = annotation?.tag {
            if let finding = Tags.apply(tag, to: &scalar, at: range) { report(finding) }
        }
        let node = YAMLNode(.scalar(scalar), range, annotation: annotation)
        if let anchor = annotation?.anchor { anchors[anchor] = node }
        nodes.push(node)
        lastEnd = range.upper
    }

    /// Where a value that is not written stands: behind its indicator, not at the next token, lines below.
    private func emptyRange(near offset: Int) -> SourceRange {
        let isBehindSomething = offset > 0 && offset <= bytes.count && !SourceScan.isBlank(bytes[offset - 1])
        let place = isBehindSomething ? offset : max(lastEnd, frames.last?.start ?? marks.base)
        return SourceRange(place, place)
    }

    private func annotation(
        tag: UnsafeMutablePointer<UInt8>?, anchor: UnsafeMutablePointer<UInt8>?
    ) -> YAMLAnnotation {
        YAMLAnnotation(
            tag: tag.map { String(cString: $0) }, anchor: anchor.map { String(cString: $0) })
    }

    // MARK: Collections

    private mutating func open(_ event: UnsafeMutablePointer<yaml_event_t>) -> Bool {
        let isMapping = event.pointee.type == YAML_MAPPING_START_EVENT
        var start = marks.offset(event.pointee.start_mark.index)
        guard frames.count < YAMLLimits.depth else {
            report(.tooDeep(at: SourceRange(start, start)))
            return false
        }
        let (tag, anchor) =
            isMapping
            ? (event.pointee.data.mapping_start.tag, event.pointee.data.mapping_start.anchor)
            : (event.pointee.data.sequence_start.tag, event.pointee.data.sequence_start.anchor)
        let isAnnotated = tag != nil || anchor != nil
        if isAnnotated {
            start = SourceScan.endOfProperties(in: bytes, from: start, to: bytes.count)
            annotate(tag: tag, anchor: anchor, isMapping: isMapping, at: start)
        }
        frames.append(Frame(isMapping: isMapping, start: start, base: nodes.count, isAnnotated: isAnnotated))
        return true
    }

    private mutating func annotate(
        tag: UnsafeMutablePointer<UInt8>?, anchor: UnsafeMutablePointer<UInt8>?, isMapping: Bool,
        at start: Int
    ) {
        let annotation = annotation(tag: tag, anchor: anchor)
        annotations.append(annotation)
        // Until the collection ends, an alias of this name has nothing to stand for.
        if let anchor = annotation.anchor { anchors[anchor] = nil }
        if let tag = annotation.tag, let finding = Tags.check(tag, isMapping: isMapping, at: start) {
            report(finding)
        }
    }

    /// A closing bracket's end; for a block collection, which has none, the end of its last child.
    @inline(__always)
    private func endOfCollection(_ event: UnsafeMutablePointer<yaml_event_t>) -> Int {
        let (start, end) = (event.pointee.start_mark.index, event.pointee.end_mark.index)
        return start == end ? lastEnd : marks.offset(end)
    }

    private mutating func closeTop(at end: Int) {
        guard let frame = frames.popLast() else { return }
        let range = SourceRange(frame.start, max(end, frame.start))
        lastEnd = range.upper
        if frame.isMapping {
            let entries = nodes.popEntries(above: frame.base)
            if let found = KeyCheck.findings(entries) { found.forEach { report($0) } }
            push(.mapping(entries), range, frame)
        } else {
            push(.sequence(nodes.popSequence(above: frame.base)), range, frame)
        }
    }

    @inline(__always)
    private mutating func push(_ content: consuming YAMLContent, _ range: SourceRange, _ frame: Frame) {
        if frame.isAnnotated {
            let annotation = annotations.removeLast()
            let node = YAMLNode(content, range, annotation: annotation)
            if let anchor = annotation.anchor { anchors[anchor] = node }
            nodes.push(node)
        } else {
            nodes.push(YAMLNode(content, range))
        }
    }

    private mutating func closeAll() {
        while let frame = frames.last {
            if frame.isMapping, !(nodes.count - frame.base).isMultiple(of: 2) {
                let null = YAMLScalar("", .plain, .null)
                nodes.push(YAMLNode(.scalar(null), SourceRange(lastEnd, lastEnd)))
            }
            closeTop(at: lastEnd)
        }
    }

    // MARK: Aliases

    private mutating func addAlias(_ event: UnsafeMutablePointer<yaml_event_t>) -> Bool {
        let name = event.pointee.data.alias.anchor.map { String(cString: $0) } ?? ""
        let place = SourceRange(
            marks.offset(event.pointee.start_mark.index), marks.offset(event.pointee.end_mark.index))
        lastEnd = place.upper
        let resolution = resolveAlias(name, at: place)
        switch resolution {
        case .success(var node):
            var annotation = node.annotation ?? YAMLAnnotation()
            annotation.alias = place
            node.annotation = annotation
            nodes.push(node)
            return true
        case .failure(let failure):
            report(failure.finding)
            nodes.push(YAMLNode(.scalar(YAMLScalar("", .plain, .null)), place))
            return !failure.isFatal
        }
    }

    // MARK: Errors

    private mutating func fail(_ failure: LibYAMLFailure) -> Outcome {
        isPartial = true
        if SyntaxError.isSurrogateEscape(failure), !marks.hasPairs { return .surrogateEscape }
        let end = cut ?? bytes.count
        let problem = min(marks.offset(failure.problemIndex), bytes.count)
        // Beyond a cut everything looks unfinished; the cause is reported already.
        if cut != nil, problem >= end { return .stopped }
        let context = min(marks.offset(failure.contextIndex), bytes.count)
        report(SyntaxError(failure: failure, problem: problem, context: context, bytes: bytes).finding)
        return .stopped
    }
}

extension YAMLScalar.Style {
    var isBlock: Bool { self == .literal || self == .folded }

    @inline(__always)
    init(_ style: yaml_scalar_style_t) {
        switch style {
        case YAML_SINGLE_QUOTED_SCALAR_STYLE: self = .singleQuoted
        case YAML_DOUBLE_QUOTED_SCALAR_STYLE: self = .doubleQuoted
        case YAML_LITERAL_SCALAR_STYLE: self = .literal
        case YAML_FOLDED_SCALAR_STYLE: self = .folded
        default: self = .plain
        }
    }
}
