import FlowExpressions
import FlowModel
import SourceText

// Every text with placeholders of a step, in the order of the step's parameters. A test holds these lists
// against what reflection finds.

/// A text with placeholders, and where it stands.
struct TemplateUse {
    let step: StepID
    let template: Template
    let range: SourceRange
}

/// Collects templates. What has none, which is nearly every parameter, costs one look.
struct TemplateList {
    private(set) var uses: [TemplateUse] = []
    private var step = StepID(0)

    /// Adds those of a step itself, not of steps inside it.
    mutating func add(_ action: StepAction, _ id: StepID) {
        step = id
        action.addTemplates(to: &self)
    }

    /// Makes room for the few that most flows have, at once.
    fileprivate mutating func reserve(_ count: Int) { uses.reserveCapacity(count) }

    @inline(__always)
    fileprivate mutating func see<Value>(_ given: Given<Value>?) {
        guard let given, case .template(let typed) = given.param else { return }
        add(typed.template, given.range)
    }

    @inline(never)
    fileprivate mutating func add(_ template: Template, _ range: SourceRange) {
        uses.append(TemplateUse(step: step, template: template, range: range))
    }

    fileprivate mutating func see(_ value: GivenValue?) {
        if let value { see(value.value) }
    }

    /// As deep as the document, which the reader bounds.
    fileprivate mutating func see(_ value: ValueTemplate) {
        switch value {
        case .literal: break
        case .text(let template, let range): add(template, range)
        case .list(let values): for value in values { see(value) }
        case .map(let entries): for entry in entries { see(entry.value) }
        }
    }
}

extension Flow {
    var templateUses: [TemplateUse] {
        var list = TemplateList()
        list.reserve(4)
        for index in steps.indices where steps[index].contents.holds(.templates) {
            list.add(steps[index].action, StepID(index))
        }
        return list.uses
    }
}

extension StepAction {
    fileprivate func addTemplates(to list: inout TemplateList) {
        switch self {
        case .answer(let answer):
            list.see(answer.maxDuration)
            list.see(answer.codecs)
            list.see(answer.username)
            list.see(answer.password)
        case .hangup(let hangup): list.see(hangup.reason)
        case .play(let play):
            play.sounds.forEach { list.see($0) }
            list.see(play.autoAnswer)
            play.speech.addTemplates(to: &list)
            list.see(play.statusUrl)
        case .prompt(let prompt): prompt.addTemplates(to: &list)
        case .record(let record): record.addTemplates(to: &list)
        case .recordCall(let record): record.addTemplates(to: &list)
        case .stopRecordCall(let stop): list.see(stop.controlId)
        case .joinConference(let join): join.addTemplates(to: &list)
        case .leaveConference(let leave): list.see(leave.conferenceId)
        case .awaitConference(let wait):
            list.see(wait.until)
            list.see(wait.timeout)
            list.see(wait.keys)
        case .connect(let connect): connect.addTemplates(to: &list)
        case .dial(let dial):
            dial.to?.forEach { list.see($0) }
            dial.each?.forEach { list.see($0) }
            list.see(dial.from)
            list.see(dial.timeout)
            list.see(dial.attempts)
            list.see(dial.dest)
            list.see(dial.params)
        case .sendDigits(let send): list.see(send.digits)
        case .sleep(let sleep): list.see(sleep.duration)
        case .set(let set): for assignment in set.assignments { list.see(assignment.value) }
        case .goto(let jump):
            list.see(jump.label)
            list.see(jump.max)
        case .execute(let execute):
            list.see(execute.dest)
            list.see(execute.params)
            list.see(execute.meta)
        case .return(let back): list.see(back.value)
        case .transfer(let transfer):
            list.see(transfer.dest)
            list.see(transfer.params)
            list.see(transfer.meta)
        case .request(let request): request.addTemplates(to: &list)
        case .sendSms(let message):
            list.see(message.toNumber)
            list.see(message.fromNumber)
            list.see(message.body)
            message.media?.forEach { list.see($0) }
            list.see(message.region)
            message.tags?.forEach { list.see($0) }
            list.see(message.statusCallback)
        case .userEvent(let event): list.see(event.event)
        case .unset, .label, .switch, .cond, .unsupported: break
        }
    }
}

extension SpeechSettings {
    fileprivate func addTemplates(to list: inout TemplateList) {
        list.see(volume)
        list.see(sayVoice)
        list.see(sayLanguage)
        list.see(sayGender)
    }
}

