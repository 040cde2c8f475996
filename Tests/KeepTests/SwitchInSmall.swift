import ConnectAPI
import Foundation
import GRDB
import Keep
import Link
import Logging
import MessageFormat
import Sealing
import SQLiteEngine
import Testing
import Vocabulary

/// A keep in a folder of its own, and what a switch does to it over the Link: gets keys, seals, leaves deposits.
final class SwitchInSmall: Sendable {
  static let now = Moment(seconds: 1_800_000_000)

  let database: SQLiteDatabase
  let keep: KeepProcess
  let link: InProcessLink
  private let folder = FileManager.default.temporaryDirectory.appendingPathComponent("keep-\(UUID().uuidString)").path

  init() async throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let (database, keys) = try await Fixture.keys(in: folder)
    self.database = database
    keep = try await KeepProcess.open(
      KeepProcess.Configuration(
        folder: folder, place: Place(partition: "aws", region: "us-east-1", account: "111122223333"), quotas: Quotas([:]),
        checksResponses: true, rates: CallerRates.Limits(), now: { Self.now }, newID: { UUID().uuidString },
        logger: Logger(label: "test")),
      database: database, keys: keys, switchSide: NoPeer())
    let responder = LinkResponder()
    keep.serve(responder)
    link = InProcessLink(to: responder)
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  /// The keep's key for a class, verified as a switch does; the instance is made where it is not there.
  func sealingKey(_ contentClass: String, in instance: String = "i") async throws -> SealingPublicKey {
    let arn = "arn:aws:connect:us-east-1:111122223333:instance/\(instance)"
    _ = try await link.send(ProvisionInstance(instanceID: instance, arn: arn, hasPasswords: true))
    let carried = try #require(try await link.send(IssueSealingKey(instanceID: instance, contentClass: contentClass)))
    let attested = AttestedSealingKey(
      key: try SealingPublicKey(der: carried.der, providerID: carried.providerID, name: carried.name),
      instanceID: carried.instanceID, contentClass: carried.contentClass, keyID: carried.keyID,
      expiresAt: carried.expiresAt.microseconds, signature: carried.signature)
    return try attested.verified(
      by: try await link.send(IntroduceKeep()), instanceID: instance, contentClass: contentClass, at: Self.now.microseconds)
  }

  func message(_ content: [UInt8], to key: SealingPublicKey, context: [String: String]) throws -> [UInt8] {
    var writer = try MessageWriter(to: key, frameLength: .kibibytes64, context: context)
    let start = try writer.append(content)
    return start + (try writer.finish())
  }

  func contactKeys(_ count: Int) async throws -> [String] { try await link.send(IssueContactKeys(count: count)).map(\.id) }

  /// The audit events of a name, in their order.
  func events(_ name: String) async throws -> [JSON] {
    try await database.read { database in
      try String.fetchAll(database, sql: "SELECT event FROM audit_event ORDER BY sequence").map { try JSON.parse(Array($0.utf8)) }
    }.filter { $0["eventName"]?.string == name }
  }
}
