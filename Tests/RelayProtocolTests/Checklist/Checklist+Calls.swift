extension Checklist {
    private static let noListeners = "nobody listens to events by name: a flow waits for its commands"
    private static let noHandles = "a command has no handle: it is answered once, and bounded in time"
    private static let anAnswer =
        "The states of a call/an answer is done when its state comes, is passed over, "
        + "or is not told in time"
    private static let noStep = "no step of a flow does this"

    /// 88…177: calls, commands, legs, conferences, messages.
    static let calls: [Int: Entry] = [
        // Inbound calls.
        88: .test("Inbound calls/a call is offered with what is known of it, then begins"),
        89: .test("Inbound calls/the first state is the event's"),
        90: .test("Inbound calls/SIP and browser calls keep their addresses and headers"),
        91: .test("Inbound calls/a call that nobody serves is passed on, and may come back"),
        92: .test("The states of a call/a whole call goes from ring to end"),
        93: .test("The states of a call/a whole call goes from ring to end"),
        94: .test("Inbound calls/calls at the same time do not disturb each other"),
        95: .doesNotApply("a handler is a flow, and a flow does not throw: its faults end its own call"),
        96: .test("Flows over RELAY/answer, speak, ask and hang up"),
        97: .test("Inbound calls/a call that nobody serves is passed on, and may come back"),
        98: .test("Inbound calls/calls beyond the limit are passed on, those that are up are left alone"),
        99: .doesNotApply("there is one stream of inbound calls, and nothing to register"),
        100: .test("Inbound calls/the context is the event's, then its protocol, then the outer one"),
        101: .test("Inbound calls/a call that comes again is offered once, also after its end"),
        // Call state.
        102: .test("The states of a call/a whole call goes from ring to end"),
        103: .test("The states of a call/a whole call goes from ring to end"),
        104: .test(anAnswer),
        105: .doesNotApply(noListeners),
        106: .doesNotApply(noListeners),
        107: .doesNotApply(noListeners),
        108: .test(anAnswer),
        109: .test("The states of a call/states come once and never go back"),
        // Commands.
        110: .test("Commands on the wire/answer sends what the flow chose, and minutes"),
        111: .test("The states of a call/a call that the server does not know ends, by its event or without"),
        112: .test("Commands on the wire/a refusal is the command's, and the call goes on"),
        113: .doesNotApply("the machine throws nothing: whatever becomes of a command is its answer"),
        114: .test("Commands on the wire/answer sends what the flow chose, and minutes"),
        115: .test("Commands on the wire/every sound has its form"),
        116: .doesNotApply("recordings are not paused: \(noStep)"),
        117: .test("Commands on the wire/every sound has its form"),
        118: .doesNotApply("there is no builder of devices: frames are held against JSON written by hand"),
        119: .test("Commands on the wire/a prompt sends what it listens for"),
        120: .test("Commands on the wire/every sound has its form"),
        // What commands start.
        121: .test("Sounds and prompts over RELAY/a sound is played when its own event says so, once"),
        122: .test("Sounds and prompts over RELAY/a sound is played when its own event says so, once"),
        123: .test("Sounds and prompts over RELAY/partial results and beginnings are no answers"),
        124: .test("Sounds and prompts over RELAY/a sound is played when its own event says so, once"),
        125: .test("Sounds and prompts over RELAY/several operations of a call end in any order"),
        126: .doesNotApply(noHandles),
        127: .test("Sounds and prompts over RELAY/a wait that is given up is stopped, and never answered"),
        128: .doesNotApply("faxes: \(noStep)"),
        129: .doesNotApply(noHandles),
        130: .test(
            "The states of a call/after the end everything that needs the call is answered by callGone"),
        131: .test("The states of a call/a call that the server does not know ends, by its event or without"),
        132: .test("Commands on the wire/a refusal is the command's, and the call goes on"),
        133: .test(
            "Sounds and prompts over RELAY/an operation hears only events of its type and id, of its call"),
        134: .test("Sounds and prompts over RELAY/a prompt is answered by what the caller did"),
        135: .doesNotApply("detection: \(noStep)"),
        136: .test("Recordings over RELAY/a recording is told with its file, from either level"),
        137: .test("Sounds and prompts over RELAY/of a sound that failed nothing is vouched for"),
        138: .test("The states of a call/the end takes along what was under way"),
        139: .test("Sounds and prompts over RELAY/partial results and beginnings are no answers"),
        140: .test(
            "Sounds and prompts over RELAY/an operation hears only events of its type and id, of its call"),
        // Dial.
        141: .test("Dial over RELAY/whoever answers is a call of its own"),
        142: .test("Dial over RELAY/whoever answers is a call of its own"),
        143: .test("Dial over RELAY/whoever answers is a call of its own"),
        144: .test("Dial over RELAY/whoever answers is a call of its own"),
        145: .test("Dial over RELAY/in turn, in rounds, and the last reason is the answer"),
        146: .test("Dial over RELAY/events that concern nobody are dropped"),
        147: .test("Dial over RELAY/a leg's own state is enough"),
        148: .test("Dial over RELAY/an attempt that rings too long is ended, and the next one made"),
        149: .doesNotApply("each dial is of one device, so that no leg of it loses"),
        150: .test("Dial over RELAY/whoever answers is a call of its own"),
        151: .test("Dial over RELAY/whoever answers is a call of its own"),
        152: .doesNotApply("a dial goes on without the call that dialled (`CallBackend`); time bounds it"),
        153: .test("Dial over RELAY/with the session everything is lost"),
        154: .test("Dial over RELAY/whoever answers is a call of its own"),
        // Conferences.
        155: .test("A join on the wire/each parameter has its name and type, and what is not set is absent"),
        156: .test("A join on the wire/each parameter has its name and type, and what is not set is absent"),
        157: .test("Conference time lines/time line 1: normal"),
        158: .test("Memberships/events of another name, another instance, or without an id prove nothing"),
        159: .test("Conference time lines/time line 1: normal"),
        160: .test("Conference time lines/time line 5: ended by another"),
        161: .test("Conference time lines/time line 6: an end with the id of one call ends it for all"),
        162: .test("Conference time lines/time line 2: the event comes first, and its id is used to leave"),
        163: .test("Conference time lines/time line 11: a leave of a gone call is a leave"),
        164: .test(
            "Conference time lines/time line 17: without an id nothing is left, and the wait is bounded"),
        // Messages.
        165: .test("Commands on the wire/a message goes out in the call's context"),
        166: .test("Commands on the wire/a message goes out in the call's context"),
        167: .doesNotApply("a message is done when the server has accepted it; its way is not followed"),
        168: .doesNotApply("states of messages are known and ignored: nobody follows a message"),
        169: .test(
            "Inbound calls/errors of the phone system and unknown events are told, and change nothing"),
        170: .doesNotApply(noHandles),
        // Reading of events.
        171: .doesNotApply("events have no types of their own: a field is read where it is used"),
        172: .test("Recordings over RELAY/a recording is told with its file, from either level"),
        173: .test("Sounds and prompts over RELAY/a prompt is answered by what the caller did"),
        174: .doesNotApply("noise and queues: \(noStep)"),
        175: .test(
            "Inbound calls/errors of the phone system and unknown events are told, and change nothing"),
        176: .test("Reading JSON/reads numbers, also as texts, and never traps"),
        177: .test("Any life of a connection/answers every request once and sends nothing unsafe twice"),
    ]
}
