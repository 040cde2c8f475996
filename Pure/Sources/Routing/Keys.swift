/// By what members stand in a line. No two members have equal keys.
protocol LineKey: Comparable, Sendable {
  /// After the keys of all members.
  static var none: Self { get }
  var number: UInt32 { get }
}

/// The order of contacts that wait: priority, then age, then number.
struct WaitingKey: LineKey {
  let priority: Int
  let since: Int64
  let number: UInt32

  static var none: Self { WaitingKey(priority: .max, since: .max, number: .max) }

  static func < (left: Self, right: Self) -> Bool {
    if left.priority != right.priority { return left.priority < right.priority }
    if left.since != right.since { return left.since < right.since }
    return left.number < right.number
  }
}

/// The order of free agents, and of contacts by age: longest first, then number.
struct IdleKey: LineKey {
  let since: Int64
  let number: UInt32

  static var none: Self { IdleKey(since: .max, number: .max) }

  static func < (left: Self, right: Self) -> Bool {
    left.since != right.since ? left.since < right.since : left.number < right.number
  }
}
