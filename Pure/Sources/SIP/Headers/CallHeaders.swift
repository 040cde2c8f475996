/// Session-Expires (RFC 4028 section 4).
public struct SessionExpires: Sendable, Hashable {
  public enum Refresher: String, Sendable, Hashable { case uac, uas }

  public let seconds: UInt32
  public let refresher: Refresher?

  public init(seconds: UInt32, refresher: Refresher?) {
    self.seconds = seconds
    self.refresher = refresher
  }

  public var text: String { "\(seconds)" + (refresher.map { ";refresher=\($0.rawValue)" } ?? "") }
}

/// The dialog that a new one takes the place of, by its own identifiers (RFC 3891).
public struct Replaces: Sendable, Hashable {
  public let callID: [UInt8]
  public let toTag: [UInt8]
  public let fromTag: [UInt8]
  /// Whether a dialog that is confirmed may not be replaced.
  public let isEarlyOnly: Bool

  /// Reads a header's value, or one out of a Refer-To with its escapes undone.
  public init(_ value: ArraySlice<UInt8>) throws(SIPProblem) {
    var scanner = OctetScanner(value)
    guard scanner.run(.word) != nil, !scanner.take(Octet.at) || scanner.run(.word) != nil else {
      throw .malformed(.replaces, "Malformed Replaces")
    }
    callID = Array(value[..<scanner.position])
    guard let parameters = SIPParameters(&scanner), scanner.isAtEnd, let to = parameters.value(of: "to-tag"),
      let from = parameters.value(of: "from-tag"), !to.isEmpty, !from.isEmpty
    else { throw .malformed(.replaces, "Replaces without its tags") }
    toTag = Array(to)
    fromTag = Array(from)
    isEarlyOnly = parameters.has("early-only")
  }
}

/// Why a request was sent (RFC 3326), such as `SIP ;cause=200 ;text="Call completed elsewhere"`.
public struct ReasonValue: Sendable, Hashable {
  public let isSIP: Bool
  public let protocolName: [UInt8]
  public let cause: UInt16?
  public let text: String?
}

/// A value with parameters that only its name matters of: Event, Subscription-State.
public struct NamedValue: Sendable, Hashable {
  public let name: [UInt8]
  public let parameters: SIPParameters

  init(_ value: ArraySlice<UInt8>, of header: HeaderName) throws(SIPProblem) {
    var scanner = OctetScanner(value)
    guard let name = scanner.token(), let parameters = SIPParameters(&scanner), scanner.isAtEnd else {
      throw .malformed(header, "Malformed \(header.text)")
    }
    self.name = Array(value[name])
    self.parameters = parameters
  }
}

extension ReceivedMessage {
  /// - Throws: `malformed`.
  public func sessionExpires() throws(SIPProblem) -> SessionExpires? {
    guard let value = value(of: .sessionExpires) else { return nil }
    let (seconds, parameters) = try Self.seconds(value, of: .sessionExpires)
    let refresher = parameters.value(of: "refresher").flatMap { SessionExpires.Refresher(rawValue: $0.sipText.lowercased()) }
    return SessionExpires(seconds: seconds, refresher: refresher)
  }

  /// - Throws: `malformed`.
  public func minimumSessionExpires() throws(SIPProblem) -> UInt32? {
    guard let value = value(of: .minSE) else { return nil }
    return try Self.seconds(value, of: .minSE).seconds
  }

  private static func seconds(
    _ value: ArraySlice<UInt8>, of header: HeaderName
  ) throws(SIPProblem) -> (seconds: UInt32, parameters: SIPParameters) {
    var scanner = OctetScanner(value)
    while scanner.next?.isDigit == true { scanner.skip() }
    let seconds = value[..<scanner.position].decimal(atMost: UInt64(UInt32.max))
    guard let seconds, let parameters = SIPParameters(&scanner), scanner.isAtEnd else {
      throw .malformed(header, "Malformed \(header.text)")
    }
    return (UInt32(seconds), parameters)
  }

  public func replaces() throws(SIPProblem) -> Replaces? {
    guard let value = value(of: .replaces) else { return nil }
    return try Replaces(value)
  }

  public func event() throws(SIPProblem) -> NamedValue? {
    guard let value = value(of: .event) else { return nil }
    return try NamedValue(value, of: .event)
  }

  public func subscriptionState() throws(SIPProblem) -> NamedValue? {
    guard let value = value(of: .subscriptionState) else { return nil }
    return try NamedValue(value, of: .subscriptionState)
  }

  /// What can be read of Reason; a value that cannot is left out, since nothing depends on it.
  public func reasons() -> [ReasonValue] {
    list(of: .reason).compactMap { element in
      guard let value = try? NamedValue(element, of: .reason) else { return nil }
      return ReasonValue(
        isSIP: value.name.isSame(ignoringCase: "SIP"), protocolName: value.name,
        cause: value.parameters.value(of: "cause")?.decimal(atMost: 65_535).map { UInt16($0) },
        text: value.parameters.value(of: "text").map { OctetScanner.unquoted($0).sipText })
    }
  }

  /// Delta-seconds of a header such as Expires. One that is malformed counts as not there; one too great as the greatest.
  public func deltaSeconds(of header: HeaderName) -> UInt32? { value(of: header).flatMap { SIP.deltaSeconds($0) } }
}

/// Delta-seconds: nil for what is none, the greatest number for one beyond it.
func deltaSeconds(_ text: ArraySlice<UInt8>) -> UInt32? {
  guard !text.isEmpty, text.allSatisfy(\.isDigit) else { return nil }
  return UInt32(text.decimal(atMost: UInt64(UInt32.max)) ?? UInt64(UInt32.max))
}
