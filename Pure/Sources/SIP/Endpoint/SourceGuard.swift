import Vocabulary

/// Keeps those away who are not known: scanners, floods, guessers. They are not answered, so that they learn nothing.
struct SourceGuard: Sendable {
  private struct Source: Sendable {
    var tokens: Int64
    var last: Moment
    var wrong = 0
    var silentUntil = Moment(microseconds: .min)
  }

  /// Hosts that are remembered. When there are more, nobody new is heard until some were quiet for a minute.
  static let sourcesMax = 8_192
  /// Requests of a host that is not known: so many at once, and so many a second.
  static let burst: Int64 = 20
  static let perSecond: Int64 = 5
  /// Wrong passwords until a host is not heard for a minute; each further one doubles that, up to an hour.
  static let wrongMax = 5

  private var sources: [String: Source] = [:]
  private var sweptAt = Moment(microseconds: .min)

  /// - Returns: whether a request of a host that is not known is looked at.
  mutating func admits(_ host: String, at now: Moment) -> Bool {
    guard var source = sources[host] ?? newSource(at: now) else { return false }
    let gained = min(Self.burst * 1_000_000, (now.microseconds - source.last.microseconds) * Self.perSecond)
    source.tokens = min(Self.burst * 1_000_000, source.tokens + max(0, gained))
    source.last = now
    let isAdmitted = source.tokens >= 1_000_000 && source.silentUntil <= now
    if isAdmitted { source.tokens -= 1_000_000 }
    sources[host] = source
    return isAdmitted
  }

  /// Whether a host guessed too often and is not heard.
  func isSilenced(_ host: String, at now: Moment) -> Bool { sources[host].map { $0.silentUntil > now } ?? false }

  mutating func noteWrong(_ host: String, at now: Moment) {
    guard var source = sources[host] ?? newSource(at: now) else { return }
    source.wrong += 1
    if source.wrong >= Self.wrongMax {
      source.silentUntil = now.adding(seconds: min(3_600, 60 << Int64(min(6, source.wrong - Self.wrongMax))))
    }
    sources[host] = source
  }

  mutating func noteRight(_ host: String) { sources[host]?.wrong = 0 }

  private mutating func newSource(at now: Moment) -> Source? {
    if sources.count >= Self.sourcesMax, sweptAt.adding(seconds: 1) <= now || sweptAt.microseconds == .min {
      sweptAt = now
      sources = sources.filter { $0.value.silentUntil > now || $0.value.last.adding(seconds: 60) > now }
    }
    return sources.count < Self.sourcesMax ? Source(tokens: Self.burst * 1_000_000, last: now) : nil
  }

  /// What tools that search for open switches call themselves.
  private static let scanners = [
    "friendly-scanner", "sipvicious", "sipcli", "sip-scan", "sipsak", "sundayddr", "pplsip", "vaxsipuseragent", "eyebeam_scan",
    "iwar", "sivus", "gulp", "smap",
  ]

  static func isScanner(_ message: ReceivedMessage) -> Bool {
    guard let agent = message.value(of: .userAgent) else { return false }
    let name = agent.prefix(64).map(\.lowercased).sipText
    return scanners.contains { name.contains($0) }
  }
}
