import ConnectAPI
import Crypto
import Foundation
import GRDB
import Ledger
import LedgerText
import Link
import ResourceStore
import SQLiteEngine
import Vocabulary

/// What became of the ledger of a restored keep when it was continued.
package struct LedgerContinuation: Sendable {
  /// Entries that were added.
  package fileprivate(set) var added = 0
  /// Entries of the export that no checkpoint covers: they are left out.
  package fileprivate(set) var uncovered = 0
  fileprivate(set) var closings: [Closing] = []
  /// What was ended since the backup and is ended here again.
  package fileprivate(set) var closed: [String] = []
}

/// Something that an event ended for good. To add a kind is to add its case here, and what ends it in `KeepProcess.close`.
enum Closing: Sendable, Hashable {
  /// A KMS key that was destroyed.
  case key(String)
  /// A KMS key that was disabled. One that was enabled again since stays disabled until somebody enables it here.
  case disabledKey(String)
  /// What answered for a function or a bot.
  case binding(String)
  case webhook(String, Webhook.Feed)
  /// A telephone of an agent's that was revoked.
  case device(String)
  case trunk(String)
  /// What the keep has of an instance: its users and security profiles.
  case instance(String)
  /// A user of an instance.
  case user(String)
  /// An identity that signs requests, by its user id.
  case identity(String)
  /// An access key that was shut out. One that was let in again since stays out until somebody lets it in here.
  case accessKey(String)
  /// A sealed object that its retention destroyed.
  case content(String)
  /// The choice of a KMS key for a class of an instance's content.
  case storageConfig(String)

  /// nil for an event that ended nothing, or did not succeed. Of one whom nobody has identified anybody may have spoken.
  init?(_ event: JSON) {
    guard event["errorCode"]?.string == nil, let name = event["eventName"]?.string,
      event["userIdentity"]?["type"]?.string ?? "Unknown" != "Unknown"
    else { return nil }
    func parameter(_ name: String) -> String? { event["requestParameters"]?[name]?.string }
    switch (event["eventSource"]?.string, name) {
    case ("kms.amazonaws.com", "DeleteKey"): self = .key(parameter("keyId") ?? "")
    case ("switchkeep", "DisableKey"), ("switchkeep", "ScheduleKeyDeletion"): self = .disabledKey(parameter("keyId") ?? "")
    case ("switchkeep", "UnbindFunction"), ("switchkeep", "UnbindBot"): self = .binding(parameter("arn") ?? "")
    case ("switchkeep", "RemoveWebhook"): self = .webhook(parameter("name") ?? "", .stream)
    case ("switchkeep", "RevokeDevice"): self = .device(parameter("deviceId") ?? "")
    case ("switchkeep", "RemoveTrunk"): self = .trunk(parameter("name") ?? "")
    case ("switchkeep", "RemoveAlertTarget"): self = .webhook(parameter("name") ?? "", .alerts)
    case ("switchkeep", "RetireInstance"): self = .instance(parameter("instanceId") ?? "")
    case ("switchkeep", "DeleteIdentity"): self = .identity(parameter("userId") ?? "")
    case ("switchkeep", "DeactivateAccessKey"): self = .accessKey(parameter("accessKeyId") ?? "")
    case ("connect.amazonaws.com", "DeleteUser"): self = .user(Self.id(parameter("UserId") ?? ""))
    case ("connect.amazonaws.com", "DisassociateInstanceStorageConfig"):
      self = .storageConfig(Self.id(parameter("AssociationId") ?? ""))
    case ("switchkeep", "DeleteContent"): self = .content(parameter("ObjectId") ?? "")
    default: return nil
    }
  }

  /// The id in an id or an ARN.
  private static func id(_ text: String) -> String { text.split(separator: "/").last.map(String.init) ?? text }

  var text: String {
    switch self {
    case .key(let id): "key \(id)"
    case .disabledKey(let id): "use of key \(id)"
    case .binding(let arn): "binding of \(arn)"
    case .webhook(let name, .stream): "webhook \(name)"
    case .device(let id): "device \(id)"
    case .trunk(let name): "trunk \(name)"
    case .webhook(let name, .alerts): "alert target \(name)"
    case .instance(let id): "instance \(id)"
    case .user(let id): "user \(id)"
    case .identity(let id): "identity \(id)"
    case .accessKey(let id): "access key \(id)"
    case .content(let id): "content \(id)"
    case .storageConfig(let id): "storage config \(id)"
    }
  }
}

