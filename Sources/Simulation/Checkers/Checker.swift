import Contacts

/// Watches a run for one promise.
protocol Checker {
  var name: String { get }
  /// After each commit.
  mutating func saw(_ changes: CentreChanges, _ effects: [CentreEffect], _ simulation: Simulation) throws
  /// After the program has started again.
  mutating func restarted()
  /// When every contact has gone.
  func ended(_ simulation: Simulation) throws
}

extension Checker {
  mutating func restarted() {}
  func ended(_ simulation: Simulation) throws {}
}

struct Finding: Error {
  let message: String
  init(_ message: String) { self.message = message }
}

enum Checkers {
  static var all: [any Checker] { [Capacity(), NothingLost(), Order(), Slots(), Records(), Figures()] }
}
