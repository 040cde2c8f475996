import SIP

/// Numbers as they stand in SIP, brought to E.164 by the rules of a trunk.
enum TelephoneNumber {
  /// With country code and without the plus (ITU-T E.164).
  private static let digitsMax = 15
  private static let internationalPrefix = "00"

  /// - Returns: nil for what is no number.
  static func e164(_ text: String, nationalPrefix: String?, countryCode: String?) -> String? {
    let plain = text.filter { !"-.() ".contains($0) }
    let isInternational = plain.first == "+"
    let digits = isInternational ? String(plain.dropFirst()) : plain
    guard !digits.isEmpty, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
    var number = digits
    if !isInternational {
      if digits.hasPrefix(internationalPrefix) {
        number = String(digits.dropFirst(internationalPrefix.count))
      } else if let nationalPrefix, let countryCode, digits.hasPrefix(nationalPrefix) {
        number = countryCode + digits.dropFirst(nationalPrefix.count)
      }
    }
    return (1...digitsMax).contains(number.utf8.count) ? "+" + number : nil
  }

  /// Three digits that call for help: never called over a trunk that is not named for them.
  static func isEmergency(_ number: String) -> Bool {
    let digits = number.drop { $0 == "+" }
    return ["112", "911", "999", "000", "110", "118", "119", "113", "115", "117"].contains(String(digits))
  }

  /// The number that a called party's URI has, as the trunk's rule says where it stands.
  static func called(_ request: SIPRequest, _ trunk: VoiceTrunk) -> String? {
    let uri: SIPURI? =
      switch trunk.calledNumberFrom {
      case .requestURI: request.uri
      case .to: request.to.uri
      case .calledPartyID: (try? request.message.address(of: .calledPartyID))?.uri ?? request.uri
      }
    return uri?.user.flatMap { e164($0.sipText, nationalPrefix: trunk.nationalPrefix, countryCode: trunk.countryCode) }
  }

  /// Bytes of what an agent's telephone names.
  private static let referredBytesMax = 256

  /// Whom an agent's telephone refers to: a number in E.164 where it is written as one, with its plus or `00`, else the name as
  /// it stands. No trunk's rule holds for it.
  static func referred(_ uri: SIPURI) -> String? {
    guard let text = uri.userText, text.utf8.count <= referredBytesMax else { return nil }
    guard text.hasPrefix("+") || text.hasPrefix(internationalPrefix) else { return text }
    return e164(text, nationalPrefix: nil, countryCode: nil) ?? text
  }

  /// The caller's, as a trunk that is trusted says it (RFC 3325); nil where it is withheld (RFC 3323) or no number.
  static func caller(_ request: SIPRequest, _ trunk: VoiceTrunk) -> String? {
    let privacy = request.message.value(of: .privacy).map { $0.sipText.lowercased() } ?? ""
    guard !privacy.split(whereSeparator: { ";, ".contains($0) }).contains(where: { ["id", "user", "header"].contains($0) }) else {
      return nil
    }
    let asserted = (try? request.message.addresses(of: .assertedIdentity)) ?? []
    for uri in asserted.map(\.uri) + [request.from.uri] {
      guard let user = uri.user?.sipText else { continue }
      if let number = e164(user, nationalPrefix: trunk.nationalPrefix, countryCode: trunk.countryCode) { return number }
    }
    return nil
  }
}
