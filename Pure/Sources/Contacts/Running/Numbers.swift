import Routing

/// Dense numbers for ids, as routing wants them. A number is given again when what had it is gone.
struct Numbers: Sendable {
  var queues = NumberBook()
  var profiles = NumberBook()
  var agents = NumberBook()
  var contacts = NumberBook()
  /// Names and values of predefined attributes; never given back.
  var attributeNames = NumberBook()
  var attributeValues = NumberBook()
}

struct NumberBook: Sendable {
  private var numbers: [String: UInt32] = [:]
  private var ids: [String?] = []
  private var free: [UInt32] = []

  /// The number of that id, given now if it has none.
  mutating func number(of id: String) -> UInt32 {
    if let number = numbers[id] { return number }
    let number = free.popLast() ?? UInt32(ids.count)
    if number == ids.count { ids.append(id) } else { ids[Int(number)] = id }
    numbers[id] = number
    return number
  }

  func existing(_ id: String) -> UInt32? { numbers[id] }
  func id(of number: UInt32) -> String? { Int(number) < ids.count ? ids[Int(number)] : nil }

  mutating func release(_ id: String) {
    guard let number = numbers.removeValue(forKey: id) else { return }
    ids[Int(number)] = nil
    free.append(number)
  }
}
