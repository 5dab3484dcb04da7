extension Explanation {
    static let ofYAML: [Explanation] = []
    static let ofDocuments: [Explanation] = []
    static let ofParameters: [Explanation] = []
    static let ofExpressions: [Explanation] = []
}
