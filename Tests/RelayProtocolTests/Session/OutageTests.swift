import FlowRuntime
import Testing

@testable import RelayProtocol

struct `What is said of an outage` {
    /// The lines above `debug`.
    private func loud(_ wire: inout Wire) -> [String] {
        _ = wire.lines()
        defer { wire.clear() }
        return wire.notices.filter { $0.level == .warning || $0.level == .error }.map {
            "\($0.level) \($0.kind) \($0.message)"
        }
    }

    /// Without the wait, which is a random number.
    private func lines(_ wire: inout Wire) -> [String] {
        loud(&wire).map { line in
            let parts = line.split(separator: "; next attempt in ")
            #expect(parts.count == 2 && parts.last?.hasSuffix(" s") == true, "\(line)")
            return String(parts[0])
        }
    }

    private func failing(_ cause: OutageCause, _ source: RelayHostSource) -> String {
        var wire = Wire(hostSource: source)
        wire.start()
        wire.closed("it is so", because: cause)
        return lines(&wire).joined()
    }

    @Test func `is what to look at, as long as there was no connection`() {
        let failed = "warning connectionFailed cannot connect to relay.signalwire.com:443: it is so"
        for (cause, source, advice) in [
            (.unknownName, .standard, "; check the network"),
            (.unknownName, .variable(.space), "; check SIGNALWIRE_SPACE"),
            (.refused, .variable(.host), "; check SIGNALWIRE_RELAY_HOST"),
            (.noRelay, .project, "; check 'relay.host'"),
            (.otherName, .variable(.space), "; check SIGNALWIRE_SPACE"),
            (.untrusted, .standard, "; check SIGNALWIRE_RELAY_CA_FILE, and this machine's clock"),
            (.unreachable, .variable(.space), "; check the network"),
            (.silent, .standard, "; check the network"),
            (.silent, .variable(.space), "; check the network and SIGNALWIRE_SPACE"),
            (.reset, .standard, "; check whether a proxy or firewall is in the way"),
            (.reset, .project, "; check 'relay.host', and whether a proxy or firewall is in the way"),
            (.other, .variable(.space), ""),
        ] as [(OutageCause, RelayHostSource, String)] {
            #expect(failing(cause, source) == failed + advice, "\(cause)")
        }
    }

    @Test func `tells a connection that is lost from one that never was`() {
        var wire = Wire.connected()
        wire.closed("it was cut", because: .reset)
        #expect(
            lines(&wire) == [
                "warning connectionLost the connection to relay.signalwire.com:443 is lost: it was cut"
            ])
        wire.passToOpening()
        wire.closed("nobody listens there", because: .refused)
        // What has worked needs no advice.
        #expect(
            lines(&wire) == [
                "warning connectionFailed cannot connect to relay.signalwire.com:443: nobody listens there"
            ])
    }

    @Test func `becomes rarer the longer it lasts, and never ends`() {
        var wire = Wire()
        wire.start()
        var told: [Int] = []
        for attempt in 1...200 {
            wire.closed("nobody listens there")
            if let line = lines(&wire).first {
                told.append(attempt)
                #expect(line.hasSuffix(" times now)") == (attempt > 1))
                #expect(attempt == 1 || line.hasSuffix("(\(attempt) times now)"))
            }
            wire.passToOpening()
        }
        #expect(told == [1, 2, 4, 8, 16, 32, 64, 128])
        // Another cause is news, but not each time when two take turns.
        told = []
        for turn in 1...64 {
            for cause in [OutageCause.unreachable, .refused] {
                wire.closed("turn \(turn)", because: cause)
                if !lines(&wire).isEmpty { told.append(turn) }
                wire.passToOpening()
            }
        }
        #expect(told == [1, 1, 2, 2, 4, 4, 8, 8, 16, 16, 32, 32, 64, 64])
        // After a success everything is news.
        wire.opened()
        wire.answer("signalwire.connect")
        wire.clear()
        for _ in 0..<2 {
            wire.closed("")
            #expect(lines(&wire).count == 1)
            wire.passToOpening()
            wire.opened()
            wire.answer("signalwire.connect")
            wire.clear()
        }
    }

    @Test func `is one line for a refusal, with the wait`() {
        var wire = Wire()
        wire.start()
        wire.opened()
        wire.clear()
        wire.refuse("signalwire.connect", code: -32002, "no such project")
        let refusal = "refuses us: RELAY error -32002: no such project"
        #expect(lines(&wire) == ["error credentialsRefused relay.signalwire.com:443 \(refusal)"])
        wire.closed("closed by us")
        #expect(loud(&wire).isEmpty)
    }

    @Test func `names the wait that follows`() {
        for seed in 0..<50 as Range<UInt64> {
            var wire = Wire(seed: seed)
            wire.start()
            for _ in 0..<8 {
                wire.closed("\(seed)")
                wire.clear()
                wire.passToOpening()
                wire.pass(.seconds(10))
                wire.closed("too late")
                guard case .waiting(let until) = wire.session.phase else {
                    Issue.record("expected to wait, not \(wire.session.phase)")
                    return
                }
                let wait = until.milliseconds(since: wire.now)
                _ = wire.lines()
                let told = wire.notices.first { $0.kind == .connectionFailed }?.message ?? ""
                let words = "next attempt in \(wait / 1000).\(wait % 1000 / 100) s"
                #expect(told.hasSuffix(words), "seed \(seed): \(told)")
                wire.clear()
                wire.passToOpening()
            }
        }
    }
}
