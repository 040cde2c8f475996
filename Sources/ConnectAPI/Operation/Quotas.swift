public import ResourceStore

/// How many of each kind an instance may have. An operator raises or lowers them with `serve --quota KIND=N`.
public struct Quotas: Sendable, Hashable {
  private var counts: [Kind: Int]
  /// What holds for a kind that has no quota of its own.
  public static let standardMax = 10_000

  public init(_ counts: [Kind: Int]) { self.counts = counts }

  public func max(of kind: Kind) -> Int { counts[kind] ?? Self.standardMax }
}
