import FlowRuntime

// What comes due, and what has been overtaken by then: a time-out after the input, the longest time of a call
// that is over. Nothing is taken out of the middle of the queue; but what stands at its top always still
// counts, so that `nextEventTime` is true and time never goes on for the sake of something that has long been
// settled.
extension PhoneSystem {
    mutating func meet(_ due: Due) {
        switch due {
        case .arrival(let leg): arrive(leg)
        case .timer(let leg, let id): timerRanOut(leg, id)
        case .activity(let leg, _): continueActivity(leg)
        case .recording(let leg, let serial): continueRecording(leg, serial)
        case .speechEnd(let leg, _): endSpeech(leg)
        case .limit(let leg, _): limitReached(leg)
        case .exchange(let place): answerExchange(place)
        case .errand(let place, let serial): continueErrand(place, serial)
        case .pickup(let leg): pickUp(leg)
        case .patience(let leg, _): patienceRanOut(leg)
        case .bridgeLimit(let connect): bridgeLimitReached(connect)
        case .waitRound(let leg, let serial): nextWaitingRound(leg, serial)
        }
    }

    /// Removes from the top of the queue what no longer counts.
    mutating func dropOvertaken() {
        while let due = queue.nextDue, !counts(due) {
            _ = queue.pop()
            release(due)
        }
    }

    private func counts(_ due: Due) -> Bool {
        switch due {
        case .arrival(let leg): legs[leg.index].phase == .scheduled
        case .timer(let leg, let id): legs[leg.index].timers.contains(id) && !legs[leg.index].isClosed
        case .activity(let leg, let serial):
            legs[leg.index].isLive && legs[leg.index].activitySerial == serial
        case .recording(let leg, let serial): legs[leg.index].recordings.contains { $0.serial == serial }
        case .speechEnd(let leg, let serial): legs[leg.index].voice.serial == serial
        case .limit(let leg, let serial), .patience(let leg, let serial):
            legs[leg.index].isLive && legs[leg.index].limitSerial == serial
        case .exchange(let place): !legs[exchanges.leg(of: place).index].isClosed
        case .errand(let place, let serial): errandCounts(place, serial)
        case .pickup(let leg): legs[leg.index].phase == .ringing
        case .bridgeLimit(let connect): !connects[Int(connect)].isOver
        case .waitRound(let leg, let serial): waitingRoundCounts(leg, serial)
        }
    }

    /// A caller who has not dialled yet has their deeds before them, and so has a party that may be dialled.
    private func errandCounts(_ place: Int32, _ serial: UInt32) -> Bool {
        let errand = errands.errands[Int(place)]
        guard errand.serial == serial else { return false }
        return errand.leg.map { legs[$0.index].phase != .ended } ?? true
    }

    private func waitingRoundCounts(_ leg: LegID, _ serial: UInt32) -> Bool {
        guard case .waiting = legs[leg.index].role else {
            return legs[leg.index].waitingAudio?.serial == serial
        }
        return !legs[leg.index].isClosed && legs[leg.index].limitSerial == serial
    }

    /// Gives back the places of what will not happen.
    private mutating func release(_ due: Due) {
        switch due {
        case .exchange(let place): _ = exchanges.take(place)
        case .errand(let place, let serial):
            if errands.errands[Int(place)].serial == serial { errands.remove(place) }
        case .arrival, .timer, .activity, .recording, .speechEnd, .limit, .pickup, .patience, .bridgeLimit,
            .waitRound:
            break
        }
    }
}
