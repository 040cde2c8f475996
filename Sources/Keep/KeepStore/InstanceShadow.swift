import ConnectAPI
import Link
import ResourceStore
import Vocabulary

/// What the keep holds of an instance: that it exists, and its security profiles and users.
struct InstanceShadow: Sendable {
  let store: any ConfigurationStore
  let context: @Sendable () -> CallContext

  /// Twice is as good as once.
  func make(_ message: ProvisionInstance) async throws {
    let context = context()
    try await store.write { writer in
      guard try writer.record(.instance, message.instanceID) == nil else { return }
      guard try writer.count(.instance, in: context.place.account) < Self.instancesMax else { throw Self.refusal }
      let record = Record(
        kind: .instance, id: message.instanceID, scope: context.place.account, arn: message.arn, name: nil,
        document: ["HasPasswords": .bool(message.hasPasswords)], sealed: nil, tags: [:], createdAt: context.now,
        modifiedAt: context.now)
      try writer.insert(record, references: [])
      try SecurityProfiles.makeDefaults(in: message.instanceID, WriteCall(context: context, writer: writer))
    }
  }

  /// The tags of each resource of these kinds that has any.
  func tags(in instanceID: String, of words: [String]) async throws -> [[String: String]] {
    let context = context()
    let kinds = [Kind.user: "agent", .securityProfile: "security-profile"].filter { words.contains($0.value) }.keys
    return try await store.read { reader in
      var found: [[String: String]] = []
      for kind in kinds.sorted(by: { $0.rawValue < $1.rawValue }) {
        try ReadCall(context: context, reader: reader).forEach(kind, in: instanceID) { found.append($0.tags) }
      }
      return found.filter { !$0.isEmpty }
    }
  }

  /// Notes that somebody who may delete the instance has asked for it: only then does it go.
  func willRetire(_ arn: String) async throws {
    guard let id = arn.split(separator: "/").last.map(String.init) else { return }
    let context = context()
    try await store.write { writer in
      guard var record = try writer.record(.instance, id), record.arn == arn else { return }
      var document = record.document.object ?? JSON.Object()
      document["MayBeRetired"] = true
      record.document = JSON(.object(document))
      record.modifiedAt = context.now
      try writer.update(record, references: [])
    }
  }

  /// Whether there is such an instance, and somebody who may has asked for its deletion.
  func mayRetire(_ instanceID: String) async throws -> Bool {
    try await store.read { try $0.record(.instance, instanceID)?.document["MayBeRetired"] == true }
  }

  /// - Returns: whether there was one.
  func retire(_ instanceID: String) async throws -> Bool {
    try await store.write { writer in
      guard try writer.record(.instance, instanceID) != nil else { return false }
      try writer.deleteAll(in: instanceID)
      try writer.delete(.instance, instanceID)
      return true
    }
  }

  private static let instancesMax = 1_000
  private static let refusal = LinkProblem(.peerFailed, message: "there are as many instances as there may be")
}
