import Vocabulary

/// What a metric counts, and what may be asked about it.
struct MetricRule: Sendable {
  /// What one fact adds: to what is summed, and to what that is divided by.
  struct Amount {
    var value: Double
    var weight: Double = 1
  }

  enum Source: Sendable {
    /// Contacts that are over, at their disconnection.
    case ended(@Sendable (ContactFact, MetricThreshold?) -> Amount?)
    /// All contacts, at their initiation.
    case begun(@Sendable (ContactFact) -> Amount?)
    case nonResponses
    /// What a second of an activity adds.
    case activity(@Sendable (ActivityFact.Kind) -> Amount)
  }

  enum Aggregate: Sendable {
    case sum
    case average
    case percentage
    case maximum
  }

  enum ThresholdRule: Sendable {
    case none
    case required
  }

  let name: String
  let aggregate: Aggregate
  let dimensions: Set<MetricDimension>
  var filters: Set<MetricFilter.Key> = []
  var threshold = ThresholdRule.none
  let source: Source

  /// Every metric there is.
  static let all: [MetricRule] = [
    .abandonmentRate, .agentNonResponse, .agentOccupancy, .averageAbandonTime, .averageAfterContactWorkTime, .averageHandleTime,
    .averageHoldTime, .averageInteractionTime, .averageQueueAnswerTime, .contactsAbandoned, .contactsAnsweredInX,
    .contactsCreated, .contactsHandled, .contactsQueued, .contactsTransferredOut, .maximumQueuedTime, .serviceLevel,
  ]
}

extension Set<MetricDimension> {
  static let all = Set(MetricDimension.allCases)
  static let withoutAgent = all.subtracting([.agent])
}

/// A bound of seconds.
public struct MetricThreshold: Sendable, Hashable {
  public enum Comparison: String, Sendable, Hashable {
    case lessThan = "LT"
    case atMost = "LTE"
  }
  public let comparison: Comparison
  public let seconds: Int

  func holds(for value: Int) -> Bool { comparison == .lessThan ? value < seconds : value <= seconds }
}

/// A condition that narrows one metric alone.
public struct MetricFilter: Sendable, Hashable {
  public enum Key: String, Sendable, Hashable {
    case initiationMethod = "INITIATION_METHOD"
    case disconnectReason = "DISCONNECT_REASON"
  }
  public let key: Key
  public let values: Set<String>
  /// Whether it takes what has none of the values.
  public let isNegated: Bool

  func takes(_ fact: ContactFact) -> Bool {
    let value = key == .initiationMethod ? fact.initiationMethod : fact.disconnectReason
    return value.map(values.contains) ?? false != isNegated
  }
}
