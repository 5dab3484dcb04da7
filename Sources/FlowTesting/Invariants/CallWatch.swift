import FlowRuntime
import SimulatedBackend

/// What an onlooker believes about one call and its flow.
struct CallWatch {
    private let leg: LegID
    private let name: String
    private let told: Int?
    private let isCall: Bool
    private let onHangupSteps: Set<Int32>
    private var hasBegun = false
    private var ending: CallEnding?
    private var isPastEnd = false
    private var inOnHangup = false
    private var timesOnHangup = 0
    private var flowEnds = 0
    private var sent: Set<CommandID> = []
    private var answered: Set<CommandID> = []
    private var recordings: [String: Int] = [:]
    private var closings: [String: Int] = [:]
    private var recordingURLs: Set<String> = []
    private var peers: [LegID] = []
    private let complaints: Complaints

    init(_ leg: LegID, in evidence: RunEvidence, _ complaints: Complaints) {
        self.complaints = complaints
        self.leg = leg
        name = evidence.name(of: leg)
        told = evidence.toldOfEnd[leg]
        let known = evidence.legs.indices.contains(Int(leg.rawValue)) ? evidence.legs[Int(leg.rawValue)] : nil
        isCall = known?.isCall ?? true
        onHangupSteps = known?.onHangupSteps ?? []
    }

    private func check(_ holds: Bool, _ invariant: Invariant, _ detail: @autoclosure () -> String) {
        if !holds { complaints.add(invariant, detail()) }
    }

    mutating func take(_ event: WorldEvent, at place: Int) {
        if let told, place >= told { isPastEnd = true }
        switch event.what {
        case .began, .dialled:
            check(!hasBegun, .endsOnce, "\(name) begins twice")
            hasBegun = true
        case .ended(let how):
            check(ending == nil, .endsOnce, "\(name) ends twice")
            ending = how
        case .sound: check(ending == nil, .soundsStop, "\(name) hears something")
        case .answered, .pressed, .spoke: check(ending == nil, .silentAfterEnd, "\(name): \(event.what)")
        case .bridged(let peer):
            check(ending == nil, .silentAfterEnd, "\(name) is connected")
            peers.append(peer)
        case .unbridged(let peer):
            let place = peers.firstIndex(of: peer)
            check(place != nil, .bridgesPart, "\(name) is separated from whom it was not connected with")
            if let place { peers.remove(at: place) }
        case .recordingBegan(let id):
            check(ending == nil, .silentAfterEnd, "\(name) is recorded")
            recordings[id, default: 0] += 1
        case .recordingEnded(let id, _): closeRecording(id)
        case .performed(let id, let command): send(id, command)
        case .finished(let id, _): answer(id)
        case .note(let note): take(note)
        case .silence, .stoppedSpeaking, .room, .callback, .unscripted, .warning: break
        }
    }

    // MARK: Commands

    private mutating func send(_ id: CommandID, _ command: CallCommand) {
        sent.insert(id)
        switch command {
        case .record(let recording), .startRecording(let recording):
            if recording.statusURL != nil { recordingURLs.insert(recording.controlID) }
        case .answer, .hangup, .play, .prompt, .stopRecording, .sendDigits, .joinConference, .leaveConference,
            .awaitKey, .connect, .dial, .sendSms, .userEvent, .startTimer, .request, .fetchDocument, .cancel:
            break
        }
        check(
            !(isPastEnd || inOnHangup) || command.kind.needsNoCall, .commandsAfterEnd,
            "\(name) asks for \(command.kind.rawValue)")
    }

    private mutating func answer(_ id: CommandID) {
        // Each round of a waiting document counts from 1.
        guard isCall else { return }
        check(sent.contains(id), .answeredOnce, "\(name): an answer to \(id.number), which was not sent")
        check(answered.insert(id).inserted, .answeredOnce, "\(name): a second answer to \(id.number)")
    }

    private mutating func closeRecording(_ id: String) {
        check(recordings[id, default: 0] > 0, .recordingsClose, "\(name) closes \(id), which was not open")
        recordings[id, default: 0] -= 1
        closings[id, default: 0] += 1
    }

    // MARK: The flow

    private mutating func take(_ note: JournalNote) {
        guard isCall else { return }
        check(flowEnds == 0, .flowFinishes, "\(name) goes on after its end: \(note)")
        switch note {
        case .began(let step):
            let isHangups = step.document == 0 && onHangupSteps.contains(step.step)
            check(
                inOnHangup ? isHangups : !isPastEnd, .onlyOnHangup, "\(name) begins step \(step.step)")
        case .entered(let section, depth: 0) where section == "onHangup":
            inOnHangup = true
            timesOnHangup += 1
        case .finished(let end):
            flowEnds += 1
            if isPastEnd, let ending {
                check(end.ending == ending, .reasonIsTold, "\(name): \(end.ending) and not \(ending)")
            }
        case .ended, .branch, .jumped, .set, .warning, .entered, .returned, .conference, .unusedAnswer: break
        }
    }

    // MARK: At rest

    func finish(_ leg: RunEvidence.Party, _ evidence: RunEvidence) {
        guard isCall else { return }
        check(!hasBegun || ending != nil, .endsOnce, "\(name) never ends")
        if ending == nil, let open = sent.subtracting(answered).min() {
            check(false, .answeredInTime, "\(name): command \(open.number) has no answer")
        }
        if leg.runsFlow, hasBegun {
            check(flowEnds == 1 && leg.isFinished == true, .flowFinishes, "\(name) does not finish")
            check(
                timesOnHangup == (leg.onHangupSteps == nil ? 0 : 1), .onHangupOnce,
                "\(name): \(timesOnHangup) times")
        }
        if let open = recordings.filter({ $0.value != 0 }).map(\.key).min() {
            check(false, .recordingsClose, "\(name) never closes \(open)")
        }
        for (id, count) in closings where recordingURLs.contains(id) {
            let states = evidence.recordingCallbacks["\(leg.id.rawValue)/\(id)"] ?? []
            let posted = states.count { $0 != "recording" }
            check(posted == count, .recordingsClose, "\(name): \(posted) callbacks for \(id), not \(count)")
        }
        check(peers.isEmpty, .bridgesPart, "\(name) is never separated")
    }
}

extension CommandKind {
    /// What a flow may still ask for when the call is over.
    fileprivate var needsNoCall: Bool {
        switch self {
        case .sendSms, .userEvent, .startTimer, .request, .cancel: true
        case .answer, .hangup, .play, .prompt, .record, .startRecording, .stopRecording, .sendDigits,
            .joinConference, .leaveConference, .awaitKey, .connect, .dial, .fetchDocument:
            false
        }
    }
}
