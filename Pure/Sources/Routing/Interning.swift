/// Small numbers for equal values, as long as somebody holds them.
struct Interning<Value: Hashable & Sendable>: Sendable {
  private var numbers: [Value: Int32] = [:]
  private var values: ContiguousArray<Value?> = []
  private var holders: ContiguousArray<Int32> = []
  private var free: ContiguousArray<Int32> = []

  subscript(number: Int32) -> Value? { values[Int(number)] }

  /// The number of a value, held once more, and whether it has just been given.
  mutating func hold(_ value: Value) -> (number: Int32, isNew: Bool) {
    if let number = numbers[value] {
      holders[Int(number)] += 1
      return (number, false)
    }
    return (place(value), true)
  }

  private mutating func place(_ value: Value) -> Int32 {
    let number = free.popLast() ?? Int32(values.count)
    if Int(number) == values.count {
      values.append(value)
      holders.append(1)
    } else {
      values[Int(number)] = value
      holders[Int(number)] = 1
    }
    numbers[value] = number
    return number
  }

  /// Whether nobody holds it any more; then its number may be given again.
  @discardableResult
  mutating func letGo(_ number: Int32) -> Bool {
    holders[Int(number)] -= 1
    guard holders[Int(number)] == 0 else { return false }
    if let value = values[Int(number)] { numbers[value] = nil }
    values[Int(number)] = nil
    free.append(number)
    return true
  }
}