extension Prompt {
    fileprivate func addTemplates(to list: inout TemplateList) {
        for sound in play { list.see(sound) }
        speech.addTemplates(to: &list)
        list.see(maxDigits)
        list.see(terminators)
        list.see(digitTimeout)
        list.see(initialTimeout)
        list.see(speechTimeout)
        list.see(speechEndTimeout)
        list.see(speechLanguage)
        for hint in speechHints ?? [] { list.see(hint) }
        list.see(speechEngine)
        list.see(statusUrl)
        list.see(sensitive)
    }
}

extension Record {
    fileprivate func addTemplates(to list: inout TemplateList) {
        list.see(stereo)
        list.see(format)
        list.see(direction)
        list.see(terminators)
        list.see(beep)
        list.see(inputSensitivity)
        list.see(initialTimeout)
        list.see(endSilenceTimeout)
        list.see(maxLength)
        list.see(statusUrl)
    }
}

extension RecordCall {
    fileprivate func addTemplates(to list: inout TemplateList) {
        list.see(controlId)
        list.see(stereo)
        list.see(format)
        list.see(direction)
        list.see(terminators)
        list.see(beep)
        list.see(inputSensitivity)
        list.see(initialTimeout)
        list.see(endSilenceTimeout)
        list.see(maxLength)
        list.see(statusUrl)
    }
}

extension JoinConference {
    fileprivate func addTemplates(to list: inout TemplateList) {
        list.see(name)
        list.see(muted)
        list.see(beep)
        list.see(startOnEnter)
        list.see(endOnExit)
        list.see(maxParticipants)
        list.see(record)
        list.see(waitUrl)
        list.see(region)
        list.see(trim)
        list.see(coach)
        list.see(statusCallback)
        list.see(statusCallbackEvent)
        list.see(statusCallbackEventType)
        list.see(statusCallbackMethod)
        list.see(recordingStatusCallback)
        list.see(recordingStatusCallbackEvent)
        list.see(recordingStatusCallbackEventType)
        list.see(recordingStatusCallbackMethod)
        stream?.addTemplates(to: &list)
        list.see(until)
    }
}

extension ConferenceStream {
    fileprivate func addTemplates(to list: inout TemplateList) {
        list.see(url)
        list.see(name)
        list.see(codec)
        list.see(statusUrl)
        list.see(statusUrlMethod)
        list.see(realtime)
        list.see(authorizationBearerToken)
        for parameter in customParameters ?? [] { list.see(parameter.value) }
    }
}

extension Connect {
    fileprivate func addTemplates(to list: inout TemplateList) {
        for group in groups {
            for destination in group { destination.addTemplates(to: &list) }
        }
        list.see(from)
        list.see(fromName)
        headers?.addTemplates(to: &list)
        list.see(codecs)
        list.see(webrtcMedia)
        list.see(sessionTimeout)
        for sound in ringback?.sounds ?? [] { list.see(sound) }
        list.see(ringback?.loop)
        list.see(timeout)
        list.see(maxDuration)
        list.see(answerOnBridge)
        confirm?.addTemplates(to: &list)
        list.see(confirmTimeout)
        list.see(encryption)
        list.see(callStateUrl)
        for word in callStateEvents ?? [] { list.see(word) }
        list.see(transferAfterBridge)
        list.see(statusUrl)
    }
}

extension Destination {
    fileprivate func addTemplates(to list: inout TemplateList) {
        list.see(to)
        list.see(from)
        list.see(fromName)
        headers?.addTemplates(to: &list)
        list.see(codecs)
        list.see(webrtcMedia)
        list.see(sessionTimeout)
        list.see(username)
        list.see(password)
        list.see(timeout)
        for word in callStateEvents ?? [] { list.see(word) }
        list.see(callStateUrl)
        confirm?.addTemplates(to: &list)
        list.see(confirmTimeout)
        list.see(encryption)
        list.see(name)
        list.see(codec)
        list.see(realtime)
        list.see(statusUrlMethod)
        list.see(authorizationBearerToken)
        for parameter in customParameters ?? [] { list.see(parameter.value) }
    }
}

extension Confirm {
    fileprivate func addTemplates(to list: inout TemplateList) {
        switch self {
        case .url(let url): list.see(url)
        case .steps: break
        }
    }
}

extension [SIPHeader] {
    fileprivate func addTemplates(to list: inout TemplateList) {
        for header in self {
            list.see(header.name)
            list.see(header.value)
        }
    }
}

extension Request {
    fileprivate func addTemplates(to list: inout TemplateList) {
        list.see(url)
        list.see(method)
        for header in headers ?? [] { list.see(header.value) }
        list.see(body)
        list.see(timeout)
        list.see(connectTimeout)
        list.see(saveVariables)
    }
}
