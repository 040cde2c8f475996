/// A message as it came: its fields are found, and nothing more of it is checked but what `fault` says.
///
/// Typed headers are read when they are asked for. Octets are kept once, and fields are ranges of them.
public struct ReceivedMessage: Sendable {
  public enum StartLine: Sendable, Hashable {
    case request(SIPMethod, uri: Range<Int>)
    case response(status: Int, reason: Range<Int>)
  }

  struct Field: Sendable {
    let header: HeaderName
    let name: Range<Int>
    /// Without the space around it; line breaks within are folds.
    let value: Range<Int>
  }

  public let octets: [UInt8]
  public let start: StartLine
  let fields: [Field]
  let bodyRange: Range<Int>
  /// The first thing that is wrong with the start line, the form of a field or the length of the body.
  public let fault: SIPProblem?

  /// Reads a datagram. What follows the octets that Content-Length counts is ignored (RFC 3261 section 18.3).
  /// - Throws: `unrecognisable` or `messageTooLarge`, where nothing can be answered.
  public init(datagram octets: [UInt8]) throws(SIPProblem) {
    try self.init(octets, isLengthRequired: false)
  }

  init(_ octets: [UInt8], isLengthRequired: Bool) throws(SIPProblem) {
    guard octets.count <= SIPLimits.messageBytesMax else {
      throw SIPProblem(.messageTooLarge, .message, "Message Too Large")
    }
    var index = MessageIndex(octets)
    start = try index.startLine()
    index.readFields()
    bodyRange = index.readBody(isLengthRequired: isLengthRequired)
    self.octets = octets
    fields = index.fields
    fault = index.fault
  }

  public var body: ArraySlice<UInt8> { octets[bodyRange] }
  public var method: SIPMethod? { if case .request(let method, _) = start { method } else { nil } }

  /// The first field of that header; its folds are still in it.
  public func value(of header: HeaderName) -> ArraySlice<UInt8>? {
    for field in fields where field.header == header { return octets[field.value] }
    return nil
  }

  /// The first field of a name that has no meaning here, such as a peer's own.
  public func value(named name: String) -> ArraySlice<UInt8>? {
    for field in fields where octets[field.name].isSame(ignoringCase: name) { return octets[field.value] }
    return nil
  }

  /// Every field of that header, in order.
  public func values(of header: HeaderName) -> [ArraySlice<UInt8>] {
    fields.lazy.filter { $0.header == header }.map { octets[$0.value] }
  }

  public func count(of header: HeaderName) -> Int { fields.count { $0.header == header } }

  /// The values of a header that lists by commas, over all its fields. Commas in quotes and in `<>` separate nothing.
  public func list(of header: HeaderName) -> [ArraySlice<UInt8>] {
    var list: [ArraySlice<UInt8>] = []
    for field in fields where field.header == header {
      for range in Self.elements(of: octets, field.value) where list.count < SIPLimits.valuesMax { list.append(octets[range]) }
    }
    return list
  }

  static func elements(of octets: [UInt8], _ value: Range<Int>) -> [Range<Int>] {
    var scanner = OctetScanner(octets[value])
    var elements: [Range<Int>] = []
    var isInBrackets = false
    scanner.skipSpace()
    var start = scanner.position
    var last = start
    while let next = scanner.next {
      if next == Octet.comma, !isInBrackets {
        if last > start { elements.append(start..<last) }
        scanner.skip()
        scanner.skipSpace()
        start = scanner.position
        last = start
        continue
      }
      if next == Octet.less { isInBrackets = true }
      if next == Octet.greater { isInBrackets = false }
      if next != Octet.quote || scanner.quotedString() == nil { scanner.skip() }
      last = scanner.position
      scanner.skipSpace()
    }
    if last > start { elements.append(start..<last) }
    return elements
  }
}
