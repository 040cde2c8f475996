/// Small numbers for equal values, as long as somebody holds them.
struct Interning<Value: Hashable & Sendable>: Sendable {
  private var numbers: [Value: Int] = [:]
  private var values: [Value?] = []
  private var holders: [Int] = []
  private var free: [Int] = []

  subscript(number: Int) -> Value? { values[number] }

  /// The number of a value, held once more.
  mutating func hold(_ value: Value) -> Int {
    let number = numbers[value] ?? place(value)
    holders[number] += 1
    return number
  }

  private mutating func place(_ value: Value) -> Int {
    let number = free.popLast() ?? values.count
    if number == values.count {
      values.append(value)
      holders.append(0)
    } else {
      values[number] = value
    }
    numbers[value] = number
    return number
  }

  mutating func letGo(_ number: Int) {
    guard let value = values[number] else { return }
    holders[number] -= 1
    guard holders[number] == 0 else { return }
    numbers[value] = nil
    values[number] = nil
    free.append(number)
  }
}
