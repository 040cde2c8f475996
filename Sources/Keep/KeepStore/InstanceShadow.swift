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

  func retire(_ instanceID: String) async throws {
    try await store.write { writer in
      try writer.deleteAll(in: instanceID)
      if try writer.record(.instance, instanceID) != nil { try writer.delete(.instance, instanceID) }
    }
  }
}
