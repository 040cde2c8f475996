import PhoneNumbers

/// Rules in words, as commands give them and as they rest.
extension CallerRule.Subject {
  private static let callsRange = 1...1_000
  private static let secondsRange = 1...86_400

  /// nil for what is no subject.
  public init?(word: String, value: String) {
    switch word {
    case "exact":
      guard E164Number(value) != nil else { return nil }
      self = .exact(value)
    case "prefix":
      guard value.hasPrefix("+"), (2...16).contains(value.utf8.count), value.dropFirst().utf8.allSatisfy(Self.isDigit) else {
        return nil
      }
      self = .prefix(value)
    case "country":
      guard value.utf8.count == 2, value.utf8.allSatisfy({ (0x41...0x5A).contains($0) }) else { return nil }
      self = .country(value)
    case "withheld" where value.isEmpty: self = .withheld
    case "invalid" where value.isEmpty: self = .invalid
    case "rate":
      let parts = value.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) ?? 0 }
      guard parts.count == 2, Self.callsRange.contains(parts[0]), Self.secondsRange.contains(parts[1]) else { return nil }
      self = .rate(callsMax: parts[0], seconds: parts[1])
    default: return nil
    }
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
}

extension CallerRule.Verdict {
  private static let tagBytesMax = 64

  /// nil for what is no verdict.
  public init?(word: String, argument: String) {
    switch word {
    case "allow" where argument.isEmpty: self = .allow
    case "reject":
      guard let status = Int(argument), CallerRule.statuses.contains(status) else { return nil }
      self = .reject(status: status)
    case "flow":
      let parts = argument.split(separator: "/").map(String.init)
      guard parts.count == 2 else { return nil }
      self = .flow(instanceID: parts[0], contactFlowID: parts[1])
    case "tag":
      guard (1...Self.tagBytesMax).contains(argument.utf8.count) else { return nil }
      self = .tag(argument)
    default: return nil
    }
  }
}
