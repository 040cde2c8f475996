/// Finds the parts of a message in one walk. It notes the first fault and goes on, so that the fault can be answered.
struct MessageIndex {
  let octets: [UInt8]
  private(set) var fields: [ReceivedMessage.Field] = []
  private(set) var fault: SIPProblem?
  private var position = 0
  private var hasEnded = false

  init(_ octets: [UInt8]) {
    self.octets = octets
    fields.reserveCapacity(24)
  }

  private mutating func note(_ problem: SIPProblem) { if fault == nil { fault = problem } }

  /// Where the line that begins at `start` ends, and whether a line break ends it.
  private func line(from start: Int) -> (end: Int, isComplete: Bool) {
    var at = start
    while at + 1 < octets.count {
      if octets[at] == Octet.carriageReturn, octets[at + 1] == Octet.lineFeed { return (at, true) }
      at += 1
    }
    return (octets.count, false)
  }

  // MARK: Start line

  mutating func startLine() throws(SIPProblem) -> ReceivedMessage.StartLine {
    // RFC 3261 section 7.5: empty lines before the start line are ignored.
    while position + 1 < octets.count, octets[position] == Octet.carriageReturn, octets[position + 1] == Octet.lineFeed {
      position += 2
    }
    let (end, isComplete) = line(from: position)
    let range = position..<end
    position = isComplete ? end + 2 : end
    guard isComplete, !octets[range].contains(where: \.isLineBreak) else { throw Self.unrecognisable }
    if octets[range].prefix(4).isSame(ignoringCase: "SIP/") { return try statusLine(range) }
    return try requestLine(range)
  }

  private static let unrecognisable = SIPProblem(.unrecognisable, .startLine, "Not a SIP message")

  /// `SIP-Version SP 3DIGIT SP Reason-Phrase`. Nobody is told of a fault in a response: it is dropped.
  private func statusLine(_ range: Range<Int>) throws(SIPProblem) -> ReceivedMessage.StartLine {
    let line = octets[range]
    let at = line.startIndex
    guard line.count >= 11, line.prefix(7).isSame(ignoringCase: "SIP/2.0"), line[at + 7] == Octet.space,
      line[at + 11 - 1].isDigit, line.count == 11 || line[at + 11] == Octet.space,
      let status = line[(at + 8)..<(at + 11)].decimal(atMost: 699), status >= 100
    else { throw Self.unrecognisable }
    return .response(status: Int(status), reason: min(at + 12, range.upperBound)..<range.upperBound)
  }

  /// `Method SP Request-URI SP SIP-Version`, each space exactly one.
  private mutating func requestLine(_ range: Range<Int>) throws(SIPProblem) -> ReceivedMessage.StartLine {
    let line = octets[range]
    guard let first = line.firstIndex(of: Octet.space), let lastOctet = line.lastIndex(where: { $0 != Octet.space }),
      let last = line[...lastOctet].lastIndex(of: Octet.space), first < last
    else { throw Self.unrecognisable }
    let method = line[..<first]
    let version = line[(last + 1)...lastOctet]
    guard (1...SIPLimits.methodBytesMax).contains(method.count), method.allSatisfy(OctetSet.token.contains),
      version.prefix(4).isSame(ignoringCase: "SIP/")
    else { throw Self.unrecognisable }
    let uri = (first + 1)..<max(first + 1, last)
    if !version.isSame(ignoringCase: "SIP/2.0") {
      note(SIPProblem(.unsupportedVersion, .startLine, "Version Not Supported"))
    } else if uri.isEmpty || lastOctet + 1 != range.upperBound || octets[uri].contains(where: \.isBlank) {
      note(SIPProblem(.malformed, .startLine, "Bad space in the Request-Line"))
    } else if uri.count > SIPLimits.uriBytesMax {
      note(SIPProblem(.uriTooLong, .startLine, "Request-URI Too Long"))
    }
    return .request(SIPMethod(method), uri: uri)
  }

  // MARK: Fields

  mutating func readFields() {
    while position < octets.count {
      let start = position
      guard let end = fieldEnd() else { return }
      if end == start {
        hasEnded = true
        return
      }
      guard position - start <= SIPLimits.fieldBytesMax, fields.count < SIPLimits.fieldsMax,
        position <= SIPLimits.headerSectionBytesMax
      else { return note(SIPProblem(.messageTooLarge, .message, "Header section too large")) }
      readField(start..<end)
    }
  }

  /// Moves past a field with its folded lines, and tells where it ends; nil where no line break ends it.
  private mutating func fieldEnd() -> Int? {
    let start = position
    while true {
      let (end, isComplete) = line(from: position)
      position = isComplete ? end + 2 : end
      guard isComplete else { return nil }
      guard end > start, position < octets.count, octets[position].isBlank else { return end }
    }
  }

  private mutating func readField(_ range: Range<Int>) {
    var scanner = OctetScanner(octets[range])
    guard let name = scanner.token() else {
      return note(SIPProblem(.malformed, .message, "Malformed header field name"))
    }
    while scanner.next?.isBlank == true { scanner.skip() }
    let header = HeaderName(octets[name])
    guard scanner.take(Octet.colon) else { return note(.malformed(header, "Header field without a colon")) }
    scanner.skipSpace()
    let value = trimmed(scanner.position..<range.upperBound)
    if !hasOnlyFolds(value) { note(.malformed(header, "Stray line break in a header field")) }
    fields.append(ReceivedMessage.Field(header: header, name: name, value: value))
  }

  private func trimmed(_ range: Range<Int>) -> Range<Int> {
    var end = range.upperBound
    while end > range.lowerBound, octets[end - 1].isBlank || octets[end - 1].isLineBreak { end -= 1 }
    return range.lowerBound..<end
  }

  /// Whether each CR and LF is of a line break that a blank follows.
  private func hasOnlyFolds(_ range: Range<Int>) -> Bool {
    var at = range.lowerBound
    while at < range.upperBound {
      let octet = octets[at]
      if octet == Octet.carriageReturn, at + 2 < range.upperBound, octets[at + 1] == Octet.lineFeed, octets[at + 2].isBlank {
        at += 3
      } else if octet.isLineBreak {
        return false
      } else {
        at += 1
      }
    }
    return true
  }

  // MARK: Body

  mutating func readBody(isLengthRequired: Bool) -> Range<Int> {
    let rest = position..<octets.count
    guard hasEnded else {
      note(SIPProblem(.malformed, .message, "No empty line after the header fields"))
      return octets.count..<octets.count
    }
    let lengths = fields.filter { $0.header == .contentLength }
    guard let field = lengths.first else {
      if isLengthRequired { note(SIPProblem(.missingHeader, .header(.contentLength), "Missing Content-Length")) }
      return rest
    }
    guard lengths.count == 1 else {
      note(SIPProblem(.repeatedHeader, .header(.contentLength), "More than one Content-Length"))
      return rest.lowerBound..<rest.lowerBound
    }
    guard let length = octets[field.value].decimal(atMost: UInt64(UInt32.max)) else {
      note(.malformed(.contentLength, "Malformed Content-Length"))
      return rest.lowerBound..<rest.lowerBound
    }
    guard length <= rest.count else {
      note(SIPProblem(.truncatedBody, .body, "Body shorter than Content-Length"))
      return rest
    }
    return rest.lowerBound..<(rest.lowerBound + Int(length))
  }
}
