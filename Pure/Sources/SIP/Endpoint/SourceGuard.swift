import Vocabulary

/// Keeps those away who guess passwords, and tools that search for open switches. They are not answered, so that they learn
/// nothing.
struct SourceGuard: Sendable {
  private struct Guesser: Sendable {
    var wrong = 0
    var last: Moment
    var silentUntil = Moment(microseconds: .min)
  }

  /// Hosts that are remembered: each has answered a challenge, so that its address is not made up. When there are more, the
  /// guesses of others are not counted until some were quiet for a minute.
  static let guessersMax = 8_192
  /// Reports in a minute. Of guessers beyond those the next report says how many there were.
  static let reportsMax = 60
  /// Wrong passwords until a host is not heard for a minute; each further one doubles that, up to an hour.
  static let wrongMax = 5

  private var guessers: [String: Guesser] = [:]
  private var sweptAt = Moment(microseconds: .min)
  private var reports = (since: Moment(microseconds: .min), made: 0, unreported: 0)

  /// Whether a host guessed too often and is not heard.
  func isSilenced(_ host: String, at now: Moment) -> Bool {
    guessers[host].map { $0.silentUntil > now } ?? false
  }

  /// - Parameter user: whose password it was to be; nil for nobody's.
  /// - Returns: what is to be told of, if the host is not heard from now on.
  mutating func noteWrong(_ host: String, user: String?, at now: Moment) -> PasswordGuesses? {
    guard guessers[host] != nil || hasRoom(at: now) else { return nil }
    var guesser = guessers[host] ?? Guesser(last: now)
    guesser.last = now
    guesser.wrong += 1
    defer { guessers[host] = guesser }
    guard guesser.wrong >= Self.wrongMax else { return nil }
    let seconds: Int64 = min(3_600, 60 << Int64(min(6, guesser.wrong - Self.wrongMax)))
    guesser.silentUntil = now.adding(seconds: seconds)
    return report(at: now).map {
      PasswordGuesses(host: host, user: user, wrong: guesser.wrong, silentSeconds: seconds, unreported: $0)
    }
  }

  /// - Returns: how many were not told of since the last report; nil where this one is not told of.
  private mutating func report(at now: Moment) -> Int? {
    if reports.since.microseconds == .min || reports.since.adding(seconds: 60) <= now { reports = (now, 0, reports.unreported) }
    guard reports.made < Self.reportsMax else {
      reports.unreported += 1
      return nil
    }
    defer { reports = (reports.since, reports.made + 1, 0) }
    return reports.unreported
  }

  mutating func noteRight(_ host: String) { guessers[host] = nil }

  private mutating func hasRoom(at now: Moment) -> Bool {
    if guessers.count >= Self.guessersMax, sweptAt.microseconds == .min || sweptAt.adding(seconds: 1) <= now {
      sweptAt = now
      guessers = guessers.filter { $0.value.silentUntil > now || $0.value.last.adding(seconds: 60) > now }
    }
    return guessers.count < Self.guessersMax
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
