import CLibYAML
import SourceText

/// Turns libyaml's events into the tree: one array of nodes and one buffer of texts, both only appended to.
struct TreeBuilder: ~Copyable {
    enum Outcome { case complete, stopped, surrogateEscape }

    let bytes: UnsafeBufferPointer<UInt8>
    let marks: MarkTable
    /// Where the text handed to libyaml ends although the file goes on.
    let cut: Int?
    var records: ContiguousArray<NodeRecord> = []
    /// The texts that are not in the file letter by letter.
    var texts: [UInt8] = []
    /// By ascending node.
    var annotations: [NodeAnnotation] = []
    /// Finished nodes by their anchors.
    var anchors: [String: Int] = [:]
    /// The innermost collection that has not ended, when `depth` is not 0; those around it are its `next`.
    var open = 0
    /// How many nodes it has so far; its record is told when another one opens in it, and at its end.
    var children: UInt32 = 0
    /// How many collections have not ended.
    var depth = 0
    /// Nodes that aliases stand for so far.
    var aliasNodes = 0
    /// Where the last finished node ends.
    var lastEnd: Int
    var findings: [Finding] = []
    var isPartial = false

    init(bytes: UnsafeBufferPointer<UInt8>, marks: MarkTable, cut: Int?) {
        self.bytes = bytes
        self.marks = marks
        self.cut = cut
        lastEnd = marks.base
        isPartial = cut != nil
        // A node takes eight bytes or more in most documents.
        records.reserveCapacity(bytes.count / 8 + 8)
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
                close(at: endOfCollection(event))
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
    consuming func finish(_ file: SourceFile, fault: Finding?) -> YAMLResult {
        closeAll()
        if let fault { findings.append(fault) }
        let isEmpty =
            records.first.map { $0.kind == .scalar && $0.meaning == .null && $0.range.isEmpty } ?? true
        if isEmpty, !isPartial {
            let place = SourceRange(marks.base, marks.base)
            findings.append(Finding("empty-document", .error, "the document is empty", at: place))
        }
        let root =
            isEmpty
            ? nil
            : YAMLNode(
                YAMLDocument(
                    records: records, source: file.bytes, texts: texts, annotations: annotations), 0)
        return YAMLResult(root: root, findings: findings, isPartial: isPartial, file: file)
    }

    mutating func report(_ finding: Finding) {
        if findings.count < YAMLLimits.findings { findings.append(finding) }
    }

    // MARK: Documents

    private mutating func startDocument(_ event: UnsafeMutablePointer<yaml_event_t>) -> Bool {
        guard !records.isEmpty else { return true }
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
        let range = SourceRange(
            marks.offset(event.pointee.start_mark.index), marks.offset(event.pointee.end_mark.index))
        let style = YAMLScalar.Style(raw.style)
        if raw.tag != nil || raw.anchor != nil || range.isEmpty || style.isBlock || marks.hasPairs {
            addUnusualScalar(event, value, style, range)
            return
        }
        let meaning = style == .plain ? NodeRecord.Meaning(CoreSchema.resolve(value)) : .string
        if let first = place(of: value.count, in: range, style, event) {
            append(
                NodeRecord(
                    range, style, meaning, first: first, count: value.count, isVerbatim: true,
                    next: records.count + 1))
            lastEnd = range.upper
        } else {
            append(value, range, style, meaning)
        }
    }

    /// Where the text of a scalar stands letter by letter in the file; `nil` when it does not, as it may not
    /// on several lines, with doubled quotes and with escapes.
    @inline(__always)
    private func place(
        of length: Int, in range: SourceRange, _ style: YAMLScalar.Style,
        _ event: UnsafeMutablePointer<yaml_event_t>
    ) -> Int? {
        guard event.pointee.start_mark.line == event.pointee.end_mark.line else { return nil }
        let written = range.upper - range.lower
        switch style {
        case .plain: return written == length ? range.lower : nil
        case .singleQuoted: return written == length + 2 ? range.lower + 1 : nil
        case .doubleQuoted:
            // Some escapes are as long as what they stand for.
            let isVerbatim = written == length + 2 && !SourceScan.hasEscape(in: bytes, range)
            return isVerbatim ? range.lower + 1 : nil
        case .literal, .folded: return nil
        }
    }

    /// Appends a scalar to the open collection, with a text of its own.
    @inline(__always)
    private mutating func append(
        _ text: UnsafeBufferPointer<UInt8>, _ range: SourceRange, _ style: YAMLScalar.Style,
        _ meaning: NodeRecord.Meaning
    ) {
        let first = texts.count
        texts.append(contentsOf: text)
        append(
            NodeRecord(range, style, meaning, first: first, count: text.count, next: records.count + 1))
        lastEnd = range.upper
    }

    /// Appends a node, of which the open collection has one more now.
    @inline(__always)
    private mutating func append(_ record: NodeRecord) {
        children &+= 1
        records.append(record)
    }

    /// Appends the null that stands where a value should.
    private mutating func appendNull(at place: SourceRange) {
        append(NodeRecord(place, .plain, .null, first: texts.count, count: 0, next: records.count + 1))
    }

    /// A scalar whose range or meaning needs a second look: tagged, anchored, empty, or a block.
    private mutating func addUnusualScalar(
        _ event: UnsafeMutablePointer<yaml_event_t>, _ value: UnsafeBufferPointer<UInt8>,
        _ style: YAMLScalar.Style, _ written: SourceRange
    ) {
        let raw = event.pointee.data.scalar
        let isAnnotated = raw.tag != nil || raw.anchor != nil
        var range = written
        if isAnnotated {
            let start = SourceScan.endOfProperties(in: bytes, from: range.lower, to: range.upper)
            range = SourceRange(start, max(start, range.upper))
        }
        if range.isEmpty {
            range = emptyRange(near: range.lower)
        } else if style.isBlock {
            range = SourceRange(range.lower, SourceScan.endOfBlockScalar(in: bytes, range))
        }
        let index = records.count
        let resolved = style == .plain ? CoreSchema.resolve(value) : .string
        if marks.hasPairs, style != .doubleQuoted {
            let indices = event.pointee.start_mark.index..<event.pointee.end_mark.index
            var text = marks.restoringPairs(in: String(decoding: value, as: UTF8.self), indices: indices)
            text.withUTF8 { append($0, range, style, NodeRecord.Meaning(resolved)) }
        } else {
            append(value, range, style, NodeRecord.Meaning(resolved))
        }
        guard isAnnotated else { return }
        let annotation = annotate(index, tag: raw.tag, anchor: raw.anchor)
        if let anchor = annotation.anchor { anchors[anchor] = index }
        guard let tag = annotation.tag else { return }
        switch Tags.meaning(of: value, tagged: tag, at: range) {
        case .success(let meaning): records[index].meaning = meaning
        case .failure(let mismatch): report(mismatch.finding)
        }
    }

    /// Where a value that is not written stands: behind its indicator, not at the next token, lines below.
    private func emptyRange(near offset: Int) -> SourceRange {
        let isBehindSomething = offset > 0 && offset <= bytes.count && !SourceScan.isBlank(bytes[offset - 1])
        let start = depth > 0 ? records[open].range.lower : marks.base
        let place = isBehindSomething ? offset : max(lastEnd, start)
        return SourceRange(place, place)
    }

    private mutating func annotate(
        _ node: Int, tag: UnsafeMutablePointer<UInt8>?, anchor: UnsafeMutablePointer<UInt8>?
    ) -> NodeAnnotation {
        let annotation = NodeAnnotation(
            node: node, tag: tag.map { String(cString: $0) }, anchor: anchor.map { String(cString: $0) })
        annotations.append(annotation)
        records[node].isAnnotated = true
        return annotation
    }

    // MARK: Collections

    private mutating func open(_ event: UnsafeMutablePointer<yaml_event_t>) -> Bool {
        let isMapping = event.pointee.type == YAML_MAPPING_START_EVENT
        let start = marks.offset(event.pointee.start_mark.index)
        guard depth < YAMLLimits.depth else {
            report(.tooDeep(at: SourceRange(start, start)))
            return false
        }
        let index = records.count
        append(NodeRecord(isMapping ? .mapping : .sequence, SourceRange(start, start), next: open))
        if depth > 0 { records[open].count = children }
        open = index
        children = 0
        depth += 1
        let (tag, anchor) =
            isMapping
            ? (event.pointee.data.mapping_start.tag, event.pointee.data.mapping_start.anchor)
            : (event.pointee.data.sequence_start.tag, event.pointee.data.sequence_start.anchor)
        if tag != nil || anchor != nil { annotateOpen(tag: tag, anchor: anchor, isMapping, from: start) }
        return true
    }

    private mutating func annotateOpen(
        tag: UnsafeMutablePointer<UInt8>?, anchor: UnsafeMutablePointer<UInt8>?, _ isMapping: Bool,
        from start: Int
    ) {
        let start = SourceScan.endOfProperties(in: bytes, from: start, to: bytes.count)
        records[open].range = SourceRange(start, start)
        let annotation = annotate(open, tag: tag, anchor: anchor)
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

    /// Ends the innermost open collection.
    private mutating func close(at end: Int) {
        guard depth > 0 else { return }
        let index = open
        records[index].count = children
        open = Int(records[index].next)
        depth -= 1
        children = depth > 0 ? records[open].count : 0
        let start = records[index].range.lower
        lastEnd = max(end, start)
        records[index].range = SourceRange(start, lastEnd)
        records[index].next = UInt32(truncatingIfNeeded: records.count)
        if records[index].kind == .mapping { checkKeys(of: index) }
        guard records[index].isAnnotated, let anchor = annotations.of(index)?.anchor else { return }
        anchors[anchor] = index
    }

    private mutating func closeAll() {
        while depth > 0 {
            if records[open].kind == .mapping, !children.isMultiple(of: 2) {
                appendNull(at: SourceRange(lastEnd, lastEnd))
            }
            close(at: lastEnd)
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
        case .success(let target):
            append(NodeRecord(.alias, place, first: target, next: records.count + 1))
            return true
        case .failure(let failure):
            report(failure.finding)
            appendNull(at: place)
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
