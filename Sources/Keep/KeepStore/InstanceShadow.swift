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

  func retire(_ instanceID: String) async throws {
    try await store.write { writer in
      try writer.deleteAll(in: instanceID)
      if try writer.record(.instance, instanceID) != nil { try writer.delete(.instance, instanceID) }
    }
  }
}
