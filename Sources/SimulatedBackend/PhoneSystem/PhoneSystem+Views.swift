import Conferencing

// What onlookers may want to know of a phone system.
extension PhoneSystem {
    /// The name of the conference that a leg is in, if it is in one.
    package func conferenceName(of leg: LegID) -> String? {
        legs[leg.index].room.map { rooms[$0].room.name }
    }
}
