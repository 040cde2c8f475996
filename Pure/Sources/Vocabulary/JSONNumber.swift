extension JSON {
  /// A number as it was written. "1.0", "1" and "1e0" are different texts and equal numbers.
  public struct Number: Sendable, Hashable {
    /// A valid RFC 8259 number.
    public let text: String

    /// The caller vouches that `text` is a valid RFC 8259 number; the parser is the caller.
    init(validText text: String) { self.text = text }

    public init(_ value: Int) { text = String(value) }

    /// JSON has no infinities and no NaN: they become 0.
    public init(_ value: Double) {
      guard value.isFinite else {
        text = "0"
        return
      }
      text = value == value.rounded() && abs(value) < 1e15 ? String(Int(value)) : "\(value)"
    }

    /// The exact whole number; nil when it has a fraction or does not fit.
    public var int: Int? {
      if let whole = Int(text) { return whole }
      guard let double = Double(text), double == double.rounded(), abs(double) < 9e15 else { return nil }
      return Int(double)
    }

    /// The nearest binary64; nil when out of range.
    public var double: Double? {
      guard let value = Double(text), value.isFinite else { return nil }
      return value
    }

    public static func == (left: Number, right: Number) -> Bool {
      if left.text == right.text { return true }
      guard let leftValue = left.double, let rightValue = right.double else { return false }
      if let leftWhole = left.int, let rightWhole = right.int { return leftWhole == rightWhole }
      return leftValue == rightValue
    }

    public func hash(into hasher: inout Hasher) { hasher.combine(double) }
  }
}
