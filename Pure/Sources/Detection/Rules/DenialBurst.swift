import Vocabulary

/// Somebody is refused again and again: they try doors, or a stolen key is tried.
struct DenialBurst: DetectionRule {
  private static let threshold = 10
  private static let windowSeconds: Int64 = 60

  private var recent = RecentThings(threshold: threshold, windowSeconds: windowSeconds, quietSeconds: 600)

  mutating func alert(for event: WatchedEvent) -> Alert? {
    if event.name == "CountRefusals" { return counted(event) }
    // The use of a key is part of a request, which is refused in its own event.
    guard let code = event.errorCode, Self.isDenial(code), event.source != "kms.amazonaws.com" else { return nil }
    // Strangers have no name: they are told apart by where they come from.
    let who = event.principal == "unknown" ? event.address : event.principal
    // An address is anybody's to say: it is never taken for a name.
    let key = event.principal == "unknown" ? "address/\(who)" : "principal/\(who)"
    guard recent.isTooMany(event.id, by: key, at: event.at) else { return nil }
    return Alert(
      "denial-burst", .high, "\(who) was refused \(Self.threshold) times within \(Self.windowSeconds) seconds", event,
      [Alert.Detail("lastErrorCode", code)])
  }

  /// Strangers that ask on after that are counted: their sum at the end of a minute goes on from what was told.
  private mutating func counted(_ event: WatchedEvent) -> Alert? {
    for source in event.json["requestParameters"]?["sources"]?.array ?? [] {
      guard let address = source["address"]?.string, let count = source["count"]?.int, count >= Self.threshold else { continue }
      let isNew = (0..<Self.threshold).map { recent.isTooMany("\(event.id)/\($0)", by: "address/\(address)", at: event.at) }
        .contains(true)
      guard isNew else { continue }
      return Alert(
        "denial-burst", .high, "\(address) was refused \(count) times within \(Self.windowSeconds) seconds", event)
    }
    return nil
  }

  /// Refusals of rights, and of what proves who somebody is; not of input, nor of those who ask too often.
  private static func isDenial(_ code: String) -> Bool { codes.contains(code) }

  private static let codes: Set<String> = [
    "AccessDenied", "AccessDeniedException", "UnrecognizedClientException", "InvalidSignatureException",
    "IncompleteSignatureException", "SignatureDoesNotMatch", "InvalidClientTokenId", "InvalidAccessKeyId", "ExpiredToken",
    "ExpiredTokenException", "InvalidToken", "MissingAuthenticationTokenException", "MissingAuthenticationToken",
    "IncompleteSignature", "RequestTimeTooSkewed", "UnauthorizedException",
  ]
}
