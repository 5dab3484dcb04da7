// relay-protocol.md §4.4 to §4.8.

extension RelayMethod {
    static let media: [String: RelayMethod] = [
        "calling.play": .operation(
            .play, "Playing", .required("play", playlist), .optional("volume", decibels),
            .optional("direction", direction), .optional("loop", .count)),
        "calling.play.pause": .operation(.steer(.pause), "Paused"),
        "calling.play.resume": .operation(.steer(.resume), "Resumed"),
        "calling.play.stop": .operation(.steer(.stop), "Stopping"),
        "calling.play.volume": .operation(.steer(.volume), "Volume set", .required("volume", decibels)),
        "calling.play_and_collect": .operation(
            .playAndCollect, "Playing", .required("play", playlist), .required("collect", .object(collect)),
            .optional("volume", decibels)),
        "calling.play_and_collect.stop": .operation(.steer(.stop), "Stopping"),
        "calling.play_and_collect.volume": .operation(
            .steer(.volume), "Volume set", .required("volume", decibels)),
        "calling.collect": .init(
            action: .collect, message: "Collecting",
            schema: ParameterSchema(
                [
                    .required("node_id", .text), .required("call_id", .text), .required("control_id", .name),
                ] + collect.fields)),
        "calling.collect.stop": .operation(.steer(.stop), "Stopping"),
        "calling.collect.start_input_timers": .operation(.steer(.startInputTimers), "Input timers started"),
        "calling.record": .operation(.record, "Recording", .required("record", .object(record))),
        "calling.record.pause": .operation(
            .steer(.pause), "Paused", .optional("behavior", .word(["skip", "silence"]))),
        "calling.record.resume": .operation(.steer(.resume), "Resumed"),
        "calling.record.stop": .operation(.steer(.stop), "Stopping"),
        "calling.send_digits": .operation(
            .sendDigits, "Sending digits", .required("digits", .characters("0123456789#*ABCDwW"))),
        "calling.detect": .operation(
            .detect, "Detecting", .required("detect", .tagged(detectors)), .optional("timeout", .seconds)),
        "calling.detect.stop": .operation(.steer(.stop), "Stopping"),
    ]

    /// What `play` and `ringback` list.
    static let sounds: [String: ParameterSchema] = [
        "audio": ParameterSchema(.required("url", .webURL)),
        "tts": ParameterSchema(
            .required("text", .text), .optional("language", .text),
            .optional("gender", .word(["male", "female"])), .optional("voice", .text)),
        "silence": ParameterSchema(.required("duration", .seconds)),
        "ringtone": ParameterSchema(.required("name", .word(countries)), .optional("duration", .seconds)),
    ]

    private static let countries = """
        at au bg br be ch cl cn cz de dk ee es fi fr gr hu il in it lt jp mx my nl no nz ph pl pt ru se sg \
        th uk us tw ve za
        """.split(separator: " ").map(String.init)

    private static let playlist = ParameterSchema.Shape.list(.tagged(sounds), nonEmpty: true)
    private static let decibels = ParameterSchema.Shape.number(-40...40)
    private static let direction = ParameterSchema.Shape.word(["listen", "speak", "both"])

    private static let collect = ParameterSchema(
        .optional("initial_timeout", .seconds),
        .optional(
            "digits",
            .object(
                ParameterSchema(
                    .required("max", .integer(1...1000)), .optional("min", .integer(0...1000)),
                    .optional("terminators", .text), .optional("digit_timeout", .seconds)))),
        .optional(
            "speech",
            .object(
                ParameterSchema(
                    .optional("end_silence_timeout", .seconds), .optional("speech_timeout", .seconds),
                    .optional("language", .text), .optional("hints", .texts), .optional("engine", .text),
                    .optional("model", .text)))),
        .optional("partial_results", .flag), .optional("continuous", .flag),
        .optional("send_start_of_input", .flag), .optional("start_input_timers", .flag),
        .optional("continue", .flag))

    private static let record = ParameterSchema(
        .required(
            "audio",
            .object(
                ParameterSchema(
                    .optional("beep", .flag), .optional("format", .word(["mp3", "wav"])),
                    .optional("stereo", .flag), .optional("direction", direction),
                    .optional("initial_timeout", .seconds), .optional("end_silence_timeout", .seconds),
                    .optional("terminators", .text), .optional("input_sensitivity", .number(0...100))))))

    private static let detectors: [String: ParameterSchema] = [
        "machine": ParameterSchema(
            .optional("initial_timeout", .seconds), .optional("end_silence_timeout", .seconds),
            .optional("machine_ready_timeout", .seconds), .optional("machine_voice_threshold", .seconds),
            .optional("machine_words_threshold", .count), .optional("detect_interruptions", .flag),
            .optional("detect_message_end", .flag)),
        "fax": ParameterSchema(.optional("tone", .word(["CED", "CNG"]))),
        "digit": ParameterSchema(.optional("digits", .characters("0123456789#*"))),
    ]
}
