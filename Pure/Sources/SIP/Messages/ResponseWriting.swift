extension MessageWriter {
  /// Begins a response with what it takes over from its request (RFC 3261 section 8.2.6). A request that is malformed is answered
  /// with those of its fields that are there.
  /// - Parameters:
  ///   - tag: for a To that has none; a 100 gets none.
  ///   - flow: where the request came from, which the nearest Via is told (RFC 3261 section 18.2.1, RFC 3581).
  public init(status: Int, reason: String? = nil, to request: ReceivedMessage, tag: String, flow: SIPFlow) {
    self.init(status: status, reason: reason ?? Self.reason(status))
    for (number, value) in request.values(of: .via).enumerated() {
      beginField(.via)
      if number == 0 { appendTopVia(value, flow) } else { appendText(value) }
      endLine()
    }
    for header in [HeaderName.from, .to, .callID, .cSeq] {
      guard let value = request.value(of: header) else { continue }
      beginField(header)
      appendText(value)
      if header == .to, status > 100, let address = try? request.address(of: .to), address.tag == nil {
        append(";tag=")
        append(tag)
      }
      endLine()
    }
  }

  /// The nearest hop with `received` and `rport` as they were; the hops after it in the same field stay.
  private mutating func appendTopVia(_ value: ArraySlice<UInt8>, _ flow: SIPFlow) {
    var scanner = OctetScanner(value)
    guard let via = try? Via(&scanner) else { return appendText(value) }
    appendText(value[..<via.parameters.text.startIndex])
    var parameters = OctetScanner(via.parameters.text)
    while parameters.takeSeparator(Octet.semicolon), let (name, end) = parameters.parameter() {
      let text = value[name]
      guard !text.isSame(ignoringCase: "rport"), !text.isSame(ignoringCase: "received") else { continue }
      append(";")
      appendText(value[name.lowerBound..<max(name.upperBound, end.upperBound)])
    }
    if via.wantsPort || !via.host.isSame(ignoringCase: flow.host) { append(";received=\(flow.host)") }
    if via.wantsPort { append(";rport=\(flow.port)") }
    appendText(value[scanner.position...])
  }

  /// The phrases of RFC 3261 section 21 and its extensions.
  public static func reason(_ status: Int) -> String {
    phrases.first { $0.0 == status }?.1 ?? phrases.first { $0.0 == status / 100 * 100 }?.1 ?? "Unknown"
  }

  private static let phrases: [(Int, String)] = [
    (100, "Trying"), (180, "Ringing"), (181, "Call Is Being Forwarded"), (182, "Queued"), (183, "Session Progress"),
    (200, "OK"), (202, "Accepted"), (300, "Multiple Choices"), (301, "Moved Permanently"), (302, "Moved Temporarily"),
    (400, "Bad Request"), (401, "Unauthorized"), (403, "Forbidden"), (404, "Not Found"), (405, "Method Not Allowed"),
    (406, "Not Acceptable"), (407, "Proxy Authentication Required"), (408, "Request Timeout"), (410, "Gone"),
    (413, "Request Entity Too Large"), (414, "Request-URI Too Long"), (415, "Unsupported Media Type"),
    (416, "Unsupported URI Scheme"), (420, "Bad Extension"), (421, "Extension Required"), (422, "Session Interval Too Small"),
    (423, "Interval Too Brief"), (480, "Temporarily Unavailable"), (481, "Call/Transaction Does Not Exist"),
    (482, "Loop Detected"), (483, "Too Many Hops"), (484, "Address Incomplete"), (486, "Busy Here"),
    (487, "Request Terminated"), (488, "Not Acceptable Here"), (489, "Bad Event"), (491, "Request Pending"),
    (500, "Server Internal Error"), (501, "Not Implemented"), (503, "Service Unavailable"), (504, "Server Time-out"),
    (505, "Version Not Supported"), (513, "Message Too Large"), (600, "Busy Everywhere"), (603, "Decline"),
    (604, "Does Not Exist Anywhere"), (606, "Not Acceptable"),
  ]
}
