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
