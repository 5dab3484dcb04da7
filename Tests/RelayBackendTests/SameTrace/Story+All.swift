import FlowExpressions
import OrderedCollections

// One story of each shipped flow: the way that its author built it for.
extension Story {
    static let all: [Story] = [
        standup, callback, survey, transfer, support, overflow, webinar, interview, assistant, emergency,
    ]

    private static let ann = "+15555550111"
    private static let bob = "+15555550112"
    private static let eve = "+15555550113"

    private static let standup = Story(
        flow: "standup", envs: ["standup_pin": "4711"],
        moves: [
            .calls(Person(name: "ann", from: ann, presses: ["4711#"])),
            .until("ann", .begins("awaitConference", 1)),
            .calls(Person(name: "bob", from: bob, presses: ["4711#"])),
            .until("bob", .begins("awaitConference", 1)),
            .calls(Person(name: "eve", from: eve, presses: ["0815#", "4711#"])),
            .until("eve", .begins("awaitConference", 1)),
            .presses("eve", "*"), .until("eve", .ends),
            .hangsUp("bob"), .until("bob", .ends),
            .hangsUp("ann"), .until("ann", .ends),
        ])

    private static let callback = Story(
        flow: "callback", answers: ["/queue": #"{"position":1}"#],
        moves: [
            .calls(Person(name: "customer", from: ann)),
            .until("customer", .begins("awaitConference", 1)),
            .calls(
                Person(
                    name: "agent", from: "sip:ann@example.com", to: "sip:agent@queue.example.com",
                    headers: [.init("X-Room", "queue-{customer}")])),
            .until("agent", .joins(1)), .until("customer", .begins("awaitConference", 2)),
            .hangsUp("customer"), .until("customer", .ends), .until("agent", .ends),
        ])

    private static let survey = Story(
        flow: "survey", envs: ["teacher": "+15555550199"],
        changes: [Change(from: "talked < 60", to: "talked < 0")],
        moves: [
            .calls(Person(name: "student", from: ann, presses: ["4"], isAskedAfterwards: true)),
            .until("student", .begins("awaitConference", 1)),
            .calls(Person(name: "neighbour", from: bob, presses: ["5"], isAskedAfterwards: true)),
            .until("neighbour", .begins("awaitConference", 1)),
            .calls(Person(name: "teacher", from: "+15555550199")), .until("teacher", .joins(1)),
            .presses("neighbour", "*"), .until("neighbour", .ends),
            .hangsUp("teacher"), .until("teacher", .ends), .until("student", .ends),
        ])

    private static let transfer = Story(
        flow: "transfer",
        parties: [
            Party(name: "first", address: "sip:first-line@agents.example.com"),
            Party(name: "second", address: "sip:second-line@agents.example.com", leavesBridge: true),
        ],
        moves: [
            .calls(Person(name: "customer", from: ann)), .until("customer", .begins("awaitConference", 1)),
            .until("first", .begins("awaitConference", 1)),
            .presses("first", "*"), .until("second", .joins(1)),
            .until("first", .begins("awaitConference", 2)),
            .hangsUp("first"), .until("first", .ends),
            .hangsUp("customer"), .until("customer", .ends), .until("second", .ends),
        ])

    private static let support = Story(
        flow: "support",
        moves: [
            .calls(Person(name: "customer", from: ann)), .until("customer", .begins("awaitConference", 1)),
            .calls(
                Person(
                    name: "agent", from: "sip:ann@example.com", to: "sip:agent@support.example.com",
                    headers: [.init("X-Room", "support-{customer}")])),
            .until("agent", .joins(1)), .until("customer", .begins("awaitConference", 2)),
            .calls(
                Person(
                    name: "coach", from: "sip:sue@example.com", to: "sip:coach@support.example.com",
                    headers: [.init("X-Room", "support-{customer}"), .init("X-Coach", "{agent}")])),
            .until("coach", .joins(1)),
            .hangsUp("customer"), .until("customer", .ends), .until("agent", .ends), .until("coach", .ends),
        ])

    private static let overflow = Story(
        flow: "overflow",
        moves: [
            .calls(Person(name: "ann", from: ann)), .until("ann", .joins(1)),
            .calls(Person(name: "bob", from: bob)), .until("bob", .joins(1)),
            .calls(Person(name: "cid", from: eve)), .until("cid", .joins(1)),
            .calls(Person(name: "dan", from: "+15555550114")), .until("dan", .joins(1)),
            .calls(
                Person(name: "eve", from: "+15555550115", says: "Please call me back.")),
            .until("eve", .ends),
            .hangsUp("ann"), .until("ann", .ends), .hangsUp("bob"), .until("bob", .ends),
            .hangsUp("cid"), .until("cid", .ends), .hangsUp("dan"), .until("dan", .ends),
        ])

    private static let webinar = Story(
        flow: "webinar", envs: ["host_pin": "1111", "speaker_pin": "2222", "seats": "4"],
        moves: [
            .calls(Person(name: "listener", from: ann)), .until("listener", .begins("awaitConference", 1)),
            .calls(Person(name: "speaker", from: bob, presses: ["2222"])),
            .until("speaker", .joins(1)),
            .calls(Person(name: "host", from: eve, presses: ["1111"])), .until("host", .joins(1)),
            .until("listener", .begins("awaitConference", 2)),
            .hangsUp("host"), .until("host", .ends), .until("speaker", .ends),
            .until("listener", .begins("awaitConference", 3)),
            .hangsUp("listener"), .until("listener", .ends),
        ])

    private static let interview = Story(
        flow: "interview",
        moves: [
            .calls(Person(name: "host", from: ann, presses: ["1"])),
            .until("host", .begins("awaitConference", 1)),
            .calls(Person(name: "guest", from: bob, presses: ["2"])),
            .until("guest", .begins("awaitConference", 1)),
            .hangsUp("guest"), .until("guest", .ends), .hangsUp("host"), .until("host", .ends),
        ])

    private static let assistant = Story(
        flow: "assistant", envs: ["assistant_token": "secret"], answers: ["/sessions": #"{"session":"s-1"}"#],
        moves: [
            .calls(Person(name: "ann", from: ann)), .until("ann", .joins(1)),
            .calls(Person(name: "bob", from: bob)), .until("bob", .joins(1)),
            .hangsUp("bob"), .until("bob", .ends), .hangsUp("ann"), .until("ann", .ends),
        ])

    private static let emergency = Story(
        flow: "emergency", envs: ["emergency_code": "911911"],
        parties: [
            Party(name: "one", address: "+15555550101", presses: ["1"]),
            Party(name: "two", address: "+15555550102", presses: ["1"]),
            Party(name: "mailbox", address: "+15555550103"),
            Party(name: "three", address: "+15555550104", isBusy: true),
            Party(name: "four", address: "+15555550105", isBusy: true),
        ],
        moves: [
            .calls(Person(name: "leader", from: ann, presses: ["911911#"])),
            .until("leader", .joins(1)), .until("one", .joins(1)), .until("two", .joins(1)),
            .until("mailbox", .ends),
            .hangsUp("leader"), .until("leader", .ends),
            .hangsUp("one"), .until("one", .ends), .hangsUp("two"), .until("two", .ends),
        ])
}
