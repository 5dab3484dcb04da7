/// A list that mostly has one element, such as the sounds of `play`: that one is kept in place, so that the
/// list takes no memory of its own. It never changes.
package enum ShortList<Element> {
    case one(Element)
    case several([Element])

    @inlinable package init(_ elements: [Element]) {
        if elements.count == 1 { self = .one(elements[0]) } else { self = .several(elements) }
    }
}

extension ShortList: Sendable where Element: Sendable {}
extension ShortList: Equatable where Element: Equatable {}
extension ShortList: Hashable where Element: Hashable {}

extension ShortList: RandomAccessCollection {
    @inlinable package var startIndex: Int { 0 }

    @inlinable package var endIndex: Int {
        switch self {
        case .one: 1
        case .several(let elements): elements.count
        }
    }

    @inlinable package subscript(index: Int) -> Element {
        switch self {
        case .one(let element):
            precondition(index == 0, "a list of one element has one index")
            return element
        case .several(let elements): return elements[index]
        }
    }
}

extension ShortList: ExpressibleByArrayLiteral {
    package init(arrayLiteral elements: Element...) { self.init(elements) }
}
