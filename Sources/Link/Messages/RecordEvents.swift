public import Vocabulary

/// Switch to keep: audit events for the ledger. Sent at least once; the keep drops an event whose `eventID` it has.
public struct RecordEvents: LinkMessage {
  public static let name = "record-events"

  /// Says that the events are durable.
  public struct Reply: Sendable { public init() {} }

  public let events: [JSON]

  public init(events: [JSON]) { self.events = events }
}
