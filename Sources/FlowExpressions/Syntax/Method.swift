/// The methods that expressions know (`swml-language.md` §2.8). Which kind of value has which is decided when
/// the call runs; a name that no kind has is a finding at load.
enum Method: String, Sendable, Hashable, CaseIterable {
    // Strings.
    case charAt, charCodeAt, codePointAt, endsWith, match, padEnd, padStart, `repeat`, replace, replaceAll
    case search, split, startsWith, substr, substring, toLowerCase, toUpperCase, trim, trimEnd, trimStart
    // Strings and lists.
    case at, concat, includes, indexOf, lastIndexOf, slice, toString
    // Lists.
    case every, filter, find, findIndex, findLast, findLastIndex, flat, flatMap, join, map, reduce
    case reduceRight, reverse, some, sort
    // Numbers.
    case toFixed, toPrecision
    // Regular expressions.
    case test

    /// What the arguments of a method may be besides values.
    struct Shape {
        /// Where a function is wanted, and whether it may be left out.
        var callback: (index: Int, isRequired: Bool)?
        /// Where a regular expression may stand.
        var pattern: Int?
    }

    var shape: Shape {
        switch self {
        case .every, .filter, .find, .findIndex, .findLast, .findLastIndex, .flatMap, .map, .reduce,
            .reduceRight, .some:
            Shape(callback: (0, true))
        case .sort: Shape(callback: (0, false))
        case .replace, .replaceAll: Shape(callback: (1, false), pattern: 0)
        case .match, .search, .split: Shape(pattern: 0)
        case .charAt, .charCodeAt, .codePointAt, .endsWith, .padEnd, .padStart, .repeat, .startsWith, .substr,
            .substring, .toLowerCase, .toUpperCase, .trim, .trimEnd, .trimStart, .at, .concat, .includes,
            .indexOf, .lastIndexOf, .slice, .toString, .flat, .join, .reverse, .toFixed, .toPrecision, .test:
            Shape()
        }
    }

    /// The kinds of values a method belongs to.
    var owners: Set<Owner> {
        switch self {
        case .charAt, .charCodeAt, .codePointAt, .endsWith, .match, .padEnd, .padStart, .repeat, .replace,
            .replaceAll, .search, .split, .startsWith, .substr, .substring, .toLowerCase, .toUpperCase, .trim,
            .trimEnd, .trimStart:
            [.string]
        case .at, .concat, .includes, .indexOf, .lastIndexOf, .slice: [.string, .list]
        case .toString: [.string, .list, .number, .bool, .map]
        case .every, .filter, .find, .findIndex, .findLast, .findLastIndex, .flat, .flatMap, .join, .map,
            .reduce, .reduceRight, .reverse, .some, .sort:
            [.list]
        case .toFixed, .toPrecision: [.number]
        case .test: []
        }
    }

    enum Owner: String { case string, list, number, bool, map }
}

/// The functions that expressions know, by their full names.
enum Function: String, Sendable, Hashable, CaseIterable {
    case parseInt, parseFloat, isNaN, isFinite, encodeURIComponent, decodeURIComponent
    case number = "Number", string = "String", boolean = "Boolean"
    case mathAbs = "Math.abs", mathCeil = "Math.ceil", mathFloor = "Math.floor", mathMax = "Math.max"
    case mathMin = "Math.min", mathPow = "Math.pow", mathRound = "Math.round", mathSign = "Math.sign"
    case mathSqrt = "Math.sqrt", mathTrunc = "Math.trunc"
    case jsonStringify = "JSON.stringify", jsonParse = "JSON.parse"
    case objectKeys = "Object.keys", objectValues = "Object.values", objectEntries = "Object.entries"
    case arrayIsArray = "Array.isArray"
    case numberIsInteger = "Number.isInteger", numberIsNaN = "Number.isNaN"
    case numberIsFinite = "Number.isFinite", numberParseInt = "Number.parseInt"
    case numberParseFloat = "Number.parseFloat"

    /// The words that functions hang on.
    static let namespaces: Set<Text> = ["Math", "JSON", "Object", "Array", "Number"]

    /// Constants with a full name.
    static func constant(_ name: String) -> Double? {
        switch name {
        case "Math.PI": .pi
        case "Math.E": 2.718281828459045
        case "Number.MAX_SAFE_INTEGER": 9_007_199_254_740_991
        case "Number.MIN_SAFE_INTEGER": -9_007_199_254_740_991
        case _: nil
        }
    }
}

/// The nearest known name, for "did you mean".
enum Suggestion {
    /// The candidate within two edits of a name, or that differs only in case; nil when none is near.
    static func nearest(to name: String, among candidates: [String]) -> String? {
        let lowered = name.lowercased()
        if let same = candidates.first(where: { $0.lowercased() == lowered }) { return same }
        let limit = name.utf8.count < 4 ? 1 : 2
        guard name.utf8.count <= 32 else { return nil }
        return candidates.map { ($0, distance(Array(name.utf8), Array($0.utf8))) }
            .filter { $0.1 <= limit }.min { $0.1 < $1.1 }?.0
    }

    /// Levenshtein's distance.
    private static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
        var row = Array(0...right.count)
        for (lineIndex, byte) in left.enumerated() {
            var diagonal = row[0]
            row[0] = lineIndex + 1
            for (index, other) in right.enumerated() {
                let substituted = diagonal + (byte == other ? 0 : 1)
                diagonal = row[index + 1]
                row[index + 1] = min(substituted, diagonal + 1, row[index] + 1)
            }
        }
        return row[right.count]
    }
}
