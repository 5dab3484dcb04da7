import FlowRuntime
import JSONRPC

// Begin, steer and end what has a `control_id`.

extension RelayExchange {
    /// Operations that run at once on one call; more are a client that has lost its way.
    private static let operationLimit = 100

    mutating func begin(_ action: RelayAction, _ request: Request, _ leg: Int) {
        guard let kind = Operation.Kind(action), let call = legs[leg] else { return }
        let operation = Operation(kind, request, token: newToken())
        guard !call.operations.contains(where: { $0.controlID == operation.controlID }) else {
            journal.note("`control_id` is in use on this call", of: request.name)
            return refuse(request, 409, "Control id is in use")
        }
        guard call.operations.count < Self.operationLimit else {
            return refuse(request, 500, "Too many operations on this call")
        }
        if kind == .collect, request.params["digits"] == nil, request.params["speech"] == nil {
            return refuseEmptyCollection(request)
        }
        legs[leg]?.operations.append(operation)
        if kind == .record {
            let url = recordingURL(operation, leg)
            accept(request, leg) { $0.member("url", url) }
        } else {
            accept(request, leg)
        }
        start(operation, request, leg)
    }

    private mutating func refuseEmptyCollection(_ request: Request) {
        journal.note("neither `digits` nor `speech`", of: request.name)
        sendError(
            .invalidParams("neither `digits` nor `speech`"), request.id, request.name, on: request.socket)
    }

    private mutating func start(_ operation: Operation, _ request: Request, _ leg: Int) {
        let token = operation.token
        switch operation.kind {
        case .play: startPlayback(token, leg, loops: request.params["loop"]?.int ?? 1)
        case .prompt:
            if let collect = request.params["collect"] { startCollection(token, leg, collect) }
            startPlayback(token, leg, loops: 1)
            notice(.isAsked, on: leg)
        case .collect:
            startCollection(token, leg, request.params)
            if request.params["start_input_timers"]?.bool ?? false { armInitialTimer(token, leg) }
            notice(.isAsked, on: leg)
        case .record: startRecording(token, leg, request.params["record"]?["audio"])
        case .digits:
            let time = Self.dialling(request.params["digits"]?.string ?? "")
            schedule(.operationEnds(leg: leg, token: token), after: time)
        case .detect: startDetection(token, leg, request.params)
        case .lasting: tellLasting(operation, leg, isOver: false)
        }
    }

    private static func dialling(_ digits: String) -> Duration {
        digits.utf8.reduce(Duration.zero) { time, digit in
            switch digit {
            case UInt8(ascii: "w"): time + DoubleTiming.shortPause
            case UInt8(ascii: "W"): time + DoubleTiming.longPause
            case _: time + DoubleTiming.digit
            }
        }
    }

    mutating func steer(_ steering: Steering, _ request: Request, _ leg: Int) {
        let controlID = request.params["control_id"]?.string
        guard let operation = legs[leg]?.operations.first(where: { $0.controlID == controlID }),
            operation.isSteered(by: request.name)
        else { return refuse(request, 404, "No such operation on this call") }
        accept(request, leg)
        switch steering {
        case .pause: pause(operation, leg)
        case .resume: resume(operation, leg)
        case .stop: finish(operation.token, leg)
        case .startInputTimers: armInitialTimer(operation.token, leg)
        case .volume: break
        }
    }

    private mutating func pause(_ operation: Operation, _ leg: Int) {
        if operation.playback != nil { pausePlayback(operation, leg) }
        if operation.recording != nil { pauseRecording(operation, leg) }
    }

    private mutating func resume(_ operation: Operation, _ leg: Int) {
        if operation.playback != nil { resumePlayback(operation, leg) }
        if operation.recording != nil { resumeRecording(operation, leg) }
    }

    /// Its own time is up.
    mutating func endOperation(_ leg: Int, _ token: Int) {
        if let operation = operation(token, leg), operation.kind == .detect, operation.detects("machine") {
            tellDetected("HUMAN", operation, leg)
        }
        finish(token, leg)
    }

    /// Every operation ends with its call.
    mutating func endOperations(of leg: Int) {
        for operation in legs[leg]?.operations ?? [] { finish(operation.token, leg) }
    }

    /// Ends an operation that has not come to its own end, or has none; tells it with `finished`.
    mutating func finish(_ token: Int, _ leg: Int) {
        guard let operation = remove(token, leg) else { return }
        switch operation.kind {
        case .play: tellPlay(operation, leg, state: "finished")
        case .prompt:
            if operation.playback != nil { tellPlay(operation, leg, state: "finished") }
            tellCollectionFinished(operation, leg)
        case .collect: tellCollectionFinished(operation, leg)
        case .record: tellRecording(operation, leg, state: "finished")
        case .digits: tellState("calling.call.send_digits", operation, leg, "finished")
        case .detect: tellDetected("finished", operation, leg)
        case .lasting: tellLasting(operation, leg, isOver: true)
        }
    }

    // MARK: - The table of operations

    func operation(_ token: Int, _ leg: Int) -> Operation? {
        legs[leg]?.operations.first { $0.token == token }
    }

    @discardableResult
    mutating func remove(_ token: Int, _ leg: Int) -> Operation? {
        guard let place = legs[leg]?.operations.firstIndex(where: { $0.token == token }) else { return nil }
        return legs[leg]?.operations.remove(at: place)
    }

    mutating func change(_ token: Int, _ leg: Int, _ change: (inout Operation) -> Void) {
        guard let place = legs[leg]?.operations.firstIndex(where: { $0.token == token }) else { return }
        legs[leg]?.operations[place].apply(change)
    }

    func tokens(_ leg: Int) -> [Int] { legs[leg]?.operations.map(\.token) ?? [] }

    mutating func tellState(_ type: String, _ operation: Operation, _ leg: Int, _ state: String) {
        emit(type, ofLeg: leg) { params in
            params.member("control_id", operation.controlID)
            params.member("state", state)
        }
    }
}

extension Operation {
    /// `calling.play.stop` steers what `calling.play` began. The timers of both collecting methods have one
    /// name (relay-protocol.md §4.5).
    fileprivate func isSteered(by name: String) -> Bool {
        if name == "calling.collect.start_input_timers" { return collection != nil }
        return name.utf8.count > method.utf8.count && name.hasPrefix(method + ".")
    }

    fileprivate mutating func apply(_ change: (inout Operation) -> Void) { change(&self) }
}

extension Operation.Kind {
    fileprivate init?(_ action: RelayAction) {
        switch action {
        case .play: self = .play
        case .playAndCollect: self = .prompt
        case .collect: self = .collect
        case .record: self = .record
        case .sendDigits: self = .digits
        case .detect: self = .detect
        case .lasting(let operation): self = .lasting(operation)
        case .connect, .receive, .unreceive, .ping, .reauthenticate, .sendMessage, .answer, .end, .pass,
            .dial, .connectCall, .disconnectCall, .transfer, .refer, .denoise, .steer, .joinConference,
            .leaveConference, .accept:
            return nil
        }
    }
}
