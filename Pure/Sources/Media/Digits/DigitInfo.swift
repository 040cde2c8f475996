/// A key as the body of a SIP INFO has it: `application/dtmf-relay` and `application/dtmf`, which no RFC describes.
public struct DigitInfo: Sendable, Hashable {
  public let key: DTMFKey
  /// Nil where it is not told.
  public let milliseconds: Int?

  /// What is longer is no such body.
  public static let bytesMax = 256
  public static let millisecondsMax = 10_000

  public init(key: DTMFKey, milliseconds: Int?) {
    self.key = key
    self.milliseconds = milliseconds
  }

  /// Reads a body of unknown origin; nil when it holds no key.
  /// - Parameter contentType: with or without parameters.
  public init?(contentType: String, body: [UInt8]) {
    guard body.count <= Self.bytesMax, let text = String(validating: body, as: UTF8.self) else { return nil }
    let type = contentType.prefix { $0 != ";" }.filter { $0 != " " }.lowercased()
    switch type {
    case "application/dtmf":
      guard let key = Self.key(text) else { return nil }
      self.init(key: key, milliseconds: nil)
    case "application/dtmf-relay":
      var members: [String: String] = [:]
      for line in text.split(whereSeparator: \.isNewline) {
        let sides = line.split(separator: "=", maxSplits: 1)
        if sides.count == 2 { members[sides[0].filter { $0 != " " }.lowercased()] = String(sides[1]) }
      }
      guard let key = members["signal"].flatMap(Self.key) else { return nil }
      let duration = members["duration"]?.utf8.filter { $0 != 0x20 }.decimal
      self.init(key: key, milliseconds: duration.map { min($0, Self.millisecondsMax) })
    default: return nil
    }
  }

  /// The key itself, or the number of its event, which some write for `*` and `#`.
  private static func key(_ text: String) -> DTMFKey? {
    let trimmed = text.filter { !$0.isWhitespace }
    if trimmed.count == 1, let character = trimmed.first { return DTMFKey(character) }
    return trimmed.utf8.decimal.flatMap(UInt8.init(exactly:)).flatMap(DTMFKey.init(rawValue:))
  }

  /// The body of `application/dtmf-relay`.
  public var relayBody: String { "Signal=\(key.character)\r\nDuration=\(milliseconds ?? 100)\r\n" }
}
