import FlowExpressions
import FlowModel
import SourceText

extension StepAction {
    /// Calls a function with every literal URL that is fetched or called back, its place, and whether
    /// credentials are sent beside it.
    @inline(__always)
    func forEachURL(_ visit: (Text, SourceRange, Bool) -> Void) {
        func see(_ given: Given<Text>?, secret: Bool = false) {
            if let given, let url = given.known { visit(url, given.range, secret) }
        }
        func see(_ sounds: ShortList<Given<PlayURL>>) {
            for sound in sounds {
                if case .media(let url)? = sound.known { visit(url, sound.range, false) }
            }
        }
        func see(_ dest: Given<DocumentTarget>?) {
            if let dest, case .url(let url)? = dest.known { visit(url, dest.range, false) }
        }
        func see(_ confirm: Confirm?) {
            if case .url(let url)? = confirm { see(url) }
        }
        switch self {
        case .play(let play):
            see(play.sounds)
            see(play.statusUrl)
        case .prompt(let prompt):
            see(prompt.play)
            see(prompt.statusUrl)
        case .record(let record): see(record.statusUrl)
        case .recordCall(let record): see(record.statusUrl)
        case .joinConference(let join):
            see(join.waitUrl)
            see(join.statusCallback)
            see(join.recordingStatusCallback)
            if let stream = join.stream { see(stream.statusUrl) }
        case .connect(let connect):
            see(connect.ringback?.sounds ?? [])
            see(connect.confirm)
            see(connect.callStateUrl)
            see(connect.statusUrl)
            see(connect.transferAfterBridge)
            for destination in connect.groups.joined() {
                see(destination.confirm)
                see(destination.callStateUrl)
            }
        case .request(let request):
            see(request.url, secret: request.headers?.contains { $0.isAuthorization } ?? false)
        case .sendSms(let message):
            message.media?.forEach { see($0) }
            see(message.statusCallback)
        case .execute, .transfer, .dial: see(target)
        case .answer, .hangup, .stopRecordCall, .leaveConference, .awaitConference, .sendDigits, .sleep, .set,
            .unset,
            .label, .goto, .return, .switch, .cond, .userEvent, .unsupported:
            break
        }
    }
}

extension NamedText {
    fileprivate var isAuthorization: Bool { name.string.lowercased() == "authorization" }
}