extension KeepProcess {
  /// Adds to the ledger of a restored keep the entries that came after its backup, and ends what these ended.
  ///
  /// Only entries that a checkpoint of this ledger's key covers are taken, and only when all of them together, with the restored
  /// ones, are what was signed; nothing is changed otherwise.
  /// - Parameters:
  ///   - path: a file with what `audit export` printed: from the backup's last entry on at the latest, without gaps.
  ///   - checkpoint: a checkpoint of after the backup.
  package func continueLedger(with path: String, to checkpoint: [UInt8]) async throws -> LedgerContinuation {
    guard let export = try? Data(contentsOf: URL(fileURLWithPath: path), options: .mappedIfSafe) else {
      throw LedgerServiceProblem(.noFolder, "cannot read \(path)")
    }
    let head = try checkpoints.verifierKey.open(try SignedNote(checkpoint))
    var continuation = try await log.database.write { database in try Self.append(export, to: head, database) }
    for closing in continuation.closings {
      if try await close(closing) { continuation.closed.append(closing.text) }
    }
    return continuation
  }

  private static func append(_ export: Data, to head: Checkpoint, _ database: Database) throws -> LedgerContinuation {
    var (size, batch, continuation) = (try LedgerRows.size(database), [LedgerEntry](), LedgerContinuation())
    guard head.size >= size else {
      throw LedgerServiceProblem(.inconsistent, "the checkpoint covers \(head.size) entries, and the backup has \(size) already")
    }
    for (number, line) in export.split(separator: UInt8(ascii: "\n")).enumerated() {
      guard let json = try? JSON.parse(Array(line)), let index = json["index"]?.int, let event = json["event"] else {
        throw LedgerServiceProblem(.noEventID, "line \(number + 1) of the export is not what `audit export` prints")
      }
      if index < size { continue }
      guard index < head.size else {
        continuation.uncovered += 1
        continue
      }
      guard index == size else {
        throw LedgerServiceProblem(.notThere, "the export lacks entry \(size): export again with --after \(size - 1)")
      }
      batch.append(try LedgerEntry(event))
      if let closing = Closing(event) { continuation.closings.append(closing) }
      size += 1
      continuation.added += 1
      if batch.count == 1_000 { try flush(&batch, database) }
    }
    try flush(&batch, database)
    guard size == head.size, try LedgerRows.tree(size, database).root().bytes == head.root else {
      throw LedgerServiceProblem(
        .inconsistent,
        size < head.size
          ? "the export ends at entry \(size - 1), and the checkpoint covers \(head.size)"
          : "the entries of the backup and of the export are not those that the checkpoint covers")
    }
    return continuation
  }

  private static func flush(_ batch: inout [LedgerEntry], _ database: Database) throws {
    try LedgerRows.append(batch, to: database)
    batch = []
  }

  /// - Returns: whether it was there.
  private func close(_ closing: Closing) async throws -> Bool {
    switch closing {
    case .key(let id):
      // What names it would seal nothing any more.
      for config in try await storageConfigs(naming: id) { _ = try await delete(.storageConfig, config.id) }
      return try await keys.destroy(id)
    case .disabledKey(let id):
      // One that was made after the backup is not there.
      guard let key = try? await keys.key(id), key.state == .enabled else { return false }
      try await keys.disable(id)
      return true
    case .binding(let arn): return try await bindings.revoke(arn)
    case .webhook(let name, let feed): return try await webhooks.remove(name, of: feed)
    case .device(let id): return try await log.database.write(telephony.removing(SIPDevice.self, id))
    case .trunk(let name): return try await log.database.write(telephony.removing(SIPTrunk.self, name))
    case .instance(let id): return try await InstanceShadow(store: store, context: systemContext).retire(id)
    case .user(let id): return try await delete(.user, id)
    case .identity(let id): return try await directory.deleteUser(id)
    case .accessKey(let id): return try await directory.setAccessKey(id, active: false, at: configuration.now())
    case .storageConfig(let id): return try await delete(.storageConfig, id)
    case .content(let id):
      return try await log.database.write { database in
        try database.execute(sql: "DELETE FROM content_piece WHERE object = ?", arguments: [id])
        try database.execute(sql: "DELETE FROM torn_content WHERE id = ?", arguments: [id])
        try database.execute(sql: "DELETE FROM content_object WHERE id = ?", arguments: [id])
        return database.changesCount > 0
      }
    }
  }
}

extension KeepProcess {
  private func delete(_ kind: Kind, _ id: String) async throws -> Bool {
    try await store.write { writer in
      guard try writer.record(kind, id) != nil else { return false }
      try writer.delete(kind, id)
      return true
    }
  }
}

extension KeyService {
  /// Destroys a key that was destroyed before, in a history that came back.
  /// - Returns: whether there was one that was not.
  func destroy(_ id: String) async throws -> Bool {
    let root = try root()
    return try await database.write { database in
      let row = try Row.fetchOne(database, sql: "SELECT * FROM kms_key WHERE id = ?", arguments: [id])
      guard var key = try row.map({ try KMSKey($0, root: root) }), key.state != .destroyed else { return false }
      key.state = .destroyed
      try key.save(database, root: root)
      try database.execute(sql: "DELETE FROM kms_backing_key WHERE key = ?", arguments: [id])
      try database.execute(sql: "UPDATE sealing_pair SET wrapped = NULL WHERE key = ?", arguments: [id])
      return true
    }
  }
}
