/// Cuts what a TCP or TLS connection brings into messages (RFC 3261 section 18.3). After an error the connection has to end:
/// where the next message begins is not known.
public struct StreamFramer: Sendable {
  public enum Unit: Sendable {
    case message(ReceivedMessage)
    /// Two line breaks between messages: answer with one (RFC 5626 section 4.4.1).
    case ping
  }

  private var buffer: [UInt8] = []
  /// Octets of the buffer that were taken.
  private var head = 0
  /// What of the buffer was looked at for the end of a header section.
  private var searched = 0
  /// Where the message that waits for its body will end.
  private var messageEnd: Int?
  private var hasLineBreak = false

  public init() {}

  /// Octets that wait for the rest of their message; never more than a message may have beside what one read brings.
  public var pendingBytes: Int { buffer.count - head }

  public mutating func append(_ octets: some Collection<UInt8>) {
    if head > 0 {
      buffer.removeFirst(head)
      searched = max(0, searched - head)
      messageEnd = messageEnd.map { $0 - head }
      head = 0
    }
    buffer.append(contentsOf: octets)
  }

  /// The next whole unit, nil where more octets are needed.
  /// - Throws: what the connection ends for: octets that are no SIP, a header section or body over its limit, a length that is
  ///   missing or cannot be.
  public mutating func next() throws(SIPProblem) -> Unit? {
    if takeLineBreaks() { return .ping }
    guard head < buffer.count, buffer[head] != Octet.carriageReturn else { return nil }
    guard OctetSet.token.contains(buffer[head]) else {
      throw SIPProblem(.unrecognisable, .startLine, "Not a SIP message")
    }
    hasLineBreak = false
    guard let end = try wholeMessageEnd(), end <= buffer.count else { return nil }
    let message = try ReceivedMessage(Array(buffer[head..<end]), isLengthRequired: true)
    head = end
    searched = end
    messageEnd = nil
    return .message(message)
  }

  private static let tooLarge = SIPProblem(.messageTooLarge, .message, "Message Too Large")

  /// Where the message that begins at the head ends; nil as long as its header section is not whole.
  private mutating func wholeMessageEnd() throws(SIPProblem) -> Int? {
    if let messageEnd { return messageEnd }
    let headerEnd = headerSectionEnd()
    guard (headerEnd ?? buffer.count) - head <= SIPLimits.headerSectionBytesMax else { throw Self.tooLarge }
    guard let headerEnd else { return nil }
    let header = try ReceivedMessage(Array(buffer[head..<headerEnd]), isLengthRequired: true)
    let end = headerEnd + (try Self.bodyBytes(of: header))
    guard end - head <= SIPLimits.messageBytesMax else { throw Self.tooLarge }
    messageEnd = end
    return end
  }

  private static func bodyBytes(of header: ReceivedMessage) throws(SIPProblem) -> Int {
    guard header.count(of: .contentLength) == 1, let text = header.value(of: .contentLength) else {
      throw header.fault ?? SIPProblem(.missingHeader, .header(.contentLength), "Missing Content-Length")
    }
    guard let length = text.decimal(atMost: UInt64(UInt32.max)) else {
      throw .malformed(.contentLength, "Malformed Content-Length")
    }
    return Int(length)
  }

  /// Takes line breaks between messages up to the second, which makes a ping.
  private mutating func takeLineBreaks() -> Bool {
    while head + 1 < buffer.count, buffer[head] == Octet.carriageReturn, buffer[head + 1] == Octet.lineFeed {
      head += 2
      hasLineBreak.toggle()
      if !hasLineBreak { return true }
    }
    return false
  }

  private mutating func headerSectionEnd() -> Int? {
    var at = max(head, searched - 3)
    while at + 3 < buffer.count {
      if buffer[at] == Octet.carriageReturn, buffer[at + 1] == Octet.lineFeed, buffer[at + 2] == Octet.carriageReturn,
        buffer[at + 3] == Octet.lineFeed
      {
        return at + 4
      }
      at += 1
    }
    searched = buffer.count
    return nil
  }
}
