import Foundation
import GRDB
import Keep
import MessageFormat
import Opening
import Protection
import Sealing
import SQLiteEngine
import Testing
import Vocabulary

/// A key service over a file of its own, which goes with it.
final class KeyFixture {
  static let now = Moment(seconds: 1_800_000_000)
  static let day: Int64 = 86_400
  static let secret = (try? RootSecret(Array("correct horse battery".utf8)))!

  let folder: URL
  let database: SQLiteDatabase
  var service: KeyService

  init() throws {
    folder = FileManager.default.temporaryDirectory.appendingPathComponent("keys-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    database = try SQLiteDatabase(path: folder.appendingPathComponent("keep.sqlite").path, migrations: KeepDatabase.migrations)
    service = Self.service(database)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  private static func service(_ database: SQLiteDatabase) -> KeyService {
    KeyService(database: database, cost: .least, allowsSecretMemory: true)
  }

  /// One that is open, and the key of it that most tests use.
  static func opened() async throws -> (fixture: KeyFixture, recovery: RecoveryKey) {
    let fixture = try KeyFixture()
    let recovery = try await fixture.service.initialise(secret: secret, source: .passphrase, protection: nil)
    return (fixture, recovery)
  }

  /// As after a start of the program: the same file, and nothing in memory.
  func restart() { service = Self.service(database) }

  /// As whoever has asked for the pair's own key.
  func openingKey(_ name: String) async throws -> OpeningKey {
    try await service.openingKey(named: name, under: try await service.scope(ofSealingKey: name)?.keyID ?? "")
  }

  /// What somebody with the file can do.
  func tamper(_ sql: String) async throws { try await database.write { try $0.execute(sql: sql) } }

  func scope(_ contentClass: ContentClass = .callRecordings, instance: String = "i-1", key: KMSKey) -> SealingScope {
    SealingScope(instanceID: instance, contentClass: contentClass, keyID: key.id)
  }

  func makeKey(alias: String? = nil) async throws -> KMSKey {
    try await service.createKey(description: "recordings", policy: "{}", alias: alias, at: Self.now)
  }

  /// A message sealed to the scope's present key.
  func sealed(_ scope: SealingScope, at now: Moment = now) async throws -> (name: String, message: [UInt8]) {
    let key = try await service.sealingKey(for: scope, at: now, recording: { _ in }).key
    var writer = try MessageWriter(to: key, frameLength: .kibibytes8, context: ["object": "o-1"])
    return (key.name, try writer.append([1, 2, 3]) + (try writer.finish()))
  }

  func opened(_ sealed: (name: String, message: [UInt8])) async throws -> [UInt8] {
    let key = try await openingKey(sealed.name)
    return try await MessageReader(sealed.message, with: key, expecting: [:]).readAll()
  }
}

/// The code with which a request is refused; nil when it is answered.
func refusal(_ body: () async throws -> Void) async -> KeyServiceProblem.Code? {
  do {
    try await body()
    return nil
  } catch let problem as KeyServiceProblem {
    return problem.code
  } catch {
    Issue.record("another error: \(error)")
    return nil
  }
}
