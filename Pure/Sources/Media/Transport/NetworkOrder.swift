extension Span<UInt8> {
  /// Two bytes, the most significant first.
  func word(at place: Int) -> UInt16 { UInt16(self[place]) << 8 | UInt16(self[place + 1]) }
  /// Four bytes, the most significant first.
  func doubleWord(at place: Int) -> UInt32 { UInt32(word(at: place)) << 16 | UInt32(word(at: place + 2)) }
}

extension MutableSpan<UInt8> {
  mutating func set(_ value: UInt16, at place: Int) {
    self[place] = UInt8(truncatingIfNeeded: value >> 8)
    self[place + 1] = UInt8(truncatingIfNeeded: value)
  }

  mutating func set(_ value: UInt32, at place: Int) {
    set(UInt16(truncatingIfNeeded: value >> 16), at: place)
    set(UInt16(truncatingIfNeeded: value), at: place + 2)
  }
}
