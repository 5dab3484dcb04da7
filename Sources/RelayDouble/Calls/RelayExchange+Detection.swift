import FlowRuntime
import JSONRPC

// `calling.detect`, and the operations of which only the beginning and the end are told.

extension RelayExchange {
    /// Who answers is a person, and nobody sends a fax.
    mutating func startDetection(_ token: Int, _ leg: Int, _ params: JSONItem) {
        guard let operation = operation(token, leg) else { return }
        let timeout = params["timeout"]?.seconds ?? .seconds(30)
        guard operation.detects("machine") else {
            return schedule(.operationEnds(leg: leg, token: token), after: timeout)
        }
        let time = min(timeout, DoubleTiming.detection)
        schedule(.operationEnds(leg: leg, token: token), after: time)
    }

    mutating func hear(_ key: UInt8, _ operation: Operation, _ leg: Int) {
        guard operation.detects("digit") else { return }
        let wanted = operation.params["detect"]?["params"]?["digits"]?.string ?? "0123456789#*"
        guard wanted.utf8.contains(key) else { return }
        tellDetected(String(decoding: [key], as: UTF8.self), operation, leg)
    }

    mutating func tellDetected(_ event: String, _ operation: Operation, _ leg: Int) {
        let type = operation.params["detect"]?["type"]?.string ?? ""
        emit("calling.call.detect", ofLeg: leg) { params in
            params.member("control_id", operation.controlID)
            params.object("detect") { detect in
                detect.member("type", type)
                detect.object("params") { $0.member("event", event) }
            }
        }
    }

    /// The first or the last event of an operation that lasts.
    mutating func tellLasting(_ operation: Operation, _ leg: Int, isOver: Bool) {
        guard case .lasting(let kind) = operation.kind else { return }
        switch kind {
        case .tap: tellTap(operation, leg, isOver ? "finished" : "tapping")
        case .stream: tellStream(operation, leg, isOver ? "finished" : "streaming")
        case .transcribe:
            tellState("calling.call.transcribe", operation, leg, isOver ? "finished" : "transcribing")
        case .pay where isOver: tellState("calling.call.pay", operation, leg, "finished")
        case .ai where isOver: tellState("calling.call.ai", operation, leg, "finished")
        case .sendFax where isOver, .receiveFax where isOver: tellFaxFailed(operation, leg)
        case .pay, .ai, .sendFax, .receiveFax: break
        }
    }

    private mutating func tellTap(_ operation: Operation, _ leg: Int, _ state: String) {
        emit("calling.call.tap", ofLeg: leg) { params in
            params.member("control_id", operation.controlID)
            params.member("state", state)
            if let tap = operation.params["tap"] { params.member("tap", json: tap.source) }
            if let device = operation.params["device"] { params.member("device", json: device.source) }
        }
    }

    private mutating func tellStream(_ operation: Operation, _ leg: Int, _ state: String) {
        emit("calling.call.stream", ofLeg: leg) { params in
            params.member("control_id", operation.controlID)
            params.member("state", state)
            if let url = operation.params["url"] { params.member("url", json: url.source) }
            if let name = operation.params["name"] { params.member("name", json: name.source) }
        }
    }

    private mutating func tellFaxFailed(_ operation: Operation, _ leg: Int) {
        emit("calling.call.fax", ofLeg: leg) { params in
            params.member("control_id", operation.controlID)
            params.object("fax") { fax in
                fax.member("type", "error")
                fax.object("params") { $0.member("description", "Stopped") }
            }
        }
    }
}

extension Operation {
    func detects(_ type: StaticString) -> Bool {
        params["detect"]?["type"]?.isString(type) ?? false
    }
}
