import AWSWire
import ConnectAPI
import Link
import ResourceStore
import Vocabulary

/// What the operations on storage configurations share.
///
/// Content rests where it rests: in the instance's one bucket, under the prefix of its class. What can be chosen is the KMS key
/// that a class is sealed under. All else is refused by name, so that nobody takes for granted what does not happen.
struct StorageConfigs: Sendable {
  let uses: KeyUses
  let directory: IdentityDirectory
  let approvals: Approvals

  static let refused = [
    RefusedMember("StorageConfig.KinesisVideoStreamConfig", because: "media streams are not built"),
    RefusedMember("StorageConfig.KinesisStreamConfig", because: streamReason),
    RefusedMember("StorageConfig.KinesisFirehoseConfig", because: streamReason),
  ]

  private static let streamReason =
    "content rests in the keep; records and events go to webhooks, which `switchkeep webhook add` names"

  /// A configuration that can be honoured, with the key that it names.
  /// - Throws: InvalidParameterException for what is not so; InvalidRequestException for what nobody can have, or not now.
  func checked(
    _ config: InstanceStorageConfig, of type: InstanceStorageResourceType, in instanceID: String, _ call: LiveCall
  ) async throws -> StoredStorageConfig {
    let contentClass = try Self.contentClass(type)
    guard config.storageType == .s3 else {
      throw ConnectError(.invalidParameter, "StorageConfig.StorageType: must be S3: \(Self.streamReason).")
    }
    guard let s3 = config.s3Config else { throw ConnectError(.invalidParameter, "StorageConfig.S3Config: is required.") }
    let bucket = ContentNames.bucket(instanceID)
    guard s3.bucketName == bucket else {
      throw ConnectError(
        .invalidParameter, "StorageConfig.S3Config.BucketName: must be \(bucket), where content of this instance is read.")
    }
    let prefix = ObjectName.prefix(of: contentClass) ?? ""
    guard [prefix, "\(prefix)/"].contains(s3.bucketPrefix) else {
      throw ConnectError(
        .invalidParameter, "StorageConfig.S3Config.BucketPrefix: must be \(prefix), which \(type.rawValue) have in this bucket.")
    }
    guard let encryption = s3.encryptionConfig else { return StoredStorageConfig(resourceType: type, config: config, keyID: nil) }
    return StoredStorageConfig(resourceType: type, config: config, keyID: try await key(encryption.keyId, call).id)
  }

  /// The class of content that a resource type is here.
  private static func contentClass(_ type: InstanceStorageResourceType) throws -> ContentClass {
    if let contentClass = ContentClass(rawValue: type.rawValue), ObjectName.prefix(of: contentClass) != nil {
      return contentClass
    }
    let kept = ContentClass.stored.filter { ObjectName.prefix(of: $0) != nil }.map(\.rawValue).joined(separator: " and ")
    let instead =
      [.contactTraceRecords, .agentEvents].contains(type) ? " It goes to webhooks: see `switchkeep webhook add`." : ""
    throw ConnectError(
      .invalidRequest, "ResourceType: contacts leave no \(type.rawValue) here to be stored; \(kept) are.\(instead)")
  }

  /// The enabled key that a key id, an ARN, or the name or ARN of an alias means, to somebody who may see it.
  private func key(_ text: String, _ call: LiveCall) async throws -> KMSKey {
    let member = "StorageConfig.S3Config.EncryptionConfig.KeyId"
    guard let key = try await known(text), let signatory = try await directory.signatory(call.context.caller.accessKeyID),
      case .allowed = uses.access.verdict(on: .describing(key), of: key, for: signatory, call.carried)
    else {
      throw ConnectError(
        .invalidParameter,
        "\(member): there is no such key that you may see. It takes kms:DescribeKey; `switchkeep key list` shows all keys."
      )
    }
    guard key.state == .enabled else {
      throw ConnectError(
        .invalidRequest,
        "\(member): the key \(key.id) is \(key.state.rawValue). Run `switchkeep key enable \(key.id)`, or name another key.")
    }
    return key
  }

  private func known(_ text: String) async throws -> KMSKey? {
    guard let name = keyName(text) else { return nil }
    do { return try await uses.keys.key(name) } catch let problem as KeyServiceProblem where problem.code == .notFound {
      return nil
    }
  }

  private func keyName(_ text: String) -> String? {
    guard text.utf8.allSatisfy({ 0x21...0x7E ~= $0 }) else { return nil }
    guard let arn = ARN(text) else { return text }
    let place = uses.access.place
    guard arn.service == "kms", arn.partition == place.partition, arn.region == place.region, arn.account == place.account else {
      return nil
    }
    return arn.resource.hasPrefix("key/") ? String(arn.resource.dropFirst(4)) : arn.resource
  }
}
