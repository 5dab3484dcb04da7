import Conferencing
import FlowModel
import FlowRuntime
import SimulatedBackend
import Testing

struct `Status callbacks` {
    typealias Conference = `A conference call`

    private func posted(
        _ format: CallbackFormat = .relay, _ method: CallbackMethod = .post,
        events: [ConferenceEventWord] = ConferenceEventWord.allCases
    ) -> [PostedCallback] {
        let room = Conference.settings {
            $0.statusCallback = ConferenceCallback(
                url: "https://a/s?x=1", events: events, format: format, method: method)
            $0.recordingStatusCallback = RecordingCallback(
                url: "https://a/r", events: RecordingEventWord.allCases, format: format, method: method)
            $0.record = .recordFromStart
            $0.trim = .doNotTrim
            $0.region = "eu"
        }
        var desk = Desk()
        let legs = desk.answeredCalls(2)
        desk.perform(Conference.join("ä room", start: false, room: room), on: legs[0])
        desk.run(until: 1)
        desk.perform(Conference.join("ä room", endOnExit: true), on: legs[1])
        desk.run(until: 2.5)
        desk.inject(.speak("hello", .milliseconds(500)), on: legs[1])
        desk.run(until: 4)
        desk.inject(.hangUp, on: legs[1])
        return desk.phone.callbacks
    }

