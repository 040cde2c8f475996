/// A REFER: the peer asks that its call go elsewhere (RFC 3515).
public struct Referral: Sendable, Hashable {
  public let target: SIPURI
  /// What is to be sent there: an INVITE unless the target says otherwise.
  public let method: SIPMethod
  /// The call at the target that the new one takes the place of: an attended transfer (RFC 3891).
  public let replaces: Replaces?
  /// As the peer wrote it (RFC 3892); proves nothing.
  public let referredBy: [UInt8]?
  /// Whether the peer waits for NOTIFYs (RFC 4488).
  public let wantsNotification: Bool

  /// - Throws: `malformed` or `missingHeader`; `unsupportedURIScheme`. With two Refer-To the message itself is faulty.
  public init(_ request: SIPRequest) throws(SIPProblem) {
    guard let address = try request.message.address(of: .referTo) else { throw ReceivedMessage.missing(.referTo) }
    guard address.uri.scheme != .other else {
      throw SIPProblem(.unsupportedURIScheme, .header(.referTo), "Unsupported URI Scheme")
    }
    replaces = try Self.replaces(in: address.uri)
    target = try Self.plain(address.uri)
    method = target.parameter("method").map { SIPMethod($0) } ?? .invite
    referredBy = request.message.value(of: .referredBy).map { Array($0) }
    wantsNotification = !(request.message.value(named: "Refer-Sub")?.isSame(ignoringCase: "false") ?? false)
  }

  private static func plain(_ uri: SIPURI) throws(SIPProblem) -> SIPURI {
    guard let headers = uri.headers else { return uri }
    return try SIPURI(uri.octets[..<(headers.startIndex - 1)], at: .header(.referTo))
  }

  private static func replaces(in uri: SIPURI) throws(SIPProblem) -> Replaces? {
    for header in (uri.headers ?? []).split(separator: UInt8(ascii: "&")) {
      let parts = header.split(separator: Octet.equals, maxSplits: 1)
      guard parts.count == 2, parts[0].isSame(ignoringCase: "Replaces") else { continue }
      return try Replaces(SIPURI.unescaped(parts[1])[...])
    }
    return nil
  }

  /// The body of a NOTIFY about it (RFC 3420).
  public static func fragment(status: Int) -> [UInt8] { Array("SIP/2.0 \(status) \(MessageWriter.reason(status))\r\n".utf8) }

  /// The status that a NOTIFY's body tells; nil where it is no status line.
  public static func status(inFragment body: ArraySlice<UInt8>) -> Int? {
    guard body.count >= 11, body.prefix(8).isSame(ignoringCase: "SIP/2.0 ") else { return nil }
    return body.dropFirst(8).prefix(3).decimal(atMost: 699).flatMap { $0 >= 100 ? Int($0) : nil }
  }
}
