/// A source of randomness that is handed in. A host fills it from the system; a simulator from a seed.
public protocol Entropy {
  mutating func next() -> UInt64
}

/// SplitMix64: reproducible, and never for secrets.
public struct SeededEntropy: Entropy, Sendable {
  private var state: UInt64
  public init(seed: UInt64) { state = seed }

  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
    return mixed ^ mixed >> 31
  }
}

extension Entropy {
  /// A random UUID (RFC 9562 version 4) in its lower-case text form.
  public mutating func uuid() -> String {
    let high = next() & 0xFFFF_FFFF_FFFF_0FFF | 0x4000
    let low = next() & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000
    return UUIDText.text(high, low)
  }
}

extension Entropy {
  /// A UUID that begins with the time (RFC 9562 version 7): what is made together lies together in an index, so that it costs the
  /// same however much is there. It says when it was made, and is not for what nobody may guess.
  public mutating func uuid(at now: Moment) -> String {
    let milliseconds = UInt64(truncatingIfNeeded: now.microseconds / 1_000) & 0xFFFF_FFFF_FFFF
    let high = milliseconds << 16 | 0x7000 | next() & 0xFFF
    let low = next() & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000
    return UUIDText.text(high, low)
  }
}

enum UUIDText {
  static func text(_ high: UInt64, _ low: UInt64) -> String {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(36)
    for digit in 0..<32 {
      if digit == 8 || digit == 12 || digit == 16 || digit == 20 { bytes.append(UInt8(ascii: "-")) }
      let word = digit < 16 ? high : low
      let nibble = UInt8(truncatingIfNeeded: word >> UInt64(60 - 4 * (digit % 16))) & 0xF
      bytes.append(nibble < 10 ? nibble + 0x30 : nibble + 0x57)
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
