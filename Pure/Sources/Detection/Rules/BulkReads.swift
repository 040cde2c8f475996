import Vocabulary

/// Somebody reads the content of many contacts in a short time, as who takes data away does.
struct BulkReads: DetectionRule {
  private static let threshold = 50
  private static let windowSeconds: Int64 = 600

  private var recent = RecentThings(threshold: threshold, windowSeconds: windowSeconds, quietSeconds: 600)

  mutating func alert(for event: WatchedEvent) -> Alert? {
    guard ["GetObject", "GetPlayerContent", "ExportContent"].contains(event.name), event.errorCode == nil,
      let object = event.detail("objectId") ?? event.detail("ObjectId")
    else { return nil }
    // One person has many sessions: they are counted together, by who began them where that is known.
    let who = event.json["userIdentity"]?["sessionContext"]?["sourceIdentity"]?.string ?? event.principal
    guard recent.isTooMany(object, by: who, at: event.at) else { return nil }
    return Alert(
      "bulk-reads", .high, "\(who) read \(Self.threshold) objects within \(Self.windowSeconds / 60) minutes", event,
      [Alert.Detail("purpose", event.detail("purpose") ?? "")])
  }
}
