/// Walks over a part of a message. Space is LWS: blanks, and line breaks that a blank follows (RFC 3261 section 25.1).
struct OctetScanner {
  let octets: ArraySlice<UInt8>
  private(set) var position: Int
  let end: Int

  init(_ octets: ArraySlice<UInt8>) {
    self.octets = octets
    position = octets.startIndex
    end = octets.endIndex
  }

  var isAtEnd: Bool { position >= end }
  var next: UInt8? { position < end ? octets[position] : nil }
  mutating func skip() { position += 1 }
  mutating func rewind(to position: Int) { self.position = position }

  mutating func skipSpace() {
    while position < end {
      let octet = octets[position]
      if octet.isBlank {
        position += 1
      } else if octet == Octet.carriageReturn, position + 2 < end, octets[position + 1] == Octet.lineFeed,
        octets[position + 2].isBlank
      {
        position += 3
      } else {
        return
      }
    }
  }

  /// Takes that octet if it is the next.
  mutating func take(_ octet: UInt8) -> Bool {
    guard next == octet else { return false }
    position += 1
    return true
  }

  /// Takes that octet with the space around it, or nothing.
  mutating func takeSeparator(_ octet: UInt8) -> Bool {
    let start = position
    skipSpace()
    guard take(octet) else {
      position = start
      return false
    }
    skipSpace()
    return true
  }

  /// Takes as many octets of the set as there are; nil for none.
  mutating func run(_ set: OctetSet) -> Range<Int>? {
    let start = position
    while position < end, set.contains(octets[position]) { position += 1 }
    return position > start ? start..<position : nil
  }

  /// As `run`, where `%` stands for nothing but an escape; nil for a broken one.
  mutating func escapedRun(_ set: OctetSet) -> Range<Int>? {
    let start = position
    while position < end {
      if octets[position] == Octet.percent {
        guard position + 2 < end, octets[position + 1].nibble != nil, octets[position + 2].nibble != nil else { return nil }
        position += 3
      } else if set.contains(octets[position]) {
        position += 1
      } else {
        break
      }
    }
    return start..<position
  }

  mutating func token() -> Range<Int>? { run(.token) }

  /// A quoted string with its quotes; nil where it does not end.
  mutating func quotedString() -> Range<Int>? {
    let start = position
    guard take(Octet.quote) else { return nil }
    while position < end {
      switch octets[position] {
      case Octet.quote:
        position += 1
        return start..<position
      case Octet.backslash:
        guard position + 1 < end, octets[position + 1] < 0x80, !octets[position + 1].isLineBreak else { return nil }
        position += 2
      case Octet.carriageReturn:
        let before = position
        skipSpace()
        guard position > before else { return nil }
      default: position += 1
      }
    }
    return nil
  }

  /// A quoted string without its quotes and backslashes.
  static func unquoted(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    guard text.count >= 2, text.first == Octet.quote else { return text }
    let inner = text.dropFirst().dropLast()
    guard inner.contains(Octet.backslash) else { return inner }
    var plain: [UInt8] = []
    var isEscaped = false
    for octet in inner {
      if octet == Octet.backslash, !isEscaped {
        isEscaped = true
      } else {
        plain.append(octet)
        isEscaped = false
      }
    }
    return plain[...]
  }
}

extension UInt8 {
  var isLineBreak: Bool { self == Octet.carriageReturn || self == Octet.lineFeed }
}
