import FlowModel
import FlowRuntime
import SimulatedBackend
import Testing

struct `A simulated call` {
    static let request = HTTPRequest(method: "GET", url: "https://example.com/a")

    @Test func `rings, is answered once and ends once`() {
        var desk = Desk()
        let leg = desk.call()
        desk.perform(.answer(AnswerCommand()), on: leg)
        desk.perform(.answer(AnswerCommand()), on: leg)
        desk.run(until: 1)
        desk.perform(.hangup(.busy), on: leg)
        desk.perform(.hangup(.hangup), on: leg)
        desk.inject(.hangUp, on: leg)
        desk.perform(.answer(AnswerCommand()), on: leg)
        desk.runToTheEnd()
        #expect(
            desk.lines == [
                "0.0 c-1 inbound", "0.0 c-1 #1 done", "0.0 c-1 #2 done", "1.0 c-1 #3 done",
                "1.0 c-1 ended by flow: busy", "1.0 c-1 #4 failed: callGone", "1.0 c-1 #5 failed: callGone",
            ])
    }

    @Test func `ends by itself when nobody answers, and when it lasts too long`() {
        var desk = Desk()
        let silent = desk.call()
        let long = desk.call()
        desk.perform(.answer(AnswerCommand(maxDuration: .seconds(600))), on: long)
        desk.runToTheEnd()
        #expect(
            desk.lines.suffix(2) == [
                "180.0 c-1 ended by system: no_answer", "600.0 c-2 ended by system: max_duration",
            ])
        #expect(!desk.phone.legs[Int(silent.rawValue)].isLive)
    }

    @Test func `that rings is canceled, not hung up`() {
        var desk = Desk()
        let leg = desk.call()
        desk.inject(.hangUp, on: leg)
        #expect(desk.lines == ["0.0 c-1 inbound", "0.0 c-1 ended by caller: cancel"])
    }

    @Test func `takes its running commands with it, but not requests`() {
        let commands: [CallCommand] = [
            .play(PlayCommand(items: [.say("a long story")])), .sendDigits("123W"), .awaitKey("1"),
            .record(`A recording`.record()),
            .connect(ConnectCommand(groups: [[ConnectDestination(to: "+1555")]])),
            .startTimer(.seconds(1)),
        ]
        for command in commands {
            var (desk, leg) = Desk.answered(
                Doubles(http: ["GET https://example.com/a": .init(status: 200, after: .seconds(3))]))
            desk.perform(.request(Self.request), on: leg)
            desk.perform(command, on: leg)
            desk.run(until: 0.05)
            desk.inject(.hangUp, on: leg)
            desk.perform(.startTimer(.seconds(5)), on: leg)
            desk.perform(.sendSms(SendSmsCommand(to: "+1", from: "+2")), on: leg)
            desk.runToTheEnd()
            #expect(
                desk.lines.filter { !$0.contains("c-2") } == [
                    "0.05 c-1 ended by caller: hangup", "0.05 c-1 #5 done", "3.0 c-1 #2 response 200",
                    "5.05 c-1 #4 done",
                ], "\(command)")
        }
    }

    @Test func `hears nothing more once it is closed`() {
        var (desk, leg) = Desk.answered()
        desk.perform(.play(PlayCommand(items: [.say("hello")])), on: leg)
        desk.phone.close(leg)
        desk.perform(.startTimer(.seconds(1)), on: leg)
        desk.inject(.press("1"), on: leg)
        desk.runToTheEnd()
        #expect(desk.lines == ["0.0 c-1 ended by flow: hangup"])
    }

    @Test func `plays sounds for their time and passes over those that fail`() {
        let doubles = Doubles(media: [
            "https://a/long": MediaDouble(.sound(.seconds(60))),
            "https://a/late": MediaDouble(.sound(.seconds(1)), after: .seconds(2)),
            "https://a/404": MediaDouble(.failure(status: 404)),
            "https://a/doc": MediaDouble(.document("x: y")),
        ])
        let cases: [([MediaItem], String)] = [
            ([], "0.0 c-1 #2 played"), ([.say("")], "0.0 c-1 #2 played"),
            ([.say("0123456789")], "0.6 c-1 #2 played"), ([.url("https://a/any")], "5.0 c-1 #2 played"),
            ([.silence(.seconds(2)), .silence(.seconds(1))], "3.0 c-1 #2 played"),
            ([.ring(nil, country: "us")], "6.0 c-1 #2 played"),
            ([.url("https://a/long")], "60.0 c-1 #2 played"),
            ([.url("https://a/late"), .ring(.seconds(1), country: "us")], "4.0 c-1 #2 played"),
            ([.url("https://a/404")], "0.0 c-1 #2 played but [0]"),
            (
                [.silence(.seconds(1)), .url("https://a/404"), .url("https://a/doc"), .silence(.seconds(1))],
                "2.0 c-1 #2 played but [1, 2]"
            ),
        ]
        for (items, gives) in cases {
            var (desk, leg) = Desk.answered(doubles)
            desk.perform(.play(PlayCommand(items: items)), on: leg)
            desk.run(until: 100)
            #expect(desk.lines == [gives])
        }
    }

    @Test func `sends digits with their pauses, and waits for keys`() {
        var (desk, leg) = Desk.answered()
        desk.perform(.sendDigits("1w2W#"), on: leg)
        desk.perform(.awaitKey("12"), on: leg)
        desk.inject(.press("3"), on: leg)
        desk.inject(.press("2"), on: leg)
        desk.inject(.press("1"), on: leg)
        desk.perform(.awaitKey("1"), on: leg)
        desk.perform(.cancel(CommandID(4)), on: leg)
        desk.perform(.startTimer(.seconds(9)), on: leg)
        desk.perform(.cancel(CommandID(6)), on: leg)
        desk.inject(.press("1"), on: leg)
        desk.run(until: 20)
        #expect(desk.lines == ["0.0 c-1 #3 key 2", "1.8 c-1 #2 done"])
    }

    @Test func `gets the answers that its double has, one after another`() {
        let answers: [HTTPDouble.Answer] = [
            .init(.response(HTTPResponse(status: 503))), .init(.refused), .init(.timeout),
            .init(.response(HTTPResponse(status: 200)), after: .seconds(9)),
            .init(.response(HTTPResponse(status: 201)), after: .seconds(1)),
        ]
        var (desk, leg) = Desk.answered(Doubles(http: ["GET https://example.com/a": HTTPDouble(answers)]))
        var request = Self.request
        request.timeout = .seconds(2)
        for _ in 0..<6 {
            desk.perform(.request(request), on: leg)
            desk.run(until: desk.seconds + 10)
        }
        desk.perform(
            .fetchDocument(HTTPRequest(method: "POST", url: "https://user:secret@example.com/a")), on: leg)
        #expect(
            desk.lines == [
                "0.0 c-1 #2 response 503", "10.0 c-1 #3 failed: unreachable", "22.0 c-1 #4 failed: timedOut",
                "32.0 c-1 #5 failed: timedOut", "41.0 c-1 #6 response 201", "51.0 c-1 #7 response 201",
                "60.0 c-1 #8 failed: unreachable",
            ])
        #expect(
            desk.phone.events.last(where: { if case .unscripted = $0.what { true } else { false } })?.what
                == .unscripted("POST https://***@example.com/a"))
    }

    @Test func `survives times that no clock can hold`() {
        var (desk, leg) = Desk.answered()
        let forever = Duration.seconds(Int64.max)
        desk.perform(.startTimer(forever), on: leg)
        desk.perform(.play(PlayCommand(items: [.silence(forever), .silence(.zero - forever)])), on: leg)
        desk.inject(.speak("er", forever), on: leg)
        desk.run(until: 1)
        desk.runToTheEnd()
        #expect(desk.lines == ["14400.0 c-1 ended by system: max_duration"])
    }

    @Test func `meets what comes due at one instant in the order of asking`() {
        var desk = Desk()
        let legs = desk.answeredCalls(40)
        for (place, leg) in legs.enumerated().reversed() {
            desk.perform(.startTimer(.seconds(place % 2 == 0 ? 1 : 2)), on: leg)
        }
        desk.run(until: 3)
        let order = desk.lines.map { $0.split(separator: " ").prefix(2).joined(separator: " ") }
        let even = stride(from: 38, through: 0, by: -2).map { "1.0 c-\($0 + 1)" }
        let odd = stride(from: 39, through: 1, by: -2).map { "2.0 c-\($0 + 1)" }
        #expect(order == even + odd)
    }
}
