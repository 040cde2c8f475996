/// How nodes get and lose keys. The key of an inner node's child is a bound from below; that of its first child is not looked at.
extension Lines {
  func childSlot(_ node: Int, _ place: Int) -> Int { Int(nodes[node].below) * Self.width + Int(nodes[node].start) + place }

  mutating func takeNode() -> Int32 {
    if let node = freeNodes.popLast() {
      nodes[Int(node)] = Node()
      return node
    }
    nodes.append(Node())
    keys.append(contentsOf: repeatElement(.none, count: Self.width))
    return Int32(nodes.count - 1)
  }

  private mutating func takeInnerNode() -> Int32 {
    let node = takeNode()
    if let piece = freePieces.popLast() {
      nodes[Int(node)].below = piece
    } else {
      nodes[Int(node)].below = Int32(children.count / Self.width)
      children.append(contentsOf: repeatElement(-1, count: Self.width))
    }
    return node
  }

  private mutating func giveBack(_ node: Int) {
    if nodes[node].below >= 0 { freePieces.append(nodes[node].below) }
    freeNodes.append(Int32(node))
  }

  /// Makes room for a key among a node's, and puts it there.
  mutating func open(_ node: Int, at place: Int, for key: Key, child: Int32 = -1) {
    let (start, count) = (Int(nodes[node].start), Int(nodes[node].count))
    let givesWayInFront = start > 0 && (place < count / 2 || start + count == Self.width)
    if givesWayInFront {
      move(node, from: start, count: place, by: -1)
      nodes[node].start -= 1
    } else {
      move(node, from: start + place, count: count - place, by: 1)
    }
    nodes[node].count += 1
    keys[slot(node, place)] = key
    if nodes[node].below >= 0 { children[childSlot(node, place)] = child }
  }

  mutating func close(_ node: Int, at place: Int) {
    let (start, count) = (Int(nodes[node].start), Int(nodes[node].count))
    if place < count / 2 {
      move(node, from: start, count: place, by: 1)
      nodes[node].start += 1
    } else {
      move(node, from: start + place + 1, count: count - place - 1, by: -1)
    }
    nodes[node].count -= 1
  }

  private mutating func move(_ node: Int, from: Int, count: Int, by step: Int) {
    Self.move(&keys, from: node * Self.width + from, count: count, by: step)
    guard nodes[node].below >= 0 else { return }
    Self.move(&children, from: Int(nodes[node].below) * Self.width + from, count: count, by: step)
  }

  private static func move<Element>(_ all: inout ContiguousArray<Element>, from: Int, count: Int, by step: Int) {
    var span = all.mutableSpan
    if step < 0 {
      for index in from..<from + count { span[index - 1] = span[index] }
    } else {
      for index in (from..<from + count).reversed() { span[index + 1] = span[index] }
    }
  }

  /// Divides a full node, and says in which part the key belongs. Keys that come last leave a full node behind them.
  mutating func split(_ node: Int, for key: Key, _ line: inout Line<Key>) -> Int {
    let count = Int(nodes[node].count)
    let isLast = nodes[node].next < 0 && keys[slot(node, count - 1)] < key
    let kept = isLast ? count : count / 2
    let right = Int(nodes[node].below >= 0 ? takeInnerNode() : takeNode())
    for place in kept..<count {
      keys[right * Self.width + place - kept] = keys[slot(node, place)]
      guard nodes[node].below >= 0 else { continue }
      let child = children[childSlot(node, place)]
      children[childSlot(right, place - kept)] = child
      nodes[Int(child)].parent = Int32(right)
    }
    nodes[right].count = Int32(count - kept)
    nodes[node].count = Int32(kept)
    if nodes[node].below < 0 { chain(right, after: node, &line) }
    let bound = isLast ? key : keys[slot(right, 0)]
    hang(right, from: bound, beside: node, &line)
    return key < bound ? node : right
  }

  private mutating func chain(_ leaf: Int, after previous: Int, _ line: inout Line<Key>) {
    let next = nodes[previous].next
    nodes[leaf].previous = Int32(previous)
    nodes[leaf].next = next
    nodes[previous].next = Int32(leaf)
    if next >= 0 { nodes[Int(next)].previous = Int32(leaf) } else { line.back = Int32(leaf) }
  }

  private mutating func hang(_ node: Int, from bound: Key, beside left: Int, _ line: inout Line<Key>) {
    if nodes[left].parent < 0 {
      line.root = takeInnerNode()
      open(Int(line.root), at: 0, for: bound, child: Int32(left))
      nodes[left].parent = line.root
    }
    var parent = Int(nodes[left].parent)
    if nodes[parent].count == Self.width { parent = split(parent, for: bound, &line) }
    open(parent, at: countUpTo(bound, in: parent, from: min(1, Int(nodes[parent].count))), for: bound, child: Int32(node))
    nodes[node].parent = Int32(parent)
  }

  /// Takes an empty leaf out of its line, and the nodes above it that are empty then.
  mutating func drop(_ leaf: Int, _ line: inout Line<Key>) {
    let (previous, next) = (nodes[leaf].previous, nodes[leaf].next)
    if previous >= 0 { nodes[Int(previous)].next = next }
    if next >= 0 { nodes[Int(next)].previous = previous }
    var node = leaf
    repeat {
      let parent = Int(nodes[node].parent)
      if parent >= 0 { close(parent, at: place(of: node, in: parent)) } else { line.root = -1 }
      giveBack(node)
      node = parent
    } while node >= 0 && nodes[node].count == 0
    lower(&line)
  }

  private func place(of child: Int, in node: Int) -> Int {
    var place = 0
    while children[childSlot(node, place)] != child { place += 1 }
    return place
  }

  /// A root with one child is none.
  private mutating func lower(_ line: inout Line<Key>) {
    while line.root >= 0, nodes[Int(line.root)].below >= 0, nodes[Int(line.root)].count == 1 {
      let root = Int(line.root)
      line.root = children[childSlot(root, 0)]
      nodes[Int(line.root)].parent = -1
      giveBack(root)
    }
  }
}