    @Test func `tell a conference from its first join to its end`() {
        #expect(
            posted().map { "\($0.url) \($0.status)" } == [
                "https://a/s?x=1 participant-join", "https://a/s?x=1 participant-join",
                "https://a/s?x=1 conference-start", "https://a/r record-start",
                "https://a/s?x=1 participant-speech-start", "https://a/s?x=1 participant-speech-stop",
                "https://a/s?x=1 participant-leave", "https://a/s?x=1 participant-leave",
                "https://a/r record-stop",
                "https://a/s?x=1 conference-end",
            ])
        #expect(posted(events: []).allSatisfy { $0.url == "https://a/r" })
        #expect(
            posted(events: [.end, .mute]).filter { $0.url != "https://a/r" }.map(\.status) == [
                "conference-end"
            ])
    }

    @Test func `are JSON in the relay layout`() {
        let join = posted()[1]
        #expect(join.contentType == "application/json" && join.target == "https://a/s?x=1")
        #expect(
            join.body.hasPrefix(#"{"event_type":"calling.conference","event_channel":"swml:"#)
                && join.body.contains(#""timestamp":1767225601,"project_id":"p-"#))
        #expect(
            join.body.hasSuffix(
                #""params":{"conference_id":"cf-1","name":"ä room","status":"participant-join","#
                    + #""call_id":"c-2","region":"eu","size":2,"muted":false,"hold":false,"#
                    + #""start_on_join":true,"#
                    + #""end_on_leave":true,"coaching":false,"node_id":"local"}}"#
            ))
        let end = posted().last
        #expect(
            end?.body.hasSuffix(
                #""params":{"conference_id":"cf-1","name":"ä room","status":"conference-end","#
                    + #""region":"eu","size":0,"recording_url":"https://recordings.example/cf-1.wav","#
                    + #""recording_file_size":48000,"recording_duration":3,"#
                    + #""reason_ended":"participant-with-end-on-exit-left","call_id_ending_conf":"c-2","#
                    + #""node_id":"local"}}"#
            )
                == true)
    }

    @Test func `are forms in the other layouts`() {
        for format in [CallbackFormat.cxml, .laml] {
            let join = posted(format)[1]
            #expect(join.contentType == "application/x-www-form-urlencoded")
            #expect(
                join.body.hasSuffix(
                    "&CallSid=c-2&ConferenceSid=cf-1&FriendlyName=%C3%A4%20room"
                        + "&StatusCallbackEvent=participant-join&EventName=participant-join"
                        + "&Timestamp=Thu%2C%2001%20Jan%202026%2000%3A00%3A01%20%2B0000"
                        + "&Muted=false&Hold=false&Coaching=false"
                        + "&StartConferenceOnEnter=true&EndConferenceOnExit=true"
                ))
            let recordings = posted(format).filter { $0.status.hasPrefix("record-") }.map(\.body)
            #expect(recordings.first?.contains("RecordingStatus=in-progress") == true)
            #expect(
                recordings.last?.contains(
                    "RecordingUrl=https%3A%2F%2Frecordings.example%2Fcf-1.wav"
                        + "&RecordingStatus=completed&RecordingDuration=3"
                ) == true)
        }
    }

    @Test func `are queries when they are asked by GET`() {
        let relay = posted(.relay, .get)[1]
        #expect(relay.body.isEmpty && relay.contentType == nil)
        #expect(relay.target.hasPrefix("https://a/s?x=1&event_type=calling.conference&event_channel=swml%3A"))
        #expect(relay.target.contains("&params=%7B%22conference_id%22%3A%22cf-1%22"))
        #expect(posted(.cxml, .get)[1].target.contains("x=1&AccountSid=p-"))
    }

    @Test func `say that a recording of no length is absent`() {
        let room = Conference.settings {
            $0.recordingStatusCallback = RecordingCallback(
                url: "https://a/r", events: [.absent], format: .cxml)
            $0.record = .recordFromStart
            $0.trim = .doNotTrim
        }
        var desk = Desk()
        let leg = desk.answeredCalls(1)[0]
        desk.perform(Conference.join(room: room), on: leg)
        desk.inject(.hangUp, on: leg)
        #expect(desk.phone.callbacks.map(\.status) == ["record-stop"])
        #expect(desk.phone.callbacks[0].body.contains("RecordingStatus=absent"))
    }

    @Test func `tell a stream to its own URL, and when it cannot be reached`() {
        for (double, states) in [
            (nil, ["streaming", "finished"]), (MediaDouble(.failure(status: 500)), ["finished"]),
        ] {
            let room = Conference.settings {
                $0.stream = ConferenceAudioStream(
                    url: "wss://a/b", name: "tap", statusURL: "https://a/st", statusURLMethod: .get)
            }
            var desk = Desk(Doubles(media: double.map { ["wss://a/b": $0] } ?? [:]))
            let leg = desk.answeredCalls(1)[0]
            desk.perform(Conference.join(room: room), on: leg)
            desk.run(until: 1)
            desk.inject(.hangUp, on: leg)
            #expect(desk.phone.callbacks.map(\.status) == states)
            #expect(
                desk.phone.callbacks.allSatisfy {
                    $0.eventType == "calling.call.stream" && $0.target.contains("tap")
                })
        }
    }

    @Test func `tell what a leg plays and collects`() {
        var (desk, leg) = Desk.answered()
        desk.perform(.play(PlayCommand(items: [.silence(.seconds(1))], statusURL: "https://a/p")), on: leg)
        desk.run(until: 1)
        let play = PlayCommand(items: [], statusURL: "https://a/c")
        desk.perform(.prompt(PromptCommand(play: play, digits: DigitCollection())), on: leg)
        desk.inject(.press("7"), on: leg)
        desk.perform(.prompt(PromptCommand(play: play, digits: DigitCollection())), on: leg)
        desk.run(until: 10)
        let bodies = desk.phone.callbacks.map(\.body)
        #expect(
            desk.phone.callbacks.map(\.eventType) == [
                "calling.call.play", "calling.call.play", "calling.call.collect", "calling.call.collect",
            ])
        #expect(bodies[1].contains(#""control_id":"play-2","state":"finished""#))
        #expect(bodies[2].contains(#""result":{"type":"digit","params":{"digits":"7","terminator":""}}"#))
        #expect(bodies[3].contains(#""result":{"type":"no_input"}"#))
    }
}
