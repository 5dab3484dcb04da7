/// A method by its name: what it is for each kind of value (`swml-language.md` §2.8). Which is meant
/// is decided when the call runs; a name that no kind has is a finding at load.
struct Method: Sendable, Hashable {
    let string: StringMethod?
    let list: ListMethod?
    let number: NumberMethod?

    /// Nil when no kind of value has a method of that name.
    init?(_ name: String) {
        string = StringMethod(rawValue: name)
        list = ListMethod(rawValue: name)
        number = NumberMethod(rawValue: name)
        if string == nil, list == nil, number == nil { return nil }
    }

    var name: String { string?.rawValue ?? list?.rawValue ?? number?.rawValue ?? "" }

    /// The only method of truth values and maps.
    var isToString: Bool { string == .toString }

    /// The names of all methods, each once.
    static let names: [String] = {
        let strings = StringMethod.allCases.map(\.rawValue)
        let others = ListMethod.allCases.map(\.rawValue) + NumberMethod.allCases.map(\.rawValue)
        return strings + others.filter { !strings.contains($0) }
    }()

    /// Where a function may stand among the arguments, and whether it must.
    var callback: CallbackPlace? { string?.callback ?? list?.callback }

    /// Where a regular expression may stand among the arguments.
    var patternPlace: Int? { string?.takesPattern == true ? 0 : nil }

    /// The kinds of values that have it.
    var owners: Set<Owner> {
        var owners: Set<Owner> = isToString ? [.bool, .map] : []
        if string != nil { owners.insert(.string) }
        if list != nil { owners.insert(.list) }
        if number != nil { owners.insert(.number) }
        return owners
    }

    /// Whether its result is a text, or a list, whatever it is called on; nil for anything less certain.
    var result: Owner? {
        switch (string, list) {
        case (let string?, nil): string.result
        case (nil, let list?): list.result
        case (let string?, let list?): string.result == list.result ? string.result : nil
        case (nil, nil): .string
        }
    }

    enum Owner: String { case string, list, number, bool, map }

    struct CallbackPlace {
        var index: Int
        var isRequired: Bool
    }
}

enum StringMethod: String, Sendable, Hashable, CaseIterable {
    case at, charAt, charCodeAt, codePointAt, concat, endsWith, includes, indexOf, lastIndexOf, match
    case padEnd, padStart, `repeat`, replace, replaceAll, search, slice, split, startsWith, substr, substring
    case toLowerCase, toString, toUpperCase, trim, trimEnd, trimStart

    var takesPattern: Bool {
        switch self {
        case .match, .replace, .replaceAll, .search, .split: true
        case .at, .charAt, .charCodeAt, .codePointAt, .concat, .endsWith, .includes, .indexOf, .lastIndexOf,
            .padEnd, .padStart, .repeat, .slice, .startsWith, .substr, .substring, .toLowerCase, .toString,
            .toUpperCase, .trim, .trimEnd, .trimStart:
            false
        }
    }

    fileprivate var callback: Method.CallbackPlace? {
        self == .replace || self == .replaceAll ? Method.CallbackPlace(index: 1, isRequired: false) : nil
    }

    fileprivate var result: Method.Owner? {
        switch self {
        case .charAt, .concat, .padEnd, .padStart, .repeat, .replace, .replaceAll, .slice, .substr,
            .substring, .toLowerCase, .toString, .toUpperCase, .trim, .trimEnd, .trimStart:
            .string
        case .split: .list
        case .at, .charCodeAt, .codePointAt, .endsWith, .includes, .indexOf, .lastIndexOf, .match, .search,
            .startsWith:
            nil
        }
    }
}

enum ListMethod: String, Sendable, Hashable, CaseIterable {
    case at, concat, every, filter, find, findIndex, findLast, findLastIndex, flat, flatMap, includes
    case indexOf, join, lastIndexOf, map, reduce, reduceRight, reverse, slice, some, sort, toString

    fileprivate var callback: Method.CallbackPlace? {
        switch self {
        case .every, .filter, .find, .findIndex, .findLast, .findLastIndex, .flatMap, .map, .reduce,
            .reduceRight, .some:
            Method.CallbackPlace(index: 0, isRequired: true)
        case .sort: Method.CallbackPlace(index: 0, isRequired: false)
        case .at, .concat, .flat, .includes, .indexOf, .join, .lastIndexOf, .reverse, .slice, .toString: nil
        }
    }

    fileprivate var result: Method.Owner? {
        switch self {
        case .join, .toString: .string
        case .concat, .filter, .flat, .flatMap, .map, .reverse, .slice, .sort: .list
        case .at, .every, .find, .findIndex, .findLast, .findLastIndex, .includes, .indexOf, .lastIndexOf,
            .reduce, .reduceRight, .some:
            nil
        }
    }
}

enum NumberMethod: String, Sendable, Hashable, CaseIterable {
    case toFixed, toPrecision, toString
}
