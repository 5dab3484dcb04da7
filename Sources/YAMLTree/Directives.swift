/// A count of `%` lines before libyaml meets them: it compares each `%TAG` with all before it.
enum Directives {
    /// Whether the directive lines that begin here, comments and document ends aside, are within the limit.
    static func areFew(in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Bool {
        var count = 0
        var at = start
        while at < bytes.count {
            switch bytes[at] {
            case UInt8(ascii: "%"):
                count += 1
                if count > YAMLLimits.directives { return false }
                at = SourceScan.endOfLine(in: bytes, from: at)
            case UInt8(ascii: "#"):
                at = SourceScan.endOfLine(in: bytes, from: at)
            case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"), UInt8(ascii: "\n"),
                UInt8(ascii: "."):
                at += 1
            default:
                return true
            }
        }
        return true
    }
}
