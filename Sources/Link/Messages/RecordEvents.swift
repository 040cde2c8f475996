public import Vocabulary

/// Switch to keep: audit events for the ledger. Sent at least once; the keep drops an event whose `eventID` it has.
public struct RecordEvents: LinkMessage {
  public static let name = "record-events"
  public static let layout = LinkLayout(RecordEvents.init(events:), \.events)

  /// Says that the events are durable.
  public typealias Reply = Done

  public let events: [JSON]

  public init(events: [JSON]) { self.events = events }
}
