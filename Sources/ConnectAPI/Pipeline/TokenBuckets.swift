import Vocabulary

/// How often one caller may ask: a bucket of requests that one second fills with `perSecond`, and that holds two seconds' worth.
public struct CallerRate: Sendable, Hashable {
  /// 0 is without limit.
  public let perSecond: Int

  public init(perSecond: Int) { self.perSecond = perSecond }

  var bucketMax: Int64 { Int64(perSecond) * 2 }
}

/// A bucket for each caller, in bounded memory. A bucket that is full again says nothing, and goes.
struct TokenBuckets: Sendable {
  enum Verdict: Sendable, Hashable {
    case admitted
    /// - Parameter isFirst: whether it is the first refusal of this caller in a minute.
    case refused(isFirst: Bool)
  }

  private struct Bucket {
    /// Millionths of a request.
    var level: Int64
    var filledAt: Moment
    var refusedAt: Moment?
    /// Until when known callers may ask from here, for an address.
    var trustedUntil: Moment?
  }

  private static let micro: Int64 = 1_000_000
  private static let refusalMicroseconds = 60 * micro
  private static let trustMicroseconds = 60 * micro
  /// Shared by the callers that find no place: nobody gets past a limit by being many.
  private static let others = ""

  private let rate: CallerRate
  private let callersMax: Int
  private var buckets: [String: Bucket] = [:]
  private var sweptAt: Moment?

  init(_ rate: CallerRate, callersMax: Int) {
    self.rate = rate
    self.callersMax = callersMax
  }

  var count: Int { buckets.count }

  /// Takes one request out of a caller's bucket.
  mutating func take(_ caller: String, at now: Moment) -> Verdict {
    guard rate.perSecond > 0 else { return .admitted }
    return change(caller, at: now) { bucket in
      if bucket.level >= Self.micro {
        bucket.level -= Self.micro
        return .admitted
      }
      let isFirst = bucket.refusedAt.map { now.microseconds - $0.microseconds >= Self.refusalMicroseconds } ?? true
      if isFirst { bucket.refusedAt = now }
      return .refused(isFirst: isFirst)
    }
  }

  /// A caller that is known has asked from there.
  mutating func trust(_ address: String, at now: Moment) {
    guard rate.perSecond > 0 else { return }
    change(address, at: now) { $0.trustedUntil = Moment(microseconds: now.microseconds + Self.trustMicroseconds) }
  }

  /// Whether nothing is left for an address from which no known caller has asked in the last minute.
  mutating func isBarred(_ address: String, at now: Moment) -> Bool {
    guard rate.perSecond > 0, buckets[address] != nil || buckets.count >= callersMax else { return false }
    return change(address, at: now) { $0.level < Self.micro && $0.trustedUntil.map { $0 < now } ?? true }
  }

  private mutating func change<Answer>(_ caller: String, at now: Moment, _ body: (inout Bucket) -> Answer) -> Answer {
    let name = place(for: caller, at: now)
    var bucket = buckets[name] ?? Bucket(level: rate.bucketMax * Self.micro, filledAt: now)
    fill(&bucket, at: now)
    defer { buckets[name] = bucket }
    return body(&bucket)
  }

  private func fill(_ bucket: inout Bucket, at now: Moment) {
    // A clock that was set back gives nothing and takes nothing.
    let passed = max(0, now.microseconds - bucket.filledAt.microseconds)
    let secondsToFill = Self.micro * 3
    bucket.level = min(rate.bucketMax * Self.micro, bucket.level + min(passed, secondsToFill) * Int64(rate.perSecond))
    bucket.filledAt = now
  }

  private mutating func place(for caller: String, at now: Moment) -> String {
    guard buckets[caller] == nil, buckets.count >= callersMax else { return caller }
    sweep(at: now)
    return buckets.count < callersMax ? caller : Self.others
  }

  /// Looks at all of them once a second at most.
  private mutating func sweep(at now: Moment) {
    if let sweptAt, now.microseconds - sweptAt.microseconds < Self.micro { return }
    sweptAt = now
    let full = rate.bucketMax * Self.micro
    buckets = buckets.filter { _, bucket in
      var bucket = bucket
      fill(&bucket, at: now)
      return bucket.level < full
    }
  }
}
