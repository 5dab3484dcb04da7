import CallFlow
import CallFlowTestKit
import Foundation

/// A hundred thousand callers at once in rooms of ten, in a process of its own, whose peak memory is theirs
/// alone.
enum ManyCallers {
    private static let callers = 100_000
    static let flag = "--many-callers"

    static func figures() throws -> [Figure] {
        let text = try ChildProcess([flag]).outcome()
        let fields = text.split(whereSeparator: \.isWhitespace).compactMap { Double($0) }
        guard fields.count == 2 else {
            refuse("the process with many callers failed: \(text)")
        }
        let limit = 1 << 30
        return [
            Figure(
                name: "\(callers) callers in rooms of ten: peak memory",
                measured: Amount.bytes(Int(fields[0])),
                against: "1 GiB", ratio: fields[0] / Double(limit), limit: 1),
            Figure(
                name: "\(callers) callers in rooms of ten: in and out again",
                measured: Amount.time(fields[1]),
                against: "10 µs for each caller, 1 s", ratio: fields[1]),
        ]
    }

    /// The child: prints its peak memory in bytes and the seconds it took.
    static func run() {
        let flow = Running.parsed(
            """
            version: 1.0.0
            sections:
              main:
                - answer
                - joinConference: "room-${call.from}"
                - hangup
            """)
        let spent = cost {
            var world = World(flows: [flow], phone: PhoneSystem(seed: 1, observation: .nothing))
            world.keepsMachines = false
            for caller in 0..<callers { world.dial(Running.script(from: "\(caller / 10)")) }
            world.run(until: world.phone.now.advanced(by: .seconds(60)))
            let inRoom = world.machines.count { $0?.isFinished == false }
            require(inRoom == callers, "only \(inRoom) callers are in a room")
            world.run()
        }
        print(Usage.peakMemory, spent)
    }
}
