import CLibYAML

/// The one owner of a `yaml_parser_t` and of the event it fills.
///
/// Both are the caller's memory, which neither moves nor ends before this value: libyaml keeps a pointer to
/// its own parser. The input must outlive it too.
struct LibYAMLParser: ~Copyable {
    /// What a parser works in.
    struct Memory {
        fileprivate var parser = yaml_parser_t()
        fileprivate var event = yaml_event_t()
    }

    private let parser: UnsafeMutablePointer<yaml_parser_t>
    /// The last event that `next()` produced.
    let event: UnsafeMutablePointer<yaml_event_t>

    /// Calls a function with a parser of UTF-8 text that holds `scalars` scalars, all of them allowed in YAML
    /// (see `CharacterScan`); `nil` when libyaml gets no memory.
    static func parsing<Result>(
        _ input: UnsafeBufferPointer<UInt8>, scalars: Int, _ body: (consuming LibYAMLParser) -> Result
    ) -> Result? {
        var memory = Memory()
        return withUnsafeMutablePointer(to: &memory) { memory in
            guard let parser = LibYAMLParser(input, scalars: scalars, in: memory) else { return nil }
            return body(parser)
        }
    }

    private init?(
        _ input: UnsafeBufferPointer<UInt8>, scalars: Int, in memory: UnsafeMutablePointer<Memory>
    ) {
        guard let parser = memory.pointer(to: \.parser), let event = memory.pointer(to: \.event),
            yaml_parser_initialize(parser) == 1
        else { return nil }
        (self.parser, self.event) = (parser, event)
        yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
        if !handOver(input, scalars) {
            yaml_parser_set_input_string(parser, input.baseAddress, input.count)
        }
    }

    /// Puts the whole text into libyaml's working buffer, as its own reader does when it has met the end of
    /// the input. That reader checks and copies one character after the other, which `CharacterScan` has done
    /// already, and takes an eighth of the whole time. The fields are declared in `yaml.h` and have meant the
    /// same from 0.1.0 to 0.2.5.
    ///
    /// False for a text that is larger than the buffer (48 KiB): libyaml reads that by itself.
    private func handOver(_ input: UnsafeBufferPointer<UInt8>, _ scalars: Int) -> Bool {
        guard let start = parser.pointee.buffer.start, let end = parser.pointee.buffer.end,
            let source = input.baseAddress, input.count + Self.endMark <= end - start
        else { return false }
        start.update(from: source, count: input.count)
        (start + input.count).update(repeating: 0, count: Self.endMark)
        yaml_parser_set_input_string(parser, source, 0)
        parser.pointee.buffer.last = start + input.count + 1
        parser.pointee.unread = scalars + 1
        parser.pointee.eof = 1
        return true
    }

    /// The NUL that ends the input, and as many as libyaml ever looks ahead.
    private static let endMark = 8

    deinit {
        yaml_event_delete(event)
        yaml_parser_delete(parser)
    }

    /// Replaces `event` by the next one; false at an error, which `failure` then describes.
    @inline(__always)
    mutating func next() -> Bool {
        release()
        return yaml_parser_parse(parser, event) == 1
    }

    /// Frees what the event has, which is none then: mostly nothing, or a text. libyaml's own function looks
    /// at all that there could be, and clears the whole event, which is about to be filled again.
    @inline(__always)
    private func release() {
        switch event.pointee.type {
        case YAML_NO_EVENT, YAML_STREAM_START_EVENT, YAML_STREAM_END_EVENT, YAML_DOCUMENT_END_EVENT,
            YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT:
            break
        case YAML_SCALAR_EVENT
        where event.pointee.data.scalar.tag == nil && event.pointee.data.scalar.anchor == nil:
            yaml_free(event.pointee.data.scalar.value)
            event.pointee.type = YAML_NO_EVENT
        case YAML_MAPPING_START_EVENT
        where event.pointee.data.mapping_start.tag == nil
            && event.pointee.data.mapping_start.anchor == nil:
            break
        case YAML_SEQUENCE_START_EVENT
        where event.pointee.data.sequence_start.tag == nil
            && event.pointee.data.sequence_start.anchor == nil:
            break
        default: yaml_event_delete(event)
        }
    }

    var failure: LibYAMLFailure { LibYAMLFailure(parser) }
}

/// What libyaml says about an error, as values. Its line and column are not taken: U+2028 advances them.
struct LibYAMLFailure {
    let problem: String
    /// In scalars.
    let problemIndex: Int
    /// Such as "while parsing a block mapping"; empty when libyaml gives none.
    let context: String
    let contextIndex: Int
    let isOutOfMemory: Bool

    fileprivate init(_ parser: UnsafeMutablePointer<yaml_parser_t>) {
        problem = parser.pointee.problem.map { String(cString: $0) } ?? ""
        problemIndex = parser.pointee.problem_mark.index
        context = parser.pointee.context.map { String(cString: $0) } ?? ""
        contextIndex = parser.pointee.context_mark.index
        isOutOfMemory = parser.pointee.error == YAML_MEMORY_ERROR
    }
}
