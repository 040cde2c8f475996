import Synchronization

/// Those who want to know what writes have touched.
final class RecordObservers: Sendable {
  private let observers = Mutex<[RecordObserver]>([])

  func add(_ observer: @escaping RecordObserver) { observers.withLock { $0.append(observer) } }

  func tell(_ touched: Set<Reference>) {
    for observer in observers.withLock({ $0 }) { observer(touched) }
  }
}

/// What one write touches, collected while it runs.
final class TouchedRecords: Sendable {
  private let collected = Mutex<Set<Reference>>([])

  func insert(_ reference: Reference) { collected.withLock { _ = $0.insert(reference) } }
  /// A body that runs again begins anew.
  func reset() { collected.withLock { $0 = [] } }
  var references: Set<Reference> { collected.withLock { $0 } }
}
