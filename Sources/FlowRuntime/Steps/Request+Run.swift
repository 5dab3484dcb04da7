import OrderedCollections
import FlowExpressions
import FlowModel

// `request` (swml-language.md §3.11).
extension FlowMachine {
    mutating func begin(_ request: Request, _ step: StepReference) throws(ScriptError) {
        let url = try filled(request.url, "url")
        let method = try value(request.method, default: request.defaultMethod)
        var command = HTTPRequest(method: method.rawValue, url: url)
        for header in request.headers ?? [] {
            command.headers.append(.init(header.name.string, try string(header.value)))
        }
        if let body = request.body { add(expand(body.value), to: &command) }
        command.timeout = try value(request.timeout).flatMap { $0 == .zero ? nil : $0 }
        command.connectTimeout = try value(request.connectTimeout).flatMap { $0 == .zero ? nil : $0 }
        setVariable("request_url", Value(command.displayURL))
        forgetResponse()
        wait(for: .request(command), step)
    }

    /// A text is sent as it is, anything else as JSON; the type is guessed when the flow does not name it.
    private func add(_ body: Value, to request: inout HTTPRequest) {
        let text: String
        if case .string(let written) = body { text = written.string } else { text = body.jsonText }
        request.body = text
        guard !request.headers.contains(where: { $0.name.lowercased() == "content-type" }) else { return }
        let first = text.utf8.first { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\n") }
        let isJSON = first == UInt8(ascii: "{") || first == UInt8(ascii: "[")
        request.headers.append(.init("Content-Type", isJSON ? "application/json" : "text/plain"))
    }

    /// Each request replaces what the last one left (swml-language.md §2.11).
    private mutating func forgetResponse() {
        for name: Text in [
            "request_response", "request_response_code", "request_response_headers", "request_response_body",
        ] { scopes.vars[name] = nil }
    }

    mutating func complete(_ request: Request, _ step: StepReference, _ result: CommandResult) {
        guard case .response(let response) = result else {
            if case .failed(let failure) = result {
                warn(step, ScriptError(.executeFailed, failure.sentence))
            }
            return requested("failed", step)
        }
        setVariable("request_response_code", .number(Double(response.status)))
        setVariable("request_response_headers", .map(response.headerMap))
        setVariable("request_response_body", Value(response.body))
        if response.isSuccess, wantsVariables(request, step), let parsed = try? Value(json: response.body) {
            setVariable("request_response", parsed)
        }
        if !response.isSuccess {
            warn(step, ScriptError(.executeFailed, "the server answered with \(response.status)"))
        }
        requested(response.isSuccess ? "success" : "failed", step)
    }

    private mutating func wantsVariables(_ request: Request, _ step: StepReference) -> Bool {
        do throws(ScriptError) {
            return try value(request.saveVariables, default: false)
        } catch {
            warn(step, error)
            return false
        }
    }

    private mutating func requested(_ result: String, _ step: StepReference) {
        setVariable("request_result", Value(result))
        setVariable("return_value", Value(result))
        done(step, result)
    }
}

extension HTTPResponse {
    /// Names in lower case (swml-language.md §2.11).
    fileprivate var headerMap: ValueMap {
        var map: ValueMap = [:]
        for header in headers.prefix(Self.headerLimit) {
            map[Text(header.name.lowercased())] = Value(header.value)
        }
        return map
    }
}
