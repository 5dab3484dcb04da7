import Conferencing

// What onlookers may want to know of a phone system.
extension PhoneSystem {
    /// The name of the caller or dialled party at the far end of a leg, if the cast has one.
    package func castName(of leg: LegID) -> String? {
        legs[leg.index].actor.map { cast.actors[Int($0)].name }
    }

    /// The name of the conference that a leg is in, if it is in one.
    package func conferenceName(of leg: LegID) -> String? {
        legs[leg.index].room.map { rooms[$0].room.name }
    }
}

extension PhoneSystem {
    /// What a leg still has of the phone system, in words: nothing, when its call is over and all is well.
    package func holdings(of leg: LegID) -> [String] {
        let leg = legs[leg.index]
        let holdings: [(Bool, String)] = [
            (!leg.activity.isNone, "something to do"), (leg.keyWait != nil, "a wait for keys"),
            (!leg.recordings.isEmpty, "a recording"), (leg.room != nil, "a conference"),
            (leg.peer != nil, "a partner"), (leg.connect != nil, "parties that are dialled"),
            (leg.voice.isSpeaking, "a voice"), (leg.waitingAudio != nil, "waiting audio"),
            // A flow that is not over may have timers of its own.
            (leg.isClosed && leg.phase != .ended, "a call without a flow"),
            (leg.isClosed && !leg.timers.isEmpty, "a timer"),
        ]
        return holdings.filter(\.0).map(\.1)
    }
}
