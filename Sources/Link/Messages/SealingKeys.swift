public import Vocabulary

/// Switch to keep: the key to seal to, for what contacts of an instance leave behind of one class.
public struct IssueSealingKey: LinkMessage {
  public static let name = "issue-sealing-key"
  public static let layout = LinkLayout(
    IssueSealingKey.init(instanceID:contentClass:), \.instanceID, \.contentClass)
  /// nil for a class that there is not.
  public typealias Reply = CarriedSealingKey?

  public let instanceID: String
  /// A storage resource type of Connect's, such as `CHAT_TRANSCRIPTS`.
  public let contentClass: String

  public init(instanceID: String, contentClass: String) {
    self.instanceID = instanceID
    self.contentClass = contentClass
  }
}

/// A public sealing key with the keep's signature over what it is for. Who takes it verifies that signature.
public struct CarriedSealingKey: LinkStructure, Hashable {
  public static let layout = LinkLayout(
    CarriedSealingKey.init(der:providerID:name:instanceID:contentClass:keyID:expiresAt:signature:), \.der, \.providerID, \.name,
    \.instanceID, \.contentClass, \.keyID, \.expiresAt, \.signature)

  /// SubjectPublicKeyInfo (RFC 5280 4.1).
  public let der: [UInt8]
  public let providerID: String
  public let name: String
  public let instanceID: String
  public let contentClass: String
  /// The KMS key that its private half is wrapped under.
  public let keyID: String
  /// Nothing is sealed to it from then on.
  public let expiresAt: Moment
  /// Ed25519 (RFC 8032), by the key of `IntroduceKeep`.
  public let signature: [UInt8]

  public init(
    der: [UInt8], providerID: String, name: String, instanceID: String, contentClass: String, keyID: String, expiresAt: Moment,
    signature: [UInt8]
  ) {
    self.der = der
    self.providerID = providerID
    self.name = name
    self.instanceID = instanceID
    self.contentClass = contentClass
    self.keyID = keyID
    self.expiresAt = expiresAt
    self.signature = signature
  }
}

/// Switch to keep, once in the life of a switch: the public key that verifies the keep's signatures. The switch keeps the first
/// that it is told, and takes no other after.
public struct IntroduceKeep: LinkMessage {
  public static let name = "introduce-keep"
  public static let layout = LinkLayout(IntroduceKeep.init)
  /// Ed25519, 32 bytes.
  public typealias Reply = [UInt8]

  public init() {}
}
