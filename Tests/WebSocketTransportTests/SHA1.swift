/// The hash of the WebSocket handshake (RFC 3174); no cryptography rests on it here.
func sha1(_ text: String) -> [UInt8] {
    var message = Array(text.utf8)
    let bits = UInt64(message.count) * 8
    message.append(0x80)
    while message.count % 64 != 56 { message.append(0) }
    message += (0..<8).map { UInt8(truncatingIfNeeded: bits >> (56 - 8 * $0)) }
    var hash: [UInt32] = [0x6745_2301, 0xEFCD_AB89, 0x98BA_DCFE, 0x1032_5476, 0xC3D2_E1F0]
    for start in stride(from: 0, to: message.count, by: 64) {
        add(Array(message[start..<start + 64]), to: &hash)
    }
    return hash.flatMap { word in (0..<4).map { UInt8(truncatingIfNeeded: word >> (24 - 8 * UInt32($0))) } }
}

private func add(_ block: [UInt8], to hash: inout [UInt32]) {
    func rotated(_ word: UInt32, _ count: UInt32) -> UInt32 { word << count | word >> (32 - count) }
    var words = (0..<16).map { place in block[place * 4..<place * 4 + 4].reduce(0) { $0 << 8 | UInt32($1) } }
    for place in 16..<80 {
        words.append(
            rotated(words[place - 3] ^ words[place - 8] ^ words[place - 14] ^ words[place - 16], 1))
    }
    var (a, b, c, d, e) = (hash[0], hash[1], hash[2], hash[3], hash[4])
    for place in 0..<80 {
        let (mixed, constant): (UInt32, UInt32) =
            switch place {
            case 0..<20: ((b & c) | (~b & d), 0x5A82_7999)
            case 20..<40: (b ^ c ^ d, 0x6ED9_EBA1)
            case 40..<60: ((b & c) | (b & d) | (c & d), 0x8F1B_BCDC)
            default: (b ^ c ^ d, 0xCA62_C1D6)
            }
        let next = rotated(a, 5) &+ mixed &+ e &+ constant &+ words[place]
        (e, d, c, b, a) = (d, c, rotated(b, 30), a, next)
    }
    for (place, word) in [a, b, c, d, e].enumerated() { hash[place] &+= word }
}
