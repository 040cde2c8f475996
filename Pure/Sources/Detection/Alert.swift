public import Vocabulary

/// What somebody should look at now.
public struct Alert: Sendable, Hashable {
  public enum Severity: String, Sendable, CaseIterable {
    case low, medium, high, critical
  }

  /// The rule that says so.
  public let rule: String
  public let severity: Severity
  /// One sentence: who did what.
  public let title: String
  /// When what it is about happened.
  public let at: Moment
  public let principal: String
  public let address: String
  public let eventName: String
  /// The event of the ledger that it was raised by; with the rule it names the alert, so that one that comes again is known.
  public let eventID: String
  /// Of the event, what its rule shows.
  public let details: [Detail]

  public struct Detail: Sendable, Hashable {
    public let name: String
    public let value: String

    public init(_ name: String, _ value: String) {
      self.name = name
      self.value = Alert.cut(value)
    }
  }

  init(_ rule: String, _ severity: Severity, _ title: String, _ event: WatchedEvent, _ details: [Detail] = []) {
    self.rule = rule
    self.severity = severity
    self.title = Self.cut(title)
    self.details = details
    at = event.at
    principal = Self.cut(event.principal)
    address = Self.cut(event.address)
    eventName = Self.cut(event.name)
    eventID = Self.cut(event.id)
  }

  /// Bytes of each text of an alert: one that no receiver takes would hold up all that come after it.
  private static let textBytesMax = 512

  private static func cut(_ text: String) -> String {
    text.utf8.count <= textBytesMax ? text : String(decoding: text.utf8.prefix(textBytesMax), as: UTF8.self) + "..."
  }

  public var id: String { "\(rule)/\(eventID)" }

  /// As it is delivered.
  public var json: JSON {
    [
      "alertId": .string(id), "rule": .string(rule), "severity": .string(severity.rawValue), "title": .string(title),
      "at": .string(at.rfc3339), "principal": .string(principal), "sourceIPAddress": .string(address),
      "eventName": .string(eventName), "eventId": .string(eventID),
      "details": .object(details.map { ($0.name, .string($0.value)) }),
    ]
  }
}
