import FlowRuntime
import SimulatedBackend

/// The person at the terminal as a caller: keys become digits, words, a hang-up, and other people in the
/// room.
struct Console {
    static let help = """
        You are the caller. 0-9 * # are the keys of your telephone, h hangs up,
        s lets you say something, + lets somebody else into the conference you
        are in, - lets them out, ? shows this, Ctrl-C quits.
        """

    /// Nobody says more in one breath, and what is pasted by accident is cut.
    private static let draftLength = 200

    private var keyboard: Keyboard
    private let you: LegID
    /// What is being typed to be said.
    private var draft: String?
    private var guests: [LegID] = []
    private var guestCount = 0

    init(_ keyboard: Keyboard, you: LegID) {
        self.keyboard = keyboard
        self.you = you
    }

    mutating func keystrokes(until instant: ContinuousClock.Instant) -> [Keystroke] {
        keyboard.keystrokes(until: instant)
    }

    /// The signal by which the program is to end, once everything is put away.
    var signal: Int32? { keyboard.signal }

    /// Whether the flow of this person's call has come to its end.
    func isOver(in world: World) -> Bool {
        let place = Int(you.rawValue)
        return world.machines.indices.contains(place) && world.machines[place]?.isFinished == true
    }

    mutating func act(on stroke: Keystroke, in world: inout World, names: inout [LegID: String]) {
        switch stroke {
        case .interrupt: keyboard.interrupt()
        case .suspend: Keyboard.suspend()
        case .endOfInput: world.phone.inject(.hangUp, on: you)
        case .character, .enter, .backspace, .escape:
            if draft == nil {
                press(stroke, in: &world, names: &names)
            } else {
                edit(stroke, in: &world)
            }
        }
    }

    private mutating func press(_ stroke: Keystroke, in world: inout World, names: inout [LegID: String]) {
        guard case .character(let character) = stroke else { return }
        switch character {
        case "0"..."9", "*", "#": world.phone.inject(.press(String(character)), on: you)
        case "h": world.phone.inject(.hangUp, on: you)
        case "s":
            draft = ""
            draw()
        case "+": letIn(to: &world, names: &names)
        case "-":
            guard let guest = guests.popLast() else {
                return say("there is nobody to let out; + lets somebody in")
            }
            world.phone.inject(.hangUp, on: guest)
        case "?": say(Self.help)
        case _: say("\(character) does nothing; ? for help")
        }
    }

    // MARK: Others

    /// Calls the same room, and says something when the room has taken them in.
    private mutating func letIn(to world: inout World, names: inout [LegID: String]) {
        guard let room = world.phone.conferenceName(of: you) else {
            return say("you are in no conference; press + when you are")
        }
        guestCount += 1
        let name = "guest \(guestCount)"
        let greeting = ScriptLine(
            .seen(.joins(name)), delay: .seconds(1), [.speak("Hello, this is \(name).", nil)])
        let leg = world.dial(
            CallerScript(
                name: name, from: "+15555550199", to: "+15555550100",
                headers: [CallerScript.Header(GuestFlow.header, ScriptText(room))], lines: [greeting]),
            flow: world.flows.count - 1)
        guests.append(leg)
        names[leg] = name
    }

    // MARK: Words

    private mutating func edit(_ stroke: Keystroke, in world: inout World) {
        erase()
        switch stroke {
        case .character(let character):
            if let draft, draft.count < Self.draftLength { self.draft = draft + String(character) }
        case .backspace: if draft?.isEmpty == false { draft?.removeLast() }
        case .escape: draft = nil
        case .enter:
            if let draft, !draft.isEmpty { world.phone.inject(.speak(draft, nil), on: you) }
            draft = nil
        case .interrupt, .suspend, .endOfInput: break
        }
        draw()
    }

    /// Takes the line that is being typed away, so that other lines can be written.
    func erase() {
        if draft != nil { Output.standard.write("\r\u{1B}[K") }
    }

    func draw() {
        guard let draft else { return }
        Output.standard.write("say: \(draft)")
        Output.standard.flush()
    }

    private func say(_ text: String) {
        erase()
        Output.standard.line(text)
        Output.standard.flush()
        draw()
    }
}
