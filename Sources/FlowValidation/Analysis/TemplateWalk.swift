import FlowExpressions
import FlowModel
import SourceText

// Every text with placeholders of a step, in the order of the step's parameters. A test holds these lists
// against what reflection finds.

extension StepAction {
    /// Calls a function with every template of the step itself, not of steps inside it.
    func forEachTemplate(_ visit: (Template, SourceRange) -> Void) {
        func see<Value>(_ given: Given<Value>?) {
            if case .template(let typed)? = given?.param, let range = given?.range {
                visit(typed.template, range)
            }
        }
        func see(_ value: GivenValue?) { value?.value.forEachTemplate(visit) }

        switch self {
        case .answer(let answer):
            see(answer.maxDuration)
            see(answer.codecs)
            see(answer.username)
            see(answer.password)
        case .hangup(let hangup): see(hangup.reason)
        case .play(let play):
            play.sounds.forEach { see($0) }
            see(play.autoAnswer)
            play.speech.forEachTemplate(visit)
            see(play.statusUrl)
        case .prompt(let prompt): prompt.forEachTemplate(visit)
        case .record(let record): record.forEachTemplate(visit)
        case .recordCall(let record): record.forEachTemplate(visit)
        case .stopRecordCall(let stop): see(stop.controlId)
        case .joinConference(let join): join.forEachTemplate(visit)
        case .leaveConference(let leave): see(leave.conferenceId)
        case .awaitConference(let wait):
            see(wait.until)
            see(wait.timeout)
            see(wait.keys)
        case .connect(let connect): connect.forEachTemplate(visit)
        case .dial(let dial):
            see(dial.to)
            dial.each?.forEach { see($0) }
            see(dial.from)
            see(dial.timeout)
            see(dial.attempts)
            see(dial.dest)
            see(dial.params)
        case .sendDigits(let send): see(send.digits)
        case .sleep(let sleep): see(sleep.duration)
        case .set(let set): for assignment in set.assignments { see(assignment.value) }
        case .goto(let jump):
            see(jump.label)
            see(jump.max)
        case .execute(let execute):
            see(execute.dest)
            see(execute.params)
            see(execute.meta)
        case .return(let back): see(back.value)
        case .transfer(let transfer):
            see(transfer.dest)
            see(transfer.params)
            see(transfer.meta)
        case .request(let request): request.forEachTemplate(visit)
        case .sendSms(let message):
            see(message.toNumber)
            see(message.fromNumber)
            see(message.body)
            message.media?.forEach { see($0) }
            see(message.region)
            message.tags?.forEach { see($0) }
            see(message.statusCallback)
        case .userEvent(let event): see(event.event)
        case .unset, .label, .switch, .cond, .unsupported: break
        }
    }
}

extension ValueTemplate {
    /// Calls a function with every template inside. As deep as the document, which the reader bounds.
    func forEachTemplate(_ visit: (Template, SourceRange) -> Void) {
        switch self {
        case .literal: break
        case .text(let template, let range): visit(template, range)
        case .list(let values): for value in values { value.forEachTemplate(visit) }
        case .map(let entries): for entry in entries { entry.value.forEachTemplate(visit) }
        }
    }
}

extension SpeechSettings {
    fileprivate func forEachTemplate(_ visit: (Template, SourceRange) -> Void) {
        see(volume, visit)
        see(sayVoice, visit)
        see(sayLanguage, visit)
        see(sayGender, visit)
    }
}

extension Prompt {
    fileprivate func forEachTemplate(_ visit: (Template, SourceRange) -> Void) {
        for sound in play { see(sound, visit) }
        speech.forEachTemplate(visit)
        see(maxDigits, visit)
        see(terminators, visit)
        see(digitTimeout, visit)
        see(initialTimeout, visit)
        see(speechTimeout, visit)
        see(speechEndTimeout, visit)
        see(speechLanguage, visit)
        for hint in speechHints ?? [] { see(hint, visit) }
        see(speechEngine, visit)
        see(statusUrl, visit)
        see(sensitive, visit)
    }
}

extension Record {
    fileprivate func forEachTemplate(_ visit: (Template, SourceRange) -> Void) {
        see(stereo, visit)
        see(format, visit)
        see(direction, visit)
        see(terminators, visit)
        see(beep, visit)
        see(inputSensitivity, visit)
        see(initialTimeout, visit)
        see(endSilenceTimeout, visit)
        see(maxLength, visit)
        see(statusUrl, visit)
    }
}

