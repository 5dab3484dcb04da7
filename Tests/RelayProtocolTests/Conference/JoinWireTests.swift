import FlowModel
import FlowRuntime
import JSONRPC
import Testing

@testable import RelayProtocol

/// `calling.join_conference` on the wire (relay-protocol.md §6.2).
@Suite("A join on the wire")
struct JoinWireTests {
    private func json(_ change: (inout JoinConferenceCommand) -> Void) -> String {
        var command = JoinConferenceCommand(name: "n")
        change(&command)
        var text = JSONText()
        text.object { command.write(into: &$0) }
        return String(decoding: text.bytes, as: UTF8.self)
    }

    // §8: 155, 156
    @Test func `each parameter has its name and type, and what is not set is absent`() {
        let table: [(String, (inout JoinConferenceCommand) -> Void)] = [
            ("", { _ in }),
            (#","muted":true"#, { $0.muted = true }),
            (#","beep":"false""#, { $0.beep = .none }),
            (#","beep":"onEnter""#, { $0.beep = .onEnter }),
            (#","beep":"onExit""#, { $0.beep = .onExit }),
            (#","start_on_enter":false"#, { $0.startOnEnter = false }),
            (#","end_on_exit":true"#, { $0.endOnExit = true }),
            (#","wait_url":"https://example.com/hold.mp3""#, { $0.waitURL = "https://example.com/hold.mp3" }),
            (#","coach":"c-7""#, { $0.coach = "c-7" }),
            (#","max_participants":6"#, { $0.room.maxParticipants = 6 }),
            (#","record":"record-from-start""#, { $0.room.record = .recordFromStart }),
            (#","record":"do-not-record""#, { $0.room.record = .doNotRecord }),
            (#","region":"us1""#, { $0.room.region = "us1" }),
            (#","trim":"do-not-trim""#, { $0.room.trim = .doNotTrim }),
        ]
        for (expected, change) in table { #expect(json(change) == #"{"name":"n"\#(expected)}"#) }
    }

    // §8: 156
    @Test func `callbacks are four texts, their events one list of words`() {
        let status = json {
            $0.room.statusCallback = ConferenceCallback(
                url: "https://e.com/c", events: [.start, .end, .speaker], format: .cxml, method: .get)
        }
        #expect(
            status
                == #"{"name":"n","status_callback":"https://e.com/c","#
                + #""status_callback_event":"start end speaker","#
                + #""status_callback_event_type":"cxml","status_callback_method":"GET"}"#)
        let recording = json {
            $0.room.recordingStatusCallback = RecordingCallback(
                url: "https://e.com/r", events: [.inProgress, .completed])
        }
        #expect(
            recording
                == #"{"name":"n","recording_status_callback":"https://e.com/r","#
                + #""recording_status_callback_event":"in-progress completed","#
                + #""recording_status_callback_event_type":"relay","#
                + #""recording_status_callback_method":"POST"}"#
        )
        let none = json {
            $0.room.statusCallback = ConferenceCallback(url: "https://e.com/c", events: [])
        }
        #expect(!none.contains("status_callback_event\""))
    }

    // §8: 156
    @Test func `the stream is an object with snake case names`() {
        let bare = json { $0.room.stream = ConferenceAudioStream(url: "wss://e.com/a") }
        #expect(bare == #"{"name":"n","stream":{"url":"wss://e.com/a"}}"#)
        let whole = json {
            $0.room.stream = ConferenceAudioStream(
                url: "wss://e.com/a", name: "ear", codec: "L16@24000h@40i", realtime: true,
                statusURL: "https://e.com/s", statusURLMethod: .get, bearerToken: Secret("t0ken"),
                customParameters: ["b": "2", "a \"1\"": "x\ny"])
        }
        #expect(
            whole
                == #"{"name":"n","stream":{"url":"wss://e.com/a","name":"ear","codec":"L16@24000h@40i","#
                + #""status_url":"https://e.com/s","status_url_method":"GET","realtime":true,"#
                + #""authorization_bearer_token":"t0ken","#
                + #""custom_parameters":{"a \"1\"":"x\u000ay","b":"2"}}}"#)
    }
}
