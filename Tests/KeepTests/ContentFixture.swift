import ConnectAPI
import Foundation
import GRDB
import Keep
import Link
import Logging
import Protection
import RequestSigning
import SignedRequest
import Synchronization
import Testing
import Vocabulary

/// Sealed objects in memory; of each the test knows what was opened.
final class MemoryInventory: ContentInventory {
  struct Stored: Sendable {
    let object: ContentObject
    let bytes: [UInt8]
  }

  let stored = Mutex<[Stored]>([])
  let opened = Mutex<[Range<Int>]>([])
  /// Runs when an object is opened, before its bytes leave.
  let whenOpened = Mutex<(@Sendable () throws -> Void)?>(nil)
  /// Where the one key is that all of it rests under.
  private let keys: KeyService

  init(keys: KeyService) { self.keys = keys }

  func put(_ instanceID: String, _ name: String, _ bytes: [UInt8], plaintextBytes: Int? = nil) {
    let object = ContentObject(
      id: "object-of-\(name)", instanceID: instanceID, contentClass: .chatTranscripts, contactID: "contact-1", name: name,
      plaintextBytes: plaintextBytes ?? bytes.count, digest: (0..<32).map { UInt8($0) }, storedAt: ContentFixture.start,
      contentType: "application/json", sealingKey: "sealing/one")
    stored.withLock { stored in
      stored.removeAll { $0.object.name == name && $0.object.instanceID == instanceID }
      stored.append(Stored(object: object, bytes: bytes))
    }
  }

  func instances() async throws -> [(id: String, createdAt: Moment)] {
    let ids = Set(stored.withLock { $0.map(\.object.instanceID) })
    return ids.sorted().map { ($0, ContentFixture.start) }
  }

  func objects(in instanceID: String, prefix: String, after name: String, limit: Int) async throws -> [ContentObject] {
    let all = stored.withLock { $0.map(\.object) }.filter {
      $0.instanceID == instanceID && $0.name.utf8.starts(with: prefix.utf8)
        && name.utf8.lexicographicallyPrecedes($0.name.utf8)
    }
    return Array(all.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }.prefix(limit))
  }

  func object(in instanceID: String, named name: String) async throws -> ContentObject? {
    stored.withLock { $0.map(\.object) }.first {
      $0.instanceID == instanceID && $0.name.utf8.elementsEqual(name.utf8)
    }
  }

  func key(of object: ContentObject) async throws -> KMSKey { try await keys.key(KeyService.defaultAlias) }

  func open(_ grant: consuming Grant) async throws -> [UInt8] {
    let (id, range) = (grant.object.id, grant.range)
    opened.withLock { $0.append(range) }
    try whenOpened.withLock { $0 }?()
    guard let found = stored.withLock({ $0.first { $0.object.id == id } }) else {
      throw ContentProblem(.notThere, "it is gone")
    }
    return Array(found.bytes[range])
  }
}

/// A keep with its own listener, an officer, an administrator and their keys, and a clock that tests move.
final class ContentFixture: Sendable {
  static let start = Moment(seconds: 1_800_000_000)
  static let account = "111122223333"
  static let bucket = "connect-instance-1"

  struct Credentials: Sendable {
    var id: String
    var secret: String
    var token: String?
  }

  let folder = FileManager.default.temporaryDirectory.appendingPathComponent("content-\(UUID().uuidString)").path
  let inventory: MemoryInventory
  let keys: KeyService
  private let clock: Clock
  let keep: KeepProcess
  let officer: Credentials
  let administrator: Credentials

  final class Clock: Sendable {
    let now = Mutex(ContentFixture.start)
  }

  init() async throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let clock = Clock()
    self.clock = clock
    let (database, keys) = try await Fixture.keys(in: folder)
    self.keys = keys
    inventory = MemoryInventory(keys: keys)
    _ = try await keys.defaultKey(in: Self.account, at: Self.start)
    keep = try await KeepProcess.open(
      KeepProcess.Configuration(
        folder: folder, place: Place(partition: "aws", region: "us-east-1", account: Self.account), quotas: Quotas([:]),
        checksResponses: false, rates: CallerRates.Limits(), now: { clock.now.withLock { $0 } },
        newID: { UUID().uuidString.lowercased() }, logger: Logger(label: "t")),
      database: database, keys: keys, switchSide: NoPeer(), inventory: inventory)
    let identities = try await keep.createFirstIdentities()
    officer = Credentials(id: identities.officer.id, secret: identities.officer.secret)
    administrator = Credentials(id: identities.administrator.id, secret: identities.administrator.secret)
    inventory.put("instance-1", "connect/ChatTranscripts/2026/a.json", Array("0123456789".utf8))
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  func wait(seconds: Int64) { clock.now.withLock { $0 = $0.adding(seconds: seconds) } }

  // MARK: Requests

