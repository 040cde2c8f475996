/// One thing to look out for. The rule holds what it remembers of the events before.
public protocol DetectionRule: Sendable {
  /// Takes the next event of the ledger.
  /// - Returns: nil for what needs nobody's attention.
  mutating func alert(for event: WatchedEvent) -> Alert?
}

/// Every rule that there is.
public struct DetectionRules: Sendable {
  /// How far back rules look, in seconds: after a restart they are shown the events of that time again.
  public static let windowSecondsMax: Int64 = 600

  private var rules: [any DetectionRule] = Self.all

  public init() {}

  /// To add a rule is to add its file and its line here.
  private static var all: [any DetectionRule] { [NamedEvents(), DenialBurst(), BulkReads(), FailedSignIns()] }

  public mutating func alerts(for event: WatchedEvent) -> [Alert] {
    rules.indices.compactMap { rules[$0].alert(for: event) }
  }
}
