import OutboundHTTP
import Testing

@Suite("The address policy") struct AddressPolicyTests {
    private static func refusal(_ text: String, _ policy: AddressPolicy = AddressPolicy()) -> String? {
        guard let address = IPAddress(text) else {
            Issue.record("\(text) is no address")
            return nil
        }
        return policy.refusal(of: address, for: .name("web.test"), port: 80)
    }

    /// First, last and inner addresses of each kind, and embedded ones.
    private static let refused: [(kind: String, addresses: [String])] = [
        ("unspecified", ["0.0.0.0", "0.0.0.1", "0.255.255.255", "::", "::ffff:0.0.0.0"]),
        ("private", ["10.0.0.0", "10.255.255.255", "172.16.0.0", "172.31.255.255", "192.168.0.0"]),
        ("private", ["192.168.255.255", "::ffff:10.1.2.3", "::ffff:a01:203", "64:ff9b::10.0.0.1"]),
        ("private", ["fc00::", "fd00:ec2::254", "fdff::1", "fec0::1", "64:ff9b:1::10.0.0.1"]),
        ("private to a carrier", ["100.64.0.0", "100.100.100.200", "100.127.255.255"]),
        ("loopback", ["127.0.0.0", "127.0.0.1", "127.255.255.255", "::1", "::ffff:127.0.0.1"]),
        ("loopback", ["0:0:0:0:0:0:0:1", "::ffff:7f00:1", "64:ff9b::7f00:1"]),
        ("link-local", ["169.254.0.0", "169.254.169.254", "169.254.255.255", "fe80::1", "febf::1"]),
        ("link-local", ["::ffff:169.254.169.254", "64:ff9b::a9fe:a9fe"]),
        ("reserved", ["192.0.0.0", "192.0.0.192", "192.0.0.255", "192.88.99.1", "240.0.0.0"]),
        ("reserved", ["255.255.255.254", "2001::1", "2001:0:4136:e378:8000:63bf:3fff:fdd2", "2001:2::1"]),
        ("reserved", ["2001:1ff::1", "2002::1", "2002:7f00:1::", "2002:a9fe:a9fe::1", "2002:808:808::"]),
        ("for documentation", ["192.0.2.1", "198.51.100.255", "203.0.113.0", "2001:db8::1", "3fff::1"]),
        ("for benchmarks", ["198.18.0.0", "198.19.255.255"]),
        ("multicast", ["224.0.0.0", "239.255.255.255", "ff02::1", "ff0e::1"]),
        ("broadcast", ["255.255.255.255", "::ffff:255.255.255.255"]),
        ("of a cloud's platform", ["168.63.129.16", "::ffff:168.63.129.16"]),
        (
            "not a unicast address of the Internet",
            ["::2", "::7f00:1", "::127.0.0.1", "::8.8.8.8", "100::1", "1fff::1", "4000::1", "5f00::1"]
        ),
        ("not a unicast address of the Internet", ["64:ff9b:2::1", "::ffff:0:127.0.0.1", "e000::1"]),
    ]

    @Test func `refuses what is not on the open Internet`() {
        for (kind, addresses) in Self.refused {
            for address in addresses { #expect(Self.refusal(address) == kind, "\(address)") }
        }
    }

    @Test func `lets through what is, up to the neighbours of each block`() {
        let neighbours = [
            "1.0.0.0", "8.8.8.8", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0",
            "126.255.255.255",
            "128.0.0.0", "168.63.129.15", "168.63.129.17", "169.253.255.255", "169.255.0.0", "172.15.255.255",
            "172.32.0.0", "191.255.255.255", "192.0.1.0", "192.0.3.0", "192.167.255.255", "192.169.0.0",
            "198.17.255.255", "198.20.0.0", "223.255.255.255", "::ffff:8.8.8.8", "64:ff9b::8.8.8.8",
            "2000::1", "2001:200::1", "2001:db7::1", "2001:db9::1", "2003::1", "2606:4700::1111", "3ffe::1",
        ]
        for address in neighbours { #expect(Self.refusal(address) == nil, "\(address)") }
    }

    @Test func `lets through what is allowed, and nothing beside it`() {
        // What is written; where it leads; where it does not.
        let table: [(String, [(String, String, Int)], [(String, String, Int)])] = [
            (
                "db.internal", [("10.0.0.1", "db.internal", 80), ("::1", "db.internal", 8080)],
                [("10.0.0.1", "db.internal.example.com", 80), ("10.0.0.1", "x.db.internal", 80)]
            ),
            ("DB.internal.", [("10.0.0.1", "db.internal", 80)], [("10.0.0.1", "db", 80)]),
            (
                "db.internal:8080", [("10.0.0.1", "db.internal", 8080)],
                [("10.0.0.1", "db.internal", 80), ("10.0.0.1", "web.test", 8080)]
            ),
            (
                "10.0.0.0/8", [("10.255.0.1", "any.test", 1), ("::ffff:10.2.3.4", "any.test", 1)],
                [("192.168.0.1", "any.test", 1)]
            ),
            (
                "127.0.0.1", [("127.0.0.1", "localhost", 80)],
                [("127.0.0.2", "localhost", 80), ("::1", "a", 1)]
            ),
            ("127.0.0.1:80", [("127.0.0.1", "a", 80)], [("127.0.0.1", "a", 81)]),
            ("::1", [("::1", "a", 80)], [("127.0.0.1", "a", 80), ("::2", "a", 80)]),
            ("[::1]:80", [("::1", "a", 80)], [("::1", "a", 81)]),
            ("fd00::/8", [("fd12::1", "a", 1)], [("fc00::1", "a", 1), ("10.0.0.1", "a", 1)]),
            ("0.0.0.0/0", [("127.0.0.1", "a", 1), ("10.0.0.1", "b", 2)], [("::1", "a", 1)]),
            ("::/0", [("::1", "a", 1), ("fe80::1", "a", 1)], [("127.0.0.1", "a", 1)]),
            ("::ffff:10.0.0.1", [("10.0.0.1", "a", 1)], [("10.0.0.2", "a", 1)]),
        ]
        for (entry, inside, outside) in table {
            guard let allowed = AllowedHost(entry) else {
                Issue.record("\(entry) is not read")
                continue
            }
            let policy = AddressPolicy(allowing: [allowed])
            func isRefused(_ place: (String, String, Int)) -> Bool? {
                IPAddress(place.0).map { policy.refusal(of: $0, for: .name(place.1), port: place.2) != nil }
            }
            for place in inside { #expect(isRefused(place) == false, "\(entry): \(place)") }
            for place in outside { #expect(isRefused(place) == true, "\(entry): \(place)") }
        }
    }

    @Test func `is not allowed anything by what is no host`() {
        for text in [
            "", " ", "http://db.internal", "db.internal/", "db internal", "user@db.internal", "db.internal:0",
            "db.internal:65536", "db.internal:http", "db.internal:80:80", "*.internal", "10.0.0.0/33",
            "10.0.0.0/-1",
            "10.0.0.1/8", "10.0.0.0/08x", "fd00::/129", "fd00::1/8", "10.0.0/8", "[::1", "[::1]x", "::1]",
            "1.2.3.4.5",
            "256.0.0.1", "a..b", ".", "db.internal?", "db%2einternal", "дб.internal", "10.0.0.0/8/8", "/8",
        ] {
            #expect(AllowedHost(text) == nil, "\(text)")
        }
    }
}
