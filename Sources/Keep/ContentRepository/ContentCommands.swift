import MessageFormat
import Vocabulary

/// What a person with access to the machine does with content. Each is on record before it is done.
extension KeepProcess {
  private var content: ContentRepository { archive.content }

  /// Every line of the inventory, in order of instance and name.
  package func listContent(_ body: (ContentObject) throws -> Void) async throws {
    try await recordCommand("ListContent", .object([]), errorCode: nil)
    for instance in try await content.instances() {
      var name = ""
      while true {
        let objects = try await content.objects(in: instance.id, prefix: "", after: name, limit: 1_000)
        try objects.forEach(body)
        guard let last = objects.last, objects.count == 1_000 else { break }
        name = last.name
      }
    }
  }

  /// - Parameter progress: is told how many objects have been looked at.
  package func verifyContent(opening: Bool, _ progress: (Int) -> Void) async throws -> ContentReport {
    try await recordCommand("VerifyContent", ["Opening": .bool(opening)], errorCode: nil)
    let allowing: @Sendable (ContentObject) async throws -> KMSKey = { try await allowedKey(of: $0) }
    let verification = ContentVerification(content: content, opening: opening ? allowing : nil)
    var (report, place) = (ContentReport(), Optional(""))
    while let after = place {
      place = try await verification.step(after: after, &report)
      progress(report.objects)
    }
    report.findings += try await verification.unknown()
    return report
  }

  private func allowedKey(of object: ContentObject) async throws -> KMSKey {
    let key = try await content.key(of: object)
    try await log.append([try await keyUses.ofAccount(object, key.id, in: commandEvent("Decrypt", .null, errorCode: nil))])
    return key
  }

  /// - Parameter days: nil to keep for ever.
  package func setRetention(_ days: Int?, for contentClass: ContentClass, in instanceID: String) async throws {
    let event = commandEvent(
      "PutContentRetention",
      ["InstanceId": .string(instanceID), "Class": .string(contentClass.rawValue), "Days": days.map { .number($0) } ?? .null],
      errorCode: nil)
    try await ContentRetention(content: content, log: log, events: events).set(
      days, for: contentClass, in: instanceID, event: event)
  }
}
