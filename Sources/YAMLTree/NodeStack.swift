/// Nodes of all open collections, one above the other: a collection takes its children off the top when it
/// ends, by moving and not by copying them, so a tree costs one allocation per collection.
struct NodeStack: ~Copyable {
    private var storage: UnsafeMutablePointer<YAMLNode>
    private var capacity: Int
    private(set) var count = 0

    init() {
        capacity = 64
        storage = .allocate(capacity: capacity)
    }

    deinit {
        storage.deinitialize(count: count)
        storage.deallocate()
    }

    @inline(__always)
    mutating func push(_ node: consuming YAMLNode) {
        if count == capacity { grow() }
        (storage + count).initialize(to: node)
        count += 1
    }

    private mutating func grow() {
        let larger = UnsafeMutablePointer<YAMLNode>.allocate(capacity: capacity * 2)
        larger.moveInitialize(from: storage, count: count)
        storage.deallocate()
        storage = larger
        capacity *= 2
    }

    /// The top node, taken off; `nil` when there is none above `base`.
    mutating func pop(above base: Int = 0) -> YAMLNode? {
        guard count > base else { return nil }
        count -= 1
        return (storage + count).move()
    }

    /// All nodes above `base`, taken off.
    mutating func popSequence(above base: Int) -> [YAMLNode] {
        let (first, size) = take(above: base)
        var nodes: [YAMLNode] = []
        // Faster than `Array(unsafeUninitializedCapacity:)`, which is not specialised: measured.
        nodes.reserveCapacity(size)
        for index in 0..<size { nodes.append((first + index).move()) }
        return nodes
    }

    /// All nodes above `base`, key and value in turn, taken off.
    mutating func popEntries(above base: Int) -> [YAMLEntry] {
        let (first, size) = take(above: base)
        precondition(size.isMultiple(of: 2), "a mapping has a value for every key")
        var entries: [YAMLEntry] = []
        entries.reserveCapacity(size / 2)
        for index in stride(from: 0, to: size, by: 2) {
            entries.append(YAMLEntry((first + index).move(), (first + index + 1).move()))
        }
        return entries
    }

    private mutating func take(above base: Int) -> (first: UnsafeMutablePointer<YAMLNode>, size: Int) {
        precondition(base <= count, "a collection's children are on the stack")
        let size = count - base
        count = base
        return (storage + base, size)
    }
}