  func signed(
    _ method: String, _ path: String, query: String = "", headers: [(String, String)] = [], body: String = "",
    service: String = "s3", as who: Credentials
  ) throws -> WireRequest {
    let request = WireRequest(
      method: method, rawPath: path, rawQuery: query,
      headers: ([("host", "keep.localhost")] + headers).map { WireRequest.Header(name: $0.0, value: $0.1) },
      body: Array(body.utf8), remoteAddress: "127.0.0.1", isTLS: true)
    let signer = Signer(
      accessKeyID: who.id, secret: SigningSecret(who.secret), sessionToken: who.token, region: "us-east-1", service: service,
      rules: service == "s3" ? .s3 : .standard)
    return try signer.sign(request, at: clock.now.withLock { $0 }, payload: .stated)
  }

  func s3(
    _ method: String, _ path: String, query: String = "", headers: [(String, String)] = [], as who: Credentials
  ) async throws -> WireResponse {
    await keep.respond(to: try signed(method, path, query: query, headers: headers, as: who))
  }

  func sts(_ parameters: [(String, String)], as who: Credentials) async throws -> WireResponse {
    let form = ([("Version", "2011-06-15")] + parameters).map { "\($0.0)=\(Self.encoded($0.1))" }.joined(separator: "&")
    return await keep.respond(
      to: try signed(
        "POST", "/", headers: [("content-type", "application/x-www-form-urlencoded")], body: form, service: "sts", as: who))
  }

  static func encoded(_ text: String) -> String {
    text.utf8.map { byte in
      (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
        ? String(UnicodeScalar(byte)) : "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
    }.joined()
  }

  // MARK: Sessions

  static func arn(_ role: String) -> String { "arn:aws:iam::\(account):role/\(role)" }

  static func assumption(_ role: String, tags: [(String, String)], _ more: [(String, String)] = []) -> [(String, String)] {
    let given = tags.enumerated().flatMap { index, tag in
      [("Tags.member.\(index + 1).Key", tag.0), ("Tags.member.\(index + 1).Value", tag.1)]
    }
    return [("Action", "AssumeRole"), ("RoleArn", arn(role)), ("RoleSessionName", "test")] + given + more
  }

  func session(
    _ role: String = "ContentReader", tags: [(String, String)] = [("purpose", "complaint 4711")], _ more: [(String, String)] = [],
    as who: Credentials? = nil
  ) async throws -> Credentials {
    let answer = try await sts(Self.assumption(role, tags: tags, more), as: who ?? officer)
    #expect(answer.status == 200, "\(answer.text)")
    return Credentials(
      id: try #require(answer.element("AccessKeyId")), secret: try #require(answer.element("SecretAccessKey")),
      token: answer.element("SessionToken"))
  }

  /// A role that the officer may assume without more, and whose sessions may use keys.
  func role(_ name: String, allowing actions: [String], on resource: String = "*", usingKeys: Bool = true) async throws {
    let trust: JSON = [
      "Version": "2012-10-17",
      "Statement": [
        [
          "Effect": "Allow", "Principal": ["AWS": .string("arn:aws:iam::\(Self.account):user/security-officer")],
          "Action": ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"],
        ]
      ],
    ]
    let policy: JSON = [
      "Version": "2012-10-17",
      "Statement": [
        ["Effect": "Allow", "Action": .strings(actions), "Resource": .string(resource)],
        ["Effect": usingKeys ? "Allow" : "Deny", "Action": "kms:Decrypt", "Resource": usingKeys ? "*" : "arn:aws:kms:::none"],
      ],
    ]
    _ = try await keep.createRole(
      name, trust: trust, policies: [("Given", policy)], boundary: nil, maxSessionSeconds: 7_200, tags: [:])
  }

  // MARK: The ledger

  /// The events that are at rest, in their order.
  func events(in other: String? = nil) throws -> [JSON] {
    var events: [JSON] = []
    try LedgerReader(keepFolder: other ?? folder).export(after: -1) { line in
      if let event = try? JSON.parse(line)["event"] { events.append(event) }
    }
    return events
  }

  func events(named name: String) throws -> [JSON] { try events().filter { $0["eventName"]?.string == name } }

  /// Makes the ledger one that takes no more entries, as `LedgerServiceTests` has it.
  func breakLedger() async throws {
    try await keep.settleLedger()
    let queue = try DatabaseQueue(path: "\(folder)/keep.sqlite")
    try await queue.write {
      try $0.execute(sql: "DELETE FROM audit_event WHERE sequence = (SELECT max(sequence) FROM audit_event)")
    }
    try queue.close()
  }
}

extension WireResponse {
  var text: String { String(decoding: body, as: UTF8.self) }
  func header(_ name: String) -> String? { headers.first { $0.name == name }?.value }
  var code: String? { element("Code") }

  /// The text of the first element of that name.
  func element(_ name: String) -> String? { elements(name).first }

  func elements(_ name: String) -> [String] {
    text.components(separatedBy: "<\(name)>").dropFirst().compactMap { $0.components(separatedBy: "</\(name)>").first }
  }
}
