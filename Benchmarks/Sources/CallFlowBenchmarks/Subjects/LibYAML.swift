import CLibYAML

/// The peer of reading: libyaml's own event loop over the same bytes, which does nothing with its events.
enum LibYAML {
    static func drain(_ bytes: [UInt8]) {
        var parser = yaml_parser_t()
        var event = yaml_event_t()
        yaml_parser_initialize(&parser)
        defer { yaml_parser_delete(&parser) }
        bytes.withUnsafeBufferPointer { buffer in
            yaml_parser_set_input_string(&parser, buffer.baseAddress, buffer.count)
            while yaml_parser_parse(&parser, &event) == 1 {
                let type = event.type
                yaml_event_delete(&event)
                if type == YAML_STREAM_END_EVENT { return }
            }
            refuse("libyaml refuses a document that it is measured with")
        }
    }
}
