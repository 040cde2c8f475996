import Link
import Sealing
import Vocabulary

/// Public halves for the switch, which seals what contacts leave behind.
struct SealingKeyIssue: Sendable {
  let uses: KeyUses
  let account: String
  /// Whether there is such an instance: a key is made for none that is made up.
  let isInstance: @Sendable (String) async throws -> Bool
  /// The KMS key that somebody chose for a class of an instance's content; nil where nobody did.
  let chosenKey: @Sendable (String, ContentClass) async throws -> String?
  let now: @Sendable () -> Moment

  func verifier() async throws -> [UInt8] { try await uses.keys.verifier() }

  func key(_ message: IssueSealingKey) async throws -> CarriedSealingKey? {
    guard let contentClass = ContentClass(rawValue: message.contentClass) else { return nil }
    let isOurs =
      contentClass == .deposits ? message.instanceID == DepositPage.instanceID : try await isInstance(message.instanceID)
    guard isOurs else { return nil }
    let scope = SealingScope(
      instanceID: message.instanceID, contentClass: contentClass, keyID: try await keyID(message.instanceID, contentClass))
    let attested = try await uses.sealingKey(for: scope, at: now())
    return CarriedSealingKey(
      der: attested.key.der, providerID: attested.key.providerID, name: attested.key.name, instanceID: attested.instanceID,
      contentClass: attested.contentClass, keyID: attested.keyID, expiresAt: Moment(microseconds: attested.expiresAt),
      signature: attested.signature)
  }

  private func keyID(_ instanceID: String, _ contentClass: ContentClass) async throws -> String {
    if let chosen = try await chosenKey(instanceID, contentClass) { return chosen }
    return try await uses.keys.defaultKey(in: account, at: now()).id
  }
}
