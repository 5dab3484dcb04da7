import FlowRuntime

/// Requests whose answers are under way, and how many each double has had.
struct ExchangeTable: Sendable {
    struct Exchange: Sendable {
        let leg: LegID
        let id: CommandID
        var result: CommandResult
    }

    private var exchanges: ContiguousArray<Exchange> = []
    private var free: [Int32] = []
    private var counts: [String: Int] = [:]

    mutating func add(_ exchange: Exchange) -> Int32 {
        if let place = free.popLast() {
            exchanges[Int(place)] = exchange
            return place
        }
        exchanges.append(exchange)
        return Int32(truncatingIfNeeded: exchanges.count - 1)
    }

    func leg(of place: Int32) -> LegID { exchanges[Int(place)].leg }

    mutating func take(_ place: Int32) -> Exchange {
        free.append(place)
        let exchange = exchanges[Int(place)]
        exchanges[Int(place)].result = .done
        return exchange
    }

    /// The answer for the next request to this key: one after another, then the last for ever.
    mutating func nextAnswer(of double: HTTPDouble, key: String) -> HTTPDouble.Answer {
        let count = counts[key, default: 0]
        counts[key] = min(count + 1, double.answers.count)
        return double.answers[min(count, double.answers.count - 1)]
    }
}

extension PhoneSystem {
    mutating func send(_ request: HTTPRequest, _ id: CommandID, on leg: LegID) {
        let key = request.method + " " + request.url
        guard let double = doubles.http[key] else { return sendUnscripted(request, key, id, on: leg) }
        let answer = exchanges.nextAnswer(of: double, key: key)
        let patience = request.patience
        let isLate = answer.kind == .timeout || answer.after > patience
        let result: CommandResult =
            if isLate { .failed(CommandFailure(.timedOut, "no answer within \(patience)")) } else {
                answer.result
            }
        let exchange = ExchangeTable.Exchange(leg: leg, id: id, result: result)
        let delay = isLate ? patience : answer.after
        if delay <= .zero { return finish(id, result, on: leg) }
        queue.push(.exchange(exchanges.add(exchange)), at: later(delay))
    }

    /// A document may be given as a media double, which is where a scenario describes `waitUrl`s.
    private mutating func sendUnscripted(
        _ request: HTTPRequest, _ key: String, _ id: CommandID, on leg: LegID
    ) {
        if case .document(let text) = doubles.media[request.url]?.content {
            return finish(id, .response(HTTPResponse(status: 200, body: text)), on: leg)
        }
        let shown = request.method + " " + request.displayURL
        observe(.unscripted(shown), on: leg)
        fail(id, .unreachable, "no double for \(shown)", on: leg)
    }

    mutating func answerExchange(_ place: Int32) {
        let exchange = exchanges.take(place)
        finish(exchange.id, exchange.result, on: exchange.leg)
    }
}

extension HTTPRequest {
    /// How long the answer may take; no time-out, or none above zero, is `Timing.requestTimeout`.
    fileprivate var patience: Duration {
        guard let timeout, timeout > .zero else { return Timing.requestTimeout }
        return timeout
    }
}

extension HTTPDouble.Answer {
    fileprivate var result: CommandResult {
        switch kind {
        case .response(let response): .response(response)
        case .refused: .failed(CommandFailure(.unreachable, "connection refused"))
        case .timeout: .failed(CommandFailure(.timedOut))
        }
    }
}

extension PhoneSystem {
    /// The text of a document that the phone system fetches by itself (a confirm script by URL): a double for
    /// a POST (swml-language.md §1.6), or a media double that is a document.
    package mutating func document(at url: String) -> String? {
        if case .document(let text) = doubles.media[url]?.content { return text }
        let key = "POST " + url
        guard let double = doubles.http[key],
            case .response(let response) = exchanges.nextAnswer(of: double, key: key).kind, response.isSuccess
        else { return nil }
        return response.body
    }
}
