import FlowRuntime

// The texts by which a disturbance is printed, and given back: `hang up ann before 7`, `hang up ann at 12.5s`,
// `fail ann #3 timedOut`, `lose ann #3`, `delay ann #3 by 5s`, `repeat ann #3`, `order 2,0,1`. Several are
// joined by ` + `. The numbers are those of deliveries and of commands.

extension Disturbance: CustomStringConvertible {
    package var description: String {
        var parts = hangUps.map(\.description) + faults.map(\.description)
        if !order.isEmpty { parts.append("order " + order.map(String.init).joined(separator: ",")) }
        return parts.isEmpty ? "as written" : parts.joined(separator: " + ")
    }

    /// What `description` gives; `nil` for any other text.
    package init?(_ text: String) {
        self.init()
        if text == "as written" { return }
        for part in text.split(on: " + ") {
            if let hangUp = HangUp(part) {
                hangUps.append(hangUp)
            } else if let fault = CommandFault(part) {
                faults.append(fault)
            } else if order.isEmpty, let choices = Self.choices(part) {
                order = choices
            } else {
                return nil
            }
        }
    }

    private static func choices(_ text: String) -> [Int]? {
        guard text.hasPrefix("order ") else { return nil }
        let words = text.dropFirst(6).split(separator: ",", omittingEmptySubsequences: false)
        let choices = words.compactMap { Int($0) }
        return choices.count == words.count && choices.allSatisfy { $0 >= 0 } ? choices : nil
    }
}

extension HangUp: CustomStringConvertible {
    package var description: String { "hang up \(party) \(moment)" }

    package init?(_ text: String) {
        guard text.hasPrefix("hang up ") else { return nil }
        let words = text.dropFirst(8).split(separator: " ").map(String.init)
        guard words.count >= 3, let moment = Moment(words.suffix(2).joined(separator: " ")) else {
            return nil
        }
        self.init(words.dropLast(2).joined(separator: " "), moment)
    }
}

extension HangUp.Moment: CustomStringConvertible {
    package var description: String {
        switch self {
        case .before(let delivery): "before \(delivery)"
        case .after(let delivery): "after \(delivery)"
        case .at(let time): "at \(TimeText.text(time))"
        }
    }

    /// `before 7`, `after 7`, `at 12.5s`
    package init?(_ text: String) {
        let words = text.split(separator: " ").map(String.init)
        guard words.count == 2 else { return nil }
        switch (words[0], Int(words[1])) {
        case ("before", let delivery?) where delivery > 0: self = .before(delivery)
        case ("after", let delivery?) where delivery > 0: self = .after(delivery)
        case ("at", _):
            guard let time = TimeText.duration(words[1]) else { return nil }
            self = .at(time)
        case _: return nil
        }
    }
}

extension CommandFault: CustomStringConvertible {
    package var description: String {
        switch manner {
        case .fails(let code): "fail \(party) #\(command) \(code.rawValue)"
        case .unanswered: "lose \(party) #\(command)"
        case .late(let time): "delay \(party) #\(command) by \(TimeText.text(time))"
        case .twice: "repeat \(party) #\(command)"
        }
    }

    package init?(_ text: String) {
        var words = text.split(separator: " ").map(String.init)
        guard let verb = words.first else { return nil }
        words.removeFirst()
        let manner: Manner
        switch verb {
        case "fail":
            guard let code = words.popLast().flatMap(CommandFailure.Code.init(rawValue:)) else { return nil }
            manner = .fails(code)
        case "delay":
            guard let time = words.popLast().flatMap(TimeText.duration), words.popLast() == "by" else {
                return nil
            }
            manner = .late(time)
        case "lose": manner = .unanswered
        case "repeat": manner = .twice
        case _: return nil
        }
        guard let number = words.popLast(), number.hasPrefix("#"), let command = Int(number.dropFirst()),
            command > 0, !words.isEmpty
        else { return nil }
        self.init(words.joined(separator: " "), command: command, manner)
    }
}

extension TimeText {
    /// The shortest text that `duration` reads back to the same time: `12.5s`, `300ms`, `5s`.
    package static func text(_ duration: Duration) -> String {
        let milliseconds = max(0, duration.milliseconds)
        if milliseconds % 1000 == 0 { return "\(milliseconds / 1000)s" }
        if milliseconds < 1000 { return "\(milliseconds)ms" }
        var digits = String(milliseconds % 1000)
        digits = String(repeating: "0", count: 3 - digits.utf8.count) + digits
        while digits.last == "0" { digits.removeLast() }
        return "\(milliseconds / 1000).\(digits)s"
    }
}

extension String {
    /// The pieces between the separators, all of them.
    fileprivate func split(on separator: String) -> [String] {
        var pieces: [String] = []
        var piece = ""
        var rest = self[...]
        while let character = rest.first {
            if rest.hasPrefix(separator) {
                pieces.append(piece)
                piece = ""
                rest = rest.dropFirst(separator.count)
            } else {
                piece.append(character)
                rest = rest.dropFirst()
            }
        }
        return pieces + [piece]
    }
}
