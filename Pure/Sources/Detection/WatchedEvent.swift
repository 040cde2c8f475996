public import Vocabulary

/// An event of the ledger, as far as rules look at it. Its form is CloudTrail's (docs/ledger.md).
public struct WatchedEvent: Sendable {
  public let id: String
  public let name: String
  public let source: String
  public let at: Moment
  /// The ARN of who did it, or `operator/NAME` for who has access to the machine, or the part of the program.
  public let principal: String
  public let address: String
  /// Of what was refused or failed.
  public let errorCode: String?
  /// The whole event.
  public let json: JSON

  /// - Returns: nil for what is no event.
  public init?(_ json: JSON) {
    guard let id = json["eventID"]?.string, let name = json["eventName"]?.string,
      let at = json["eventTime"]?.string.flatMap(Moment.init(rfc3339:))
    else { return nil }
    self.id = id
    self.name = name
    self.at = at
    self.json = json
    source = json["eventSource"]?.string ?? ""
    principal = Self.principal(json["userIdentity"])
    address = json["sourceIPAddress"]?.string ?? ""
    errorCode = json["errorCode"]?.string
  }

  /// A member of `requestParameters`, `additionalEventData` or `serviceEventDetails`, as text.
  public func detail(_ name: String) -> String? {
    for place in ["requestParameters", "additionalEventData", "serviceEventDetails"] {
      guard let value = json[place]?[name], !value.isNull else { continue }
      return value.string ?? value.text
    }
    return nil
  }

  private static func principal(_ identity: JSON?) -> String {
    if let arn = identity?["arn"]?.string { return arn }
    if let name = identity?["userName"]?.string { return "operator/\(name)" }
    return identity?["invokedBy"]?.string ?? "unknown"
  }
}
