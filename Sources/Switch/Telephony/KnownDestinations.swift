/// Where a called number leads, before rules about callers.
enum CallDestination: Sendable {
  case nobody
  /// Somebody has the number and takes no calls.
  case closed
  case flow(instanceID: String, contactFlowID: String)
}

struct CalledOver: Hashable {
  /// In E.164.
  let number: String
  let trunk: String
}

/// What was read of called numbers, for as long as nothing changes in the store.
struct KnownDestinations {
  /// Trunks may ask for numbers that nobody has.
  private static let most = 4_096

  private var generation: UInt64 = 0
  private var known: [CalledOver: CallDestination] = [:]

  func known(_ called: CalledOver, at generation: UInt64) -> CallDestination? {
    generation == self.generation ? known[called] : nil
  }

  /// - Parameter generation: of the store before it was read; what is of an older one is not kept.
  mutating func keep(_ destination: CallDestination, _ called: CalledOver, at generation: UInt64) {
    guard generation >= self.generation else { return }
    if generation > self.generation || known.count >= Self.most { (self.generation, known) = (generation, [:]) }
    known[called] = destination
  }
}
