/// A key of a phone, by its event code (RFC 4733 section 3.2).
public enum DTMFKey: UInt8, Sendable, CaseIterable {
  case zero, one, two, three, four, five, six, seven, eight, nine
  case star
  case pound
  case a, b, c, d

  private static let characters = Array("0123456789*#ABCD")

  public var character: Character { Self.characters[Int(rawValue)] }

  /// Nil for what is no key; letters may be small.
  public init?(_ character: Character) {
    let capital = character.asciiValue.map { (0x61...0x64).contains($0) ? Character(Unicode.Scalar($0 - 0x20)) : character }
    guard let code = Self.characters.firstIndex(of: capital ?? character) else { return nil }
    self.init(rawValue: UInt8(code))
  }

  /// In Hz (ITU-T Q.23).
  static let rows: [Double] = [697, 770, 852, 941]
  static let columns: [Double] = [1_209, 1_336, 1_477, 1_633]
  /// As they stand on a phone, row by row.
  private static let pad: [DTMFKey] = [
    .one, .two, .three, .a, .four, .five, .six, .b, .seven, .eight, .nine, .c, .star, .zero, .pound, .d,
  ]

  static func at(row: Int, column: Int) -> DTMFKey { pad[row * 4 + column] }

  /// What the key sounds like.
  /// - Parameter amplitude: of each of its two sines, where 1 is the loudest.
  public func tone(amplitude: Double = 0.2) -> Tone {
    let place = Self.pad.firstIndex(of: self) ?? 0
    return Tone(Self.rows[place / 4], Self.columns[place % 4], amplitude: amplitude)
  }
}

/// What becomes of keys, however they come.
public enum DTMFSignal: Sendable, Hashable {
  case pressed(DTMFKey)
  /// After so many samples of 8,000 a second.
  case released(DTMFKey, samples: Int)
}
