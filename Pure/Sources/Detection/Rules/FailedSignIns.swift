import Vocabulary

/// Passwords are guessed at a desk or with a link for a player, or the root secret of a sealed keep is.
struct FailedSignIns: DetectionRule {
  private static let threshold = 5
  private static let windowSeconds: Int64 = 300

  private var recent = RecentThings(threshold: threshold, windowSeconds: windowSeconds, quietSeconds: 600)

  mutating func alert(for event: WatchedEvent) -> Alert? {
    guard event.name == "DeskSignIn" || event.name == "RedeemPlayerLink", event.errorCode != nil else { return nil }
    guard recent.isTooMany(event.id, by: event.address, at: event.at) else { return nil }
    return Alert(
      "failed-sign-ins", .medium,
      "\(Self.threshold) sign-ins from \(event.address) failed within \(Self.windowSeconds / 60) minutes",
      event)
  }
}
