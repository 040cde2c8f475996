import ConnectAPI
import Link
import ResourceStore
import Vocabulary

/// Completes what CreateInstance and DeleteInstance began. Both are asked for through the outbox, so that a crash in between only
/// delays them; carrying one out twice changes nothing.
struct InstanceProvisioner: Sendable {
  static let creation = "instance-creation"
  static let deletion = "instance-deletion"

  let store: any ConfigurationStore
  let keepSide: any LinkPeer
  /// Makes the context of a call that the switch makes on its own behalf.
  let context: @Sendable () -> CallContext

  /// Makes what every instance has: in the keep its security profiles, then all the rest here in one transaction with ACTIVE.
  func create(_ id: String) async throws {
    guard let instance = try await store.read({ try $0.record(.instance, id) }) else { return }
    let hasPasswords = instance.document["Instance"]?["IdentityManagementType"]?.string == DirectoryType.connectManaged.rawValue
    _ = try await keepSide.send(ProvisionInstance(instanceID: id, arn: instance.arn, hasPasswords: hasPasswords))
    let context = context()
    try await store.write { writer in
      let call = WriteCall(context: context, writer: writer)
      guard try writer.record(.instance, id) != nil else { return }
      var instance = try Instances.find(id, call)
      guard instance.document.instance.instanceStatus == .creationInProgress else { return }
      try InstanceDefaults.make(in: id, call)
      instance.document.instance.instanceStatus = .active
      try Instances.save(instance, call)
    }
  }

  /// Clears away what a deleted instance held, here and in the keep.
  func delete(_ id: String) async throws {
    try await store.write { writer in try writer.deleteAll(in: id) }
    _ = try await keepSide.send(RetireInstance(instanceID: id))
  }
}
