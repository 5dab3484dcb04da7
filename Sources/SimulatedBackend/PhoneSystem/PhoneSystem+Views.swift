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
