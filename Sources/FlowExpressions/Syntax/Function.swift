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
