import Contacts
import FlowEngine
import Vocabulary

/// What can be planted, so that each checker is known to be able to find something.
public enum Fault: String, Sendable, CaseIterable {
  /// Routing believes that agents may have one contact more.
  case capacity
  /// A stored contact is gone from the disk.
  case lostOnDisk
  /// A waiting contact is more urgent to routing than it is.
  case order
  /// What has become of an agent's slots is not on the disk.
  case slots
  /// A record is not what happened.
  case record
  /// Something is not counted.
  case metric

  /// The checker that finds it.
  public var checker: String {
    switch self {
    case .capacity: "capacity"
    case .lostOnDisk: "nothing lost"
    case .order: "order"
    case .slots: "slots"
    case .record: "records"
    case .metric: "metrics"
    }
  }

  func disturb(_ simulation: inout Simulation) {
    guard self == .order, simulation.chance.happens(0.02) else { return }
    let waiting = simulation.centre.contacts.values.filter { $0.phase == .queued && $0.offeredTo == nil }
    guard let contact = waiting.max(by: { ($0.times.initiatedAt, $0.id) < ($1.times.initiatedAt, $1.id) }) else { return }
    simulation.hidden[contact.id] = contact.context.queuePriority
    try? simulation.centre.updateRouting(
      contact.id, priority: 1, queueTimeAdjustmentSeconds: nil, criteria: nil, at: simulation.now)
  }
}
