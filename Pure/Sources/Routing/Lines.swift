/// One line of `Lines`: its first key, which is looked at most, and where the others are.
struct Line<Key: LineKey>: Sendable {
  fileprivate(set) var first = Key.none
  var root: Int32 = -1
  /// Its first leaf and its last.
  fileprivate var front: Int32 = -1
  var back: Int32 = -1

  var isEmpty: Bool { root < 0 }
}

/// Many lines of keys, each in order, in one table.
///
/// A line is a B+ tree, and its nodes are pieces of one array: a key that comes or goes touches the few neighbouring cache lines
/// of a node, nobody else's record is written to, and no line has memory of its own. A node is given back when it is empty.
struct Lines<Key: LineKey>: Sendable {
  struct Node: Sendable {
    /// Its keys are `count` from `start` on, so that both ends can give way.
    var start: Int32 = 0
    var count: Int32 = 0
    var parent: Int32 = -1
    /// Neighbours of a leaf.
    var previous: Int32 = -1
    var next: Int32 = -1
    /// Its piece of `children`; below zero for a leaf.
    var below: Int32 = -1
  }

  static var width: Int { 64 }

  var nodes: ContiguousArray<Node> = []
  var keys: ContiguousArray<Key> = []
  var children: ContiguousArray<Int32> = []
  var freeNodes: ContiguousArray<Int32> = []
  var freePieces: ContiguousArray<Int32> = []

  mutating func insert(_ key: Key, into line: inout Line<Key>) {
    if line.isEmpty {
      let leaf = takeNode()
      (line.root, line.front, line.back) = (leaf, leaf, leaf)
    }
    var leaf = leaf(for: key, in: line)
    if nodes[leaf].count == Self.width { leaf = split(leaf, for: key, &line) }
    let place = countUpTo(key, in: leaf, from: 0)
    if place > 0, keys[slot(leaf, place - 1)] == key { return }
    open(leaf, at: place, for: key)
    if key < line.first { line.first = key }
  }

  mutating func remove(_ key: Key, from line: inout Line<Key>) {
    guard !line.isEmpty else { return }
    let isFirst = key == line.first
    let leaf = isFirst ? Int(line.front) : leaf(for: key, in: line)
    let place = isFirst ? 0 : countUpTo(key, in: leaf, from: 0) - 1
    guard place >= 0, keys[slot(leaf, place)] == key else { return }
    close(leaf, at: place)
    if nodes[leaf].count == 0 {
      if line.front == leaf { line.front = nodes[leaf].next }
      if line.back == leaf { line.back = nodes[leaf].previous }
      drop(leaf, &line)
    }
    if isFirst { line.first = line.isEmpty ? .none : keys[slot(Int(line.front), 0)] }
  }

  /// The first key in order whose member is admitted, at most `lookedAtMax` of them looked at; `none` if there is none.
  func first(in line: Line<Key>, lookingAt lookedAtMax: Int, where isAdmitted: (UInt32) -> Bool) -> Key {
    if line.isEmpty || isAdmitted(line.first.number) { return line.first }
    var (leaf, place) = (Int(line.front), 1)
    for _ in 1..<lookedAtMax {
      if place == nodes[leaf].count {
        (leaf, place) = (Int(nodes[leaf].next), 0)
        guard leaf >= 0 else { return .none }
      }
      let key = keys[slot(leaf, place)]
      if isAdmitted(key.number) { return key }
      place += 1
    }
    return .none
  }

  func slot(_ node: Int, _ place: Int) -> Int { node * Self.width + Int(nodes[node].start) + place }

  /// Most keys come at one of the ends, where no inner node has to be looked at.
  private func leaf(for key: Key, in line: Line<Key>) -> Int {
    let (front, back) = (Int(line.front), Int(line.back))
    if front == back || key < keys[slot(front, Int(nodes[front].count) - 1)] { return front }
    return key < keys[slot(back, 0)] ? innerLeaf(for: key, in: line) : back
  }

  private func innerLeaf(for key: Key, in line: Line<Key>) -> Int {
    var node = Int(line.root)
    while nodes[node].below >= 0 {
      let place = countUpTo(key, in: node, from: 1) - 1
      node = Int(children[childSlot(node, place)])
    }
    return node
  }

  /// How many of a node's keys, those before `from` taken for granted, are no later than this one.
  func countUpTo(_ key: Key, in node: Int, from: Int) -> Int {
    let base = slot(node, 0)
    var (low, high) = (from, Int(nodes[node].count))
    while low < high {
      let middle = (low + high) / 2
      if key < keys[base + middle] { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
