import ConnectAPI
import ResourceStore

/// The quick connects of queues.
enum AssociatedQuickConnects {
  /// The word of their quota in each queue: `serve --quota queue-quick-connect=N`.
  static let quota: Kind = "queue-quick-connect"

  /// Their ids, given ids or ARNs, each once.
  /// - Throws: ResourceNotFoundException.
  static func checked(_ quickConnects: [String], in instance: String, _ call: some Call) throws -> [String] {
    distinct(try quickConnects.map { try call.find(.quickConnect, $0, in: instance).id })
  }

  /// - Throws: LimitExceededException when a queue has too many.
  static func checkCount(_ stored: StoredQueue, _ call: some Call) throws {
    let max = call.context.quotas.max(of: quota)
    guard stored.quickConnectIDs.count <= max else {
      throw ConnectError(.limitExceeded, "QuickConnectIds: a queue may have \(max) at most.")
    }
  }
}

/// Each id once, where it stands first.
func distinct(_ ids: [String]) -> [String] {
  var seen: Set<String> = []
  return ids.filter { seen.insert($0).inserted }
}
