import Vocabulary

/// How often strangers are heard: each site has a bucket of tokens, which a secret digest of its address picks.
///
/// Nothing is kept of a site itself. A flood under ever new addresses fills no table, and takes no more from the bucket of
/// somebody who is none of it than from any other: to starve one it has to starve all.
struct SourceRates: Sendable {
  private struct Bucket: Sendable {
    var tokens: Int64
    var last: Moment
  }

  static let bucketsMax = 16_384
  private static let token: Int64 = 1_000_000

  /// Requests of a site: so many at once, and so many a second.
  static let requests = SourceRates(burst: 20, perSecond: 5)
  /// Connections that it opens.
  static let connections = SourceRates(burst: 64, perSecond: 5)

  private let burst: Int64
  private let perSecond: Int64
  /// None until a stranger comes.
  private var buckets: [Bucket] = []

  private init(burst: Int64, perSecond: Int64) {
    self.burst = burst * Self.token
    self.perSecond = perSecond
  }

  /// - Parameter digest: of a site's address, under a secret: eight octets or more.
  mutating func admits(_ digest: [UInt8], at now: Moment) -> Bool {
    if buckets.isEmpty { buckets = [Bucket](repeating: Bucket(tokens: burst, last: now), count: Self.bucketsMax) }
    let place = Int(digest.prefix(8).reduce(0 as UInt64) { $0 << 8 | UInt64($1) } % UInt64(Self.bucketsMax))
    let gained = min(burst, max(0, now.microseconds - buckets[place].last.microseconds) * perSecond)
    buckets[place].tokens = min(burst, buckets[place].tokens + gained)
    buckets[place].last = now
    guard buckets[place].tokens >= Self.token else { return false }
    buckets[place].tokens -= Self.token
    return true
  }
}
