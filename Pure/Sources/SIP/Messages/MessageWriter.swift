/// Writes a message, field by field. What cannot stand in a line becomes a space, so that no value can begin a field of its own.
public struct MessageWriter: Sendable {
  public private(set) var octets: [UInt8] = []

  public init(request method: SIPMethod, uri: SIPURI) {
    octets.reserveCapacity(1_024)
    appendText(method.text.utf8)
    octets.append(Octet.space)
    octets.append(contentsOf: uri.octets)
    octets.append(" SIP/2.0\r\n")
  }

  public init(status: Int, reason: String) {
    octets.reserveCapacity(1_024)
    octets.append("SIP/2.0 \(status) ")
    appendText(reason.utf8)
    endLine()
  }

  public mutating func field(_ header: HeaderName, _ value: String) { field(header, value.utf8) }

  public mutating func field(_ header: HeaderName, _ value: some Collection<UInt8>) {
    beginField(header)
    appendText(value)
    endLine()
  }

  /// A field of a name that has no meaning here. What is not a token is left out.
  public mutating func field(named name: String, _ value: String) {
    octets.append(contentsOf: name.utf8.filter { OctetSet.token.contains($0) })
    octets.append(": ")
    appendText(value.utf8)
    endLine()
  }

  /// The end of the header section, with the length and the body.
  public consuming func finished(body: some Collection<UInt8> = [UInt8](), type: String? = nil) -> [UInt8] {
    if let type, !body.isEmpty { field(.contentType, type) }
    octets.append("Content-Length: ")
    octets.append(decimal: body.count)
    octets.append("\r\n\r\n")
    octets.append(contentsOf: body)
    return octets
  }

  mutating func beginField(_ header: HeaderName) {
    octets.append(contentsOf: header.octets)
    octets.append(": ")
  }

  mutating func endLine() { octets.append("\r\n") }
  mutating func append(_ text: String) { octets.append(text) }

  /// Text of a line: each fold and each control octet becomes a space.
  mutating func appendText(_ text: some Collection<UInt8>) {
    for octet in text { octets.append(octet < 0x20 || octet == 0x7F ? Octet.space : octet) }
  }
}

extension String {
  /// A quoted string (RFC 3261 section 25.1).
  var quotedForSIP: String {
    var quoted = [Octet.quote]
    for octet in utf8 {
      if octet == Octet.quote || octet == Octet.backslash { quoted.append(Octet.backslash) }
      quoted.append(octet)
    }
    return (quoted + [Octet.quote]).sipText
  }
}
