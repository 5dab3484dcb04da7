import OutboundHTTP
import TestSupport
import Testing

@Suite("An address") struct IPAddressTests {
    @Test func `is read in every usual spelling`() {
        let table = [
            ("1.2.3.4", "1.2.3.4"), ("0.0.0.0", "0.0.0.0"), ("255.255.255.255", "255.255.255.255"),
            ("::", "0:0:0:0:0:0:0:0"), ("::1", "0:0:0:0:0:0:0:1"), ("1::", "1:0:0:0:0:0:0:0"),
            ("1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8"), ("2001:DB8::00aB", "2001:db8:0:0:0:0:0:ab"),
            ("::ffff:1.2.3.4", "0:0:0:0:0:ffff:102:304"), ("1:2:3:4:5:6:1.2.3.4", "1:2:3:4:5:6:102:304"),
            ("1::8", "1:0:0:0:0:0:0:8"), ("1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"),
        ]
        for (text, shown) in table { #expect(IPAddress(text)?.description == shown, "\(text)") }
    }

    @Test func `is nothing that only looks like one`() {
        for text in [
            "", ".", "1", "1.2.3", "1.2.3.4.5", "1.2.3.256", "01.2.3.4", "1.2.3.04", "+1.2.3.4", "-1.2.3.4",
            "1.2.3.4 ", " 1.2.3.4", "1..3.4", "0x1.2.3.4", "１.2.3.4", "1.2.3.4\0", "1e0.2.3.4", "1.2.3.١",
            ":", ":::", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1:2:3:4:5:6:7:8::", "::1:2:3:4:5:6:7:8",
            "1::2::3",
            "12345::", "g::", "::1%eth0", "[::1]", "::1.2.3", "::1.2.3.4:5", "1.2.3.4::", "+1::", "::-1",
            ":1", "1:",
            "::1/128", "1:2:3:4:5:6:7:1.2.3.4", String(repeating: ":", count: 1000),
            String(repeating: "1:", count: 1000), "::\u{661}",
        ] {
            #expect(IPAddress(text) == nil, "\(text)")
        }
    }

    @Test func `is read again from its description`() {
        let seed = UInt64.random(in: 0 ... .max)
        var random = SplitMix64(seed: seed)
        for _ in 0..<1000 {
            let four = IPAddress(v4: UInt32(truncatingIfNeeded: random.next()))
            // Many zeros, as in real ones.
            let six = IPAddress(
                v6: UInt128(random.next() & random.next()) << 64 | UInt128(random.next() >> 50))
            for address in [four, six] {
                #expect(IPAddress(address.description) == address, "seed \(seed)")
            }
        }
    }

    @Test func `lies in those blocks whose bits it begins with`() {
        let seed = UInt64.random(in: 0 ... .max)
        var random = SplitMix64(seed: seed)
        for _ in 0..<1000 {
            let bits = UInt32(truncatingIfNeeded: random.next())
            let prefix = random.below(33)
            let first = prefix == 0 ? 0 : (bits >> (32 - prefix)) << (32 - prefix)
            guard let block = AddressBlock("\(IPAddress(v4: first))/\(prefix)") else {
                Issue.record("no block, seed \(seed)")
                return
            }
            #expect(block.contains(IPAddress(v4: bits)), "seed \(seed)")
            if prefix > 0 {
                let other = bits ^ (1 << UInt32(32 - prefix))
                #expect(!block.contains(IPAddress(v4: other)), "seed \(seed)")
            }
        }
    }
}