extension RecordCall {
    fileprivate func forEachTemplate(_ visit: (Template, SourceRange) -> Void) {
        see(controlId, visit)
        see(stereo, visit)
        see(format, visit)
        see(direction, visit)
        see(terminators, visit)
        see(beep, visit)
        see(inputSensitivity, visit)
        see(initialTimeout, visit)
        see(endSilenceTimeout, visit)
        see(maxLength, visit)
        see(statusUrl, visit)
    }
}

extension JoinConference {
    fileprivate func forEachTemplate(_ visit: (Template, SourceRange) -> Void) {
        see(name, visit)
        see(muted, visit)
        see(beep, visit)
        see(startOnEnter, visit)
        see(endOnExit, visit)
        see(maxParticipants, visit)
        see(record, visit)
        see(waitUrl, visit)
        see(region, visit)
        see(trim, visit)
        see(coach, visit)
        see(statusCallback, visit)
        see(statusCallbackEvent, visit)
        see(statusCallbackEventType, visit)
        see(statusCallbackMethod, visit)
        see(recordingStatusCallback, visit)
        see(recordingStatusCallbackEvent, visit)
        see(recordingStatusCallbackEventType, visit)
        see(recordingStatusCallbackMethod, visit)
        stream?.forEachTemplate(visit)
        see(until, visit)
    }
}

extension ConferenceStream {
    fileprivate func forEachTemplate(_ visit: (Template, SourceRange) -> Void) {
        see(url, visit)
        see(name, visit)
        see(codec, visit)
        see(statusUrl, visit)
        see(statusUrlMethod, visit)
        see(realtime, visit)
        see(authorizationBearerToken, visit)
        for parameter in customParameters ?? [] { see(parameter.value, visit) }
    }
}

extension Connect {
    fileprivate func forEachTemplate(_ visit: (Template, SourceRange) -> Void) {
        for group in groups {
            for destination in group { destination.forEachTemplate(visit) }
        }
        see(from, visit)
        see(fromName, visit)
        headers?.forEachTemplate(visit)
        see(codecs, visit)
        see(webrtcMedia, visit)
        see(sessionTimeout, visit)
        for sound in ringback?.sounds ?? [] { see(sound, visit) }
        see(ringback?.loop, visit)
        see(timeout, visit)
        see(maxDuration, visit)
        see(answerOnBridge, visit)
        confirm?.forEachTemplate(visit)
        see(confirmTimeout, visit)
        see(encryption, visit)
        see(callStateUrl, visit)
        for word in callStateEvents ?? [] { see(word, visit) }
        see(transferAfterBridge, visit)
        see(statusUrl, visit)
    }
}

extension Destination {
    fileprivate func forEachTemplate(_ visit: (Template, SourceRange) -> Void) {
        see(to, visit)
        see(from, visit)
        see(fromName, visit)
        headers?.forEachTemplate(visit)
        see(codecs, visit)
        see(webrtcMedia, visit)
        see(sessionTimeout, visit)
        see(username, visit)
        see(password, visit)
        see(timeout, visit)
        for word in callStateEvents ?? [] { see(word, visit) }
        see(callStateUrl, visit)
        confirm?.forEachTemplate(visit)
        see(confirmTimeout, visit)
        see(encryption, visit)
        see(name, visit)
        see(codec, visit)
        see(realtime, visit)
        see(statusUrlMethod, visit)
        see(authorizationBearerToken, visit)
        for parameter in customParameters ?? [] { see(parameter.value, visit) }
    }
}

extension Confirm {
    fileprivate func forEachTemplate(_ visit: (Template, SourceRange) -> Void) {
        switch self {
        case .url(let url): see(url, visit)
        case .steps: break
        }
    }
}

extension [SIPHeader] {
    fileprivate func forEachTemplate(_ visit: (Template, SourceRange) -> Void) {
        for header in self {
            see(header.name, visit)
            see(header.value, visit)
        }
    }
}

extension Request {
    fileprivate func forEachTemplate(_ visit: (Template, SourceRange) -> Void) {
        see(url, visit)
        see(method, visit)
        for header in headers ?? [] { see(header.value, visit) }
        body?.value.forEachTemplate(visit)
        see(timeout, visit)
        see(connectTimeout, visit)
        see(saveVariables, visit)
    }
}

@inline(__always)
private func see<Value>(_ given: Given<Value>?, _ visit: (Template, SourceRange) -> Void) {
    if case .template(let typed)? = given?.param, let range = given?.range { visit(typed.template, range) }
}
