extension SDP {
  /// Reads a description of unknown origin.
  ///
  /// Lines end with CRLF or LF. Within their section they may stand in any order, since devices differ; `v=` and `o=` come first.
  /// Empty lines at the end are passed over, and so is whatever a voice call has no use for.
  public static func read(_ bytes: [UInt8]) throws(Problem) -> SDP {
    guard bytes.count <= bytesMax else {
      throw Problem(.tooLarge, line: 1, "a session description has \(bytesMax) bytes at most")
    }
    var reader = SDPReader()
    let end = bytes.lastIndex { $0 != 0x0A && $0 != 0x0D }.map { $0 + 1 } ?? 0
    for line in bytes[..<end].split(separator: 0x0A, omittingEmptySubsequences: false) {
      try reader.take(line.last == 0x0D ? line.dropLast() : line)
    }
    return try reader.finish()
  }
}

private struct SDPReader {
  private var line = 0
  private var origin: SDP.Origin?
  private var connection: SDP.Connection?
  private var attributes: [SDP.Attribute] = []
  private var attributesTally = 0
  private var media: [SDP.Media] = []

  mutating func take(_ text: ArraySlice<UInt8>) throws(SDP.Problem) {
    line += 1
    guard text.count <= SDP.lineBytesMax else { throw problem(.tooLarge, "a line has \(SDP.lineBytesMax) bytes at most") }
    guard text.count >= 2, text[text.startIndex + 1] == UInt8(ascii: "=") else {
      throw problem(.malformed, "a line is a letter, an equals sign and a value")
    }
    guard !text.contains(0), !text.contains(0x0D) else { throw problem(.malformed, "a value has neither NUL nor CR") }
    let value = text.dropFirst(2)
    switch (line, text[text.startIndex]) {
    case (1, UInt8(ascii: "v")):
      guard value.elementsEqual([0x30]) else { throw problem(.unsupported, "the version is not 0") }
    case (1, _): throw problem(.malformed, "the first line is v=0")
    case (2, UInt8(ascii: "o")): origin = try readOrigin(value)
    case (2, _): throw problem(.malformed, "the second line is o=")
    case (_, UInt8(ascii: "c")): try takeConnection(value)
    case (_, UInt8(ascii: "a")): try takeAttribute(value)
    case (_, UInt8(ascii: "m")): try takeMedia(value)
    default: try passOver(text[text.startIndex])
    }
  }

  func finish() throws(SDP.Problem) -> SDP {
    guard let origin else { throw SDP.Problem(.malformed, line: line, "the second line is o=") }
    return SDP(origin: origin, connection: connection, attributes: attributes, media: media)
  }

  private func problem(_ code: SDP.Problem.Code, _ message: String) -> SDP.Problem { SDP.Problem(code, line: line, message) }

  /// A description with a letter that is not understood is no description (section 5).
  private func passOver(_ letter: UInt8) throws(SDP.Problem) {
    guard "siuepbtrzk".utf8.contains(letter) else { throw problem(.unsupported, "RFC 8866 has no line of that letter") }
    guard media.isEmpty || "ibk".utf8.contains(letter) else { throw problem(.malformed, "a stream has no line of that letter") }
  }

  private func words(_ value: ArraySlice<UInt8>) throws(SDP.Problem) -> [String] {
    guard let text = String(validating: value, as: UTF8.self) else { throw problem(.malformed, "the value is not UTF-8") }
    return text.split(separator: " ").map(String.init)
  }

  private func readOrigin(_ value: ArraySlice<UInt8>) throws(SDP.Problem) -> SDP.Origin {
    let words = try words(value)
    guard words.count == 6 else { throw problem(.malformed, "o= has six members") }
    guard [words[1], words[2]].allSatisfy({ $0.utf8.count <= 32 && $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }) else {
      throw problem(.malformed, "session id and version of o= are at most 32 digits")
    }
    return SDP.Origin(username: words[0], sessionID: words[1], version: words[2], host: try readConnection(words[3...]))
  }

  /// `IN IP4 192.0.2.1`; what stands after a slash is the time to live and the count of multicast.
  private func readConnection(_ words: ArraySlice<String>) throws(SDP.Problem) -> SDP.Connection {
    let words = Array(words)
    guard words.count == 3, words[0] == "IN", words[1] == "IP4" || words[1] == "IP6" else {
      throw problem(.malformed, "an address is `IN`, `IP4` or `IP6`, and a host")
    }
    let host = words[2].prefix { $0 != "/" }
    guard let address = IPAddress(host) else {
      guard !host.isEmpty, host.utf8.count <= 255 else { throw problem(.malformed, "a host has 1 to 255 bytes") }
      return SDP.Connection(.name(String(host)))
    }
    guard (address.ipv4 != nil) == (words[1] == "IP4") else { throw problem(.malformed, "the address is of the other kind") }
    return SDP.Connection(address)
  }

  /// A stream has one, but for multicast in layers, of which the first is as good as none.
  private mutating func takeConnection(_ value: ArraySlice<UInt8>) throws(SDP.Problem) {
    let read = try readConnection(words(value)[...])
    if media.isEmpty {
      guard connection == nil else { throw problem(.malformed, "a session has one c=") }
      connection = read
    } else if media[media.count - 1].connection == nil {
      media[media.count - 1].connection = read
    }
  }

  private mutating func takeAttribute(_ value: ArraySlice<UInt8>) throws(SDP.Problem) {
    attributesTally += 1
    guard attributesTally <= SDP.attributesMax else {
      throw problem(.tooLarge, "there are \(SDP.attributesMax) attributes at most")
    }
    // A name is ASCII; values of attributes that are not known here may have any character set (a=charset).
    guard let text = String(validating: value, as: UTF8.self) else { return }
    let colon = text.utf8.firstIndex(of: UInt8(ascii: ":"))
    let name = String(text[..<(colon ?? text.endIndex)])
    guard !name.isEmpty else { throw problem(.malformed, "an attribute has a name") }
    let attribute = SDP.Attribute(name, colon.map { String(text[text.utf8.index(after: $0)...]) })
    if media.isEmpty { attributes.append(attribute) } else { media[media.count - 1].attributes.append(attribute) }
  }

  private mutating func takeMedia(_ value: ArraySlice<UInt8>) throws(SDP.Problem) {
    guard media.count < SDP.mediaMax else { throw problem(.tooLarge, "there are \(SDP.mediaMax) streams at most") }
    let words = try words(value)
    guard words.count >= 4 else { throw problem(.malformed, "m= has a kind, a port, a transport and formats") }
    guard words.count - 3 <= SDP.formatsMax else { throw problem(.tooLarge, "a stream has \(SDP.formatsMax) formats at most") }
    guard let port = words[1].prefix(while: { $0 != "/" }).utf8.decimal.flatMap(UInt16.init(exactly:)) else {
      throw problem(.malformed, "a port is a number from 0 to 65535")
    }
    media.append(SDP.Media(kind: words[0], port: port, transport: words[2], formats: Array(words[3...]), line: line))
  }
}
