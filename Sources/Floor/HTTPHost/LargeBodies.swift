import Synchronization

/// Paths under which bodies may be larger than the rest, a few at a time over all connections, so that memory stays bounded.
public final class LargeBodies: Sendable {
  /// The beginning of such paths.
  public let pathPrefix: String
  public let bytesMax: Int
  /// How many may be on their way at once; one more is answered 413 as if there were no such path.
  public let atOnceMax: Int
  private let count = Atomic(0)

  public init(pathPrefix: String, bytesMax: Int, atOnceMax: Int) {
    self.pathPrefix = pathPrefix
    self.bytesMax = bytesMax
    self.atOnceMax = atOnceMax
  }

  /// Whether there is room for one more; who gets it gives it back by `leave`.
  func enter() -> Bool {
    if count.add(1, ordering: .relaxed).newValue <= atOnceMax { return true }
    leave()
    return false
  }

  func leave() { count.subtract(1, ordering: .relaxed) }
}
