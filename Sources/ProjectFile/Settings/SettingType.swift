import FlowModel

/// How a setting's value is written: the same in the file, in the environment and on the command line.
struct SettingType<Value: Sendable>: Sendable {
    /// What is expected, as in "'limits.calls' is …".
    let expectation: String
    /// More than one text may be given: a list in the file, words between commas elsewhere.
    var isList = false
    /// The words to choose from, if there are such.
    var words: [String] = []
    /// A value that is wrong may be shown; there is no password in it.
    var isQuoted = true
    /// Its form in the file.
    var shape = JSONShape.text(pattern: nil)
    /// The value that texts stand for; `nil` when they stand for none.
    let read: @Sendable ([String]) -> Value?
    let show: @Sendable (Value) -> String
}

extension SettingType {
    /// One text that stands for a value.
    static func one(
        _ expectation: String, words: [String] = [], isQuoted: Bool = true,
        shape: JSONShape = .text(pattern: nil),
        read: @escaping @Sendable (String) -> Value?,
        show: @escaping @Sendable (Value) -> String
    ) -> SettingType {
        SettingType(
            expectation: expectation, words: words, isQuoted: isQuoted, shape: shape,
            read: { $0.count == 1 ? read($0[0]) : nil }, show: show)
    }
}

extension SettingType<String> {
    static func text(_ expectation: String) -> SettingType {
        .one(expectation, read: { $0.isEmpty ? nil : $0 }, show: { $0 })
    }
}

extension SettingType<[String]> {
    static func texts(_ expectation: String) -> SettingType {
        SettingType(
            expectation: expectation, isList: true,
            shape: .either([.list(.text(pattern: nil)), .text(pattern: nil)]),
            read: { $0.contains("") ? nil : $0 }, show: { $0.joined(separator: ", ") })
    }
}

extension SettingType<Bool> {
    static let truth = one(
        "true or false", words: ["true", "false"], shape: .boolean, read: { Bool($0) }, show: { "\($0)" })
}

extension SettingType<Int> {
    /// How many calls are up at once, of all or of one route: no machine has room for more.
    static let calls = count(1...100_000)
    static let port = count(HTTPAddress.ports)

    static func count(_ range: ClosedRange<Int>) -> SettingType {
        .one(
            "a whole number from \(range.lowerBound) to \(range.upperBound)", shape: .integer(range),
            read: { text in
                guard text.utf8.allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }),
                    let number = Int(text), range.contains(number)
                else { return nil }
                return number
            }, show: { "\($0)" })
    }

    static func size(from lowest: Int) -> SettingType {
        .one(
            "a size from \(Quantity.text(ofBytes: lowest)) on, such as 512MiB or 2GB",
            shape: .text(pattern: Quantity.sizePattern),
            read: { text in Quantity.bytes(text).flatMap { $0 >= lowest ? $0 : nil } },
            show: Quantity.text(ofBytes:))
    }
}

extension SettingType<Duration> {
    static func time(_ range: ClosedRange<Duration>) -> SettingType {
        .one(
            "a time from \(Quantity.text(of: range.lowerBound)) to \(Quantity.text(of: range.upperBound)), "
                + "with its unit: 500ms, 30s, 5m, 4h, 7d", shape: .text(pattern: Quantity.timePattern),
            read: { text in Quantity.time(text).flatMap { range.contains($0) ? $0 : nil } },
            show: Quantity.text(of:))
    }
}

extension SettingType where Value: RawRepresentable<String> & CaseIterable {
    static func word() -> SettingType {
        let words = Value.allCases.map(\.rawValue)
        return .one(
            "one of " + words.joined(separator: ", "), words: words, shape: .words(words),
            read: Value.init(rawValue:),
            show: { $0.rawValue })
    }
}
