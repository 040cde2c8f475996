import Functions
import Link
import Synchronization

/// Asks the keep, each time: what it takes back is over at once. While the keep is away, what it last approved goes on.
final class BindingsApprovedByKeep: BindingApproval {
  private let keepSide: any LinkPeer
  private let known = Mutex<Set<String>>([])

  init(keepSide: any LinkPeer) { self.keepSide = keepSide }

  func isApproved(_ digest: String, of arn: String) async -> Bool {
    do {
      let state = try await keepSide.send(CheckBinding(arn: arn, digest: digest))
      known.withLock { known in
        if state.isApproved { known.insert("\(arn) \(digest)") } else { known.remove("\(arn) \(digest)") }
      }
      return state.isApproved
    } catch {
      return known.withLock { $0.contains("\(arn) \(digest)") }
    }
  }
}
