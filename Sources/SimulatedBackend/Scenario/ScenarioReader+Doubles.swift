import FlowExpressions
import FlowRuntime
import SourceText
import YAMLTree

// `http`, `media` and `legs`.
extension ScenarioReader {
    private static let methods = ["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD"]

    mutating func readHTTP(_ node: YAMLNode, into setting: inout Scenario.Setting) {
        for entry in entries(of: node, "'http'") ?? [] {
            guard let key = scriptText(entry.key, "a request", callers: setting.callers) else { continue }
            let words = (entry.key.scalar?.text ?? "").split(separator: " ", omittingEmptySubsequences: false)
            guard words.count == 2, Self.methods.contains(String(words[0])), words[1].hasPrefix("http") else {
                report(
                    "bad-value", "a request is a method and a URL, as in POST https://example.com/a",
                    entry.key.range)
                continue
            }
            var answers: [HTTPDouble.Answer] = []
            for item in entry.value.sequence ?? [entry.value] {
                if let answer = readAnswer(item) { answers.append(answer) }
            }
            guard !answers.isEmpty else {
                if entry.value.sequence?.isEmpty == true {
                    report("bad-value", "a list of answers has at least one", entry.value.range)
                }
                continue
            }
            setting.http.removeAll { $0.key == key }
            setting.http.append((key, HTTPDouble(answers)))
        }
    }

    private mutating func readAnswer(_ node: YAMLNode) -> HTTPDouble.Answer? {
        if node.mapping != nil { return readAnswerMap(node) }
        switch node.scalar?.text {
        case "timeout": return HTTPDouble.Answer(.timeout)
        case "refused": return HTTPDouble.Answer(.refused)
        case _: break
        }
        return readStatus(node).map { HTTPDouble.Answer(.response(HTTPResponse(status: $0))) }
    }

    private mutating func readStatus(_ node: YAMLNode) -> Int? {
        guard case .integer(let status)? = node.scalar?.resolved, (100...599).contains(status) else {
            report(
                "bad-value",
                "an answer is a status from 100 to 599, 'timeout', 'refused', or a map with 'status'",
                node.range)
            return nil
        }
        return status
    }

    private mutating func readAnswerMap(_ node: YAMLNode) -> HTTPDouble.Answer? {
        let entries = entries(of: node, "an answer") ?? []
        for entry in entries { checkKey(entry.key, among: ["status", "after", "json", "body", "headers"]) }
        let status = value("status", in: entries)
        var answer = HTTPDouble.Answer(.response(HTTPResponse(status: 200)))
        if let status {
            guard let read = readAnswer(status) else { return nil }
            answer = read
        }
        if let after = value("after", in: entries) { answer.after = time(after, "'after'") ?? .zero }
        guard case .response(var response) = answer.kind else { return answer }
        if let json = value("json", in: entries) {
            response.body = Value(json).jsonText
            response.headers.append(.init("content-type", "application/json"))
        } else if let body = value("body", in: entries) {
            response.body = text(body, "'body'") ?? ""
        }
        if let headers = value("headers", in: entries) {
            for entry in self.entries(of: headers, "'headers'") ?? [] {
                guard let name = entry.key.scalar?.text, let value = text(entry.value, "a header") else {
                    continue
                }
                response.headers.append(.init(name, value))
            }
        }
        answer.kind = .response(response)
        return answer
    }

    // MARK: media

    mutating func readMedia(_ node: YAMLNode, into setting: inout Scenario.Setting) {
        for entry in entries(of: node, "'media'") ?? [] {
            guard let key = scriptText(entry.key, "a URL", callers: setting.callers),
                let double = readMediaDouble(entry.value)
            else { continue }
            setting.media.removeAll { $0.key == key }
            setting.media.append((key, double))
        }
    }

