import ConnectAPI
import Foundation
import GRDB
import Keep
import Link
import Logging
import SQLiteEngine
import Vocabulary

/// Durable ledger events a second and how late they are, beside plain SQLite rows of the same bytes, as lines of JSON.
@main
struct LedgerBench {
  static func main() async throws {
    let arguments = CommandLine.arguments
    guard arguments.count == 3, let seconds = Double(arguments[2]) else { throw BenchProblem(message: "usage: FOLDER SECONDS") }
    let ledger = try await LedgerTarget(folder: arguments[1])
    let plain = try PlainTarget(folder: arguments[1])
    // In turns, so that a disk that is slow for a while is slow for both.
    let targets: [any Target] = [ledger, plain]
    for (writers, group) in [(128, 1), (8, 100)] {
      for target in targets { try await rate(target, writers: writers, group: group, seconds: seconds) }
    }
    for target in targets { try await lateness(target, eventsPerSecond: 1_000, seconds: seconds) }
    try await ledger.close()
  }

  private static func rate(_ target: any Target, writers: Int, group: Int, seconds: Double) async throws {
    let clock = ContinuousClock()
    let began = clock.now
    let count = try await withThrowingTaskGroup(of: Int.self) { tasks in
      for _ in 0..<writers {
        tasks.addTask {
          var count = 0
          while began.duration(to: clock.now) < .seconds(seconds) {
            try await target.append((0..<group).map { _ in event() })
            count += group
          }
          return count
        }
      }
      return try await tasks.reduce(0, +)
    }
    let elapsed = began.duration(to: clock.now) / .seconds(1)
    say([
      "target": .string(target.name), "writers": .number(writers), "group": .number(group),
      "eventsPerSecond": .number(Int(Double(count) / elapsed)),
    ])
  }

  /// Single events at a steady rate, each timed from when it was due, so that waiting in line counts.
  private static func lateness(_ target: any Target, eventsPerSecond: Int, seconds: Double) async throws {
    let clock = ContinuousClock()
    let began = clock.now
    let times = try await withThrowingTaskGroup(of: Double.self) { tasks in
      for number in 0..<Int(Double(eventsPerSecond) * seconds) {
        let due = began.advanced(by: .seconds(Double(number) / Double(eventsPerSecond)))
        try await clock.sleep(until: due, tolerance: .zero)
        tasks.addTask {
          try await target.append([event()])
          return due.duration(to: clock.now) / .milliseconds(1)
        }
      }
      return try await tasks.reduce(into: []) { $0.append($1) }.sorted()
    }
    say([
      "target": .string(target.name), "eventsPerSecond": .number(eventsPerSecond),
      "p50Milliseconds": .number(times[times.count / 2]), "p99Milliseconds": .number(times[times.count * 99 / 100]),
    ])
  }

  private static func say(_ line: JSON) { print(line.text) }

  /// An event as long as most are.
  private static func event() -> JSON {
    [
      "eventVersion": "1.11",
      "userIdentity": [
        "type": "IAMUser", "principalId": "AIDA0000000000000000", "arn": "arn:aws:iam::111122223333:user/administrator",
        "accountId": "111122223333", "accessKeyId": "AKIA0000000000000000", "userName": "administrator",
      ],
      "eventTime": "2026-01-01T00:00:00Z", "eventSource": "connect.amazonaws.com", "eventName": "ListQueues",
      "awsRegion": "us-east-1", "sourceIPAddress": "127.0.0.1", "userAgent": "Boto3/1.40 md/Botocore#1.40 ua/2.1 os/linux",
      "requestID": .string(UUID().uuidString), "eventID": .string(UUID().uuidString), "eventType": "AwsApiCall",
      "managementEvent": true, "recipientAccountId": "111122223333", "eventCategory": "Management",
      "requestParameters": ["InstanceId": .string(UUID().uuidString)], "responseElements": .null, "readOnly": true,
    ]
  }
}

struct BenchProblem: Error { let message: String }

/// What takes events and returns when they are durable.
protocol Target: Sendable {
  var name: String { get }
  func append(_ events: [JSON]) async throws
}

/// The keep's ledger, by way of its Link.
struct LedgerTarget: Target {
  let name = "ledger"
  private let folder: String
  private let keep: KeepProcess
  private let link: InProcessLink

  init(folder: String) async throws {
    self.folder = folder
    let database = try KeepDatabase.open(in: folder)
    let keys = KeyService(database: database, cost: .least, allowsSecretMemory: true)
    _ = try await keys.initialise(
      secret: try RootSecret([UInt8](repeating: 7, count: 32)), source: .passphrase, protection: nil)
    keep = try await KeepProcess.open(
      KeepProcess.Configuration(
        folder: folder, place: Place(partition: "aws", region: "us-east-1", account: "111122223333"), quotas: Quotas([:]),
        checksResponses: false, rates: CallerRates.Limits(), now: { Moment(seconds: 1_800_000_000) },
        newID: { UUID().uuidString },
        logger: Logger(label: "bench")),
      database: database, keys: keys, switchSide: NoPeer())
    let responder = LinkResponder()
    keep.serve(responder)
    link = InProcessLink(to: responder)
  }

  func append(_ events: [JSON]) async throws {
    _ = try await link.send(RecordEvents(events: events))
  }

  /// What is fast and wrong counts for nothing.
  func close() async throws {
    try await keep.close()
    let reader = LedgerReader(keepFolder: folder)
    guard try reader.verify(key: try reader.verifierKey(), against: []).isClean else { throw BenchProblem(message: "not clean") }
  }
}

/// The same rows in the same kind of file, with neither tree nor checkpoint.
struct PlainTarget: Target {
  let name = "plain"
  private let database: SQLiteDatabase

  private enum Table: Migration {
    static let id = "plain"
    static func apply(_ database: Database) throws {
      try database.execute(
        sql: """
          CREATE TABLE plain (
            sequence INTEGER PRIMARY KEY AUTOINCREMENT, event_id TEXT NOT NULL UNIQUE, event TEXT NOT NULL
          ) STRICT
          """)
    }
  }

  init(folder: String) throws { database = try SQLiteDatabase(path: "\(folder)/plain.sqlite", migrations: [Table.self]) }

  func append(_ events: [JSON]) async throws {
    let rows = events.map { (id: $0["eventID"]?.string ?? "", text: $0.text) }
    try await database.write { database in
      for row in rows {
        try database.cachedStatement(
          sql: "INSERT INTO plain (event_id, event) VALUES (?, ?) ON CONFLICT (event_id) DO NOTHING"
        ).execute(arguments: [row.id, row.text])
      }
    }
  }
}
