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
  /// Wrong passwords until a host is not heard for a minute; each further one doubles that, up to an hour.
  static let wrongMax = 5

  private var guessers: [String: Guesser] = [:]
  private var sweptAt = Moment(microseconds: .min)

  /// Whether a host guessed too often and is not heard.
  func isSilenced(_ host: String, at now: Moment) -> Bool {
    guessers[host].map { $0.silentUntil > now } ?? false
  }

  mutating func noteWrong(_ host: String, at now: Moment) {
    guard guessers[host] != nil || hasRoom(at: now) else { return }
    var guesser = guessers[host] ?? Guesser(last: now)
    guesser.last = now
    guesser.wrong += 1
    if guesser.wrong >= Self.wrongMax {
      guesser.silentUntil = now.adding(seconds: min(3_600, 60 << Int64(min(6, guesser.wrong - Self.wrongMax))))
    }
    guessers[host] = guesser
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