    private mutating func readMediaDouble(_ node: YAMLNode) -> MediaDouble? {
        if node.mapping != nil { return readMediaMap(node) }
        if case .integer(let status)? = node.scalar?.resolved, (100...599).contains(status) {
            return MediaDouble(.failure(status: status))
        }
        guard let text = node.scalar?.text, text.last?.isLetter == true, let time = TimeText.duration(text)
        else {
            report(
                "bad-value",
                "a sound is a time such as 60s, a status such as 404, or {status, yaml}, {lasts, after}",
                node.range)
            return nil
        }
        return MediaDouble(.sound(time))
    }

    private mutating func readMediaMap(_ node: YAMLNode) -> MediaDouble? {
        let entries = entries(of: node, "a sound") ?? []
        for entry in entries { checkKey(entry.key, among: ["status", "yaml", "lasts", "after"]) }
        var double = MediaDouble(.sound(Timing.media))
        if let after = value("after", in: entries) { double.after = time(after, "'after'") ?? .zero }
        if let lasts = value("lasts", in: entries), let time = time(lasts, "'lasts'") {
            double.content = .sound(time)
        }
        if let yaml = value("yaml", in: entries), let text = text(yaml, "'yaml'") {
            double.content = .document(text)
        }
        if let status = value("status", in: entries), let number = readStatus(status), number / 100 != 2 {
            double.content = .failure(status: number)
        }
        return double
    }

    // MARK: legs

    private static let pickups: [String: LegDouble.Pickup] = [
        "answers": .answers, "busy": .busy, "declines": .declines, "unreachable": .unreachable,
        "no answer": .noAnswer,
    ]

    mutating func readLegs(_ node: YAMLNode, into setting: inout Scenario.Setting) {
        for entry in entries(of: node, "'legs'") ?? [] {
            guard let number = text(entry.key, "a destination"),
                let leg = readLeg(entry.value)
            else { continue }
            var double = leg.double
            // A scenario that says otherwise what somebody does means the same person.
            double.name = setting.legs[number]?.name
            if let node = leg.name, let name = partyName(node, of: number, setting) {
                if let before = double.name { setting.parties[before] = nil }
                setting.parties[name] = number
                double.name = name
            }
            setting.legs[number] = double
        }
    }

    private mutating func partyName(
        _ node: YAMLNode, of number: String, _ setting: Scenario.Setting
    ) -> String? {
        guard let name = text(node, "'as'"), checkName(name, "somebody", node.range) else { return nil }
        let isTaken = setting.parties[name].map { $0 != number } ?? false
        guard !isTaken, !setting.callers.contains(where: { $0.name == name }) else {
            report("duplicate-name", "somebody else is called '\(name)'", node.range)
            return nil
        }
        guard setting.parties.count + setting.callers.count < ScenarioFile.callersMax else {
            report(
                "too-many-callers",
                "a scenario has at most \(ScenarioFile.callersMax) people with a name", node.range)
            return nil
        }
        return name
    }

    /// What somebody does, and the name they are given.
    private mutating func readLeg(_ node: YAMLNode) -> (double: LegDouble, name: YAMLNode?)? {
        let words = ["answers", "busy", "declines", "unreachable", "no answer"]
        if let word = node.scalar?.text {
            if let pickup = Self.pickups[word] { return (LegDouble(pickup), nil) }
            report("bad-value", "unknown '\(word)'" + suggestion(word, words), node.range)
            return nil
        }
        guard let entries = entries(of: node, "a dialled party") else { return nil }
        for entry in entries { checkKey(entry.key, among: words + ["as", "does"]) }
        var double = LegDouble(.answers)
        let pickups = entries.filter { words.contains($0.key.scalar?.text ?? "") }
        if let first = pickups.first, let pickup = Self.pickups[first.key.scalar?.text ?? ""] {
            double.pickup = pickup
            if !first.value.isNull { double.after = time(first.value, "the time until then") ?? .zero }
        }
        if pickups.count > 1 {
            report(
                "conflicting-keys", "a dialled party does one of \(words.joined(separator: ", "))",
                pickups[1].key.range)
        }
        if let does = value("does", in: entries) { double.deeds = readDeeds(does) }
        return (double, value("as", in: entries))
    }
}
