import Foundation
import ResourceStore
import SQLiteEngine
import Testing

/// Kills a program that writes, again and again: every acknowledged write is there, and no half write is.
///
/// KILL_ROUNDS says how often, SEED when.
@Suite(.serialized) struct KillTests {
  private static let environment = ProcessInfo.processInfo.environment
  private static let rounds = environment["KILL_ROUNDS"].flatMap(Int.init) ?? 3
  private static let seed = environment["SEED"].flatMap(UInt64.init) ?? 1

  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// What the operating system had is still there; only the process is lost.
  @Test func killedWhileWriting() async throws {
    var killings = Killings(seed: Self.seed)
    var said = Acknowledged()
    let live = try makeFolder("live")
    for round in 1...Self.rounds {
      said.hear(try await killings.write(round, into: live, shadow: nil, ["--first", "\(round)000000"], folder))
      let findings = try await said.findings(in: live)
      #expect(findings.isEmpty, "round \(round), seed \(Self.seed): \(findings)")
    }
    print("killed \(Self.rounds) times, SEED=\(Self.seed): \(said.pairs.count) acknowledged pairs, all there")
    #expect(said.pairs.count > 10 * Self.rounds)
  }

  /// Each round goes on with what a disk would hold that had lost every write since its last sync.
  @Test func powerLostWhileWriting() async throws {
    var killings = Killings(seed: Self.seed)
    var said = Acknowledged()
    var disk = try makeFolder("disk-0")
    for round in 1...Self.rounds {
      let live = try copy(disk, to: "live-\(round)")
      disk = try copy(disk, to: "disk-\(round)")
      said.hear(try await killings.write(round, into: live, shadow: disk, ["--first", "\(round)000000"], folder))
      let findings = try await said.findings(in: disk)
      #expect(findings.isEmpty, "round \(round), seed \(Self.seed): \(findings)")
    }
    print("lost power \(Self.rounds) times, SEED=\(Self.seed): \(said.pairs.count) acknowledged pairs, all there")
    #expect(said.pairs.count > 10 * Self.rounds)
  }

  /// The control: a store that does not sync each commit loses acknowledged writes with the power, and keeps them without.
  @Test func aStoreThatDoesNotSyncIsFound() async throws {
    var killings = Killings(seed: Self.seed)
    var isFound = false
    // A death just after SQLite's own checkpoint loses nothing: then another one.
    for round in 1...5 where !isFound {
      let live = try makeFolder("live-\(round)")
      let disk = try makeFolder("disk-\(round)")
      var said = Acknowledged()
      said.hear(try await killings.write(round, into: live, shadow: disk, ["--first", "1000000", "--plain"], folder))
      isFound = try await said.findings(in: disk).contains { $0.hasPrefix("acknowledged and gone") }
      #expect(try await said.findings(in: live).isEmpty)
    }
    #expect(isFound)
  }

  private func makeFolder(_ name: String) throws -> URL {
    let made = folder.url.resolvingSymlinksInPath().appending(path: name)
    try FileManager.default.createDirectory(at: made, withIntermediateDirectories: true)
    return made
  }

  private func copy(_ from: URL, to name: String) throws -> URL {
    let copy = folder.url.resolvingSymlinksInPath().appending(path: name)
    try FileManager.default.copyItem(at: from, to: copy)
    return copy
  }
}

/// Starts `storekill` and kills it some time after its first acknowledgement.
private struct Killings {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  /// - Returns: what it said, without a last line that it did not end.
  mutating func write(
    _ round: Int, into live: URL, shadow: URL?, _ arguments: [String], _ folder: TemporaryFolder
  ) async throws -> [Substring] {
    let output = folder.path("said-\(round)")
    try Data().write(to: URL(fileURLWithPath: output))
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
      .appending(path: "storekill")
    process.arguments = ["write", live.path] + (shadow.map { ["--shadow", $0.path] } ?? []) + arguments
    process.standardOutput = try FileHandle(forWritingTo: URL(fileURLWithPath: output))
    let (ended, ending) = AsyncStream.makeStream(of: Void.self)
    process.terminationHandler = { _ in ending.finish() }
    try process.run()
    while process.isRunning, try Data(contentsOf: URL(fileURLWithPath: output)).isEmpty {
      try await Task.sleep(for: .milliseconds(5))
    }
    try await Task.sleep(for: .milliseconds(Int64(next() % 500)))
    let wasRunning = process.isRunning
    kill(process.processIdentifier, SIGKILL)
    for await _ in ended {}
    try #require(wasRunning && process.terminationReason == .uncaughtSignal, "it ended by itself")
    let said = try String(contentsOfFile: output, encoding: .utf8)
    return said.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
  }

  /// SplitMix64, which any seed will do for.
  private mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}

/// What the program said that it had done, and what a store must hold for that.
private struct Acknowledged {
  private(set) var pairs: Set<String> = []
  private var askedToGo: Set<String> = []
  private var gone: Set<String> = []

  mutating func hear(_ lines: [Substring]) {
    for line in lines {
      let number = String(line.dropFirst())
      switch line.first {
      case "+": pairs.insert(number)
      case "?": askedToGo.insert(number)
      case "-": gone.insert(number)
      default: Issue.record("a line that nobody expects: \(line)")
      }
    }
  }

  func findings(in folder: URL) async throws -> [String] {
    let database = try SQLiteDatabase(
      path: folder.appending(path: "s.sqlite").path, migrations: SQLiteConfigurationStore.migrations)
    let store = SQLiteConfigurationStore(database: database)
    try await database.checkIntegrity()
    let held = try await store.read { try Held($0) }
    let messages = try await store.outbox(limit: .max).map(\.topic)
    try database.close()
    let sent = Set(messages)
    let checks = [
      ("acknowledged and gone", pairs.subtracting(askedToGo).subtracting(held.first)),
      ("acknowledged, and its message gone", pairs.subtracting(sent)),
      ("deleted and there", gone.intersection(held.first)),
      ("half there", held.first.symmetricDifference(held.second)),
      ("without its reference", held.first.symmetricDifference(held.referred)),
      ("there without its message", held.first.subtracting(sent)),
      ("a message of what is not there", sent.subtracting(held.first).subtracting(askedToGo)),
      ("there though its write failed", held.failed),
      ("a message twice", messages.count == sent.count ? [] : ["\(messages.count - sent.count) of them"]),
    ]
    return checks.filter { !$0.1.isEmpty }.map { "\($0.0): \($0.1.sorted().prefix(5)) of \($0.1.count)" }
  }
}

/// The numbers of the records in a store.
private struct Held: Sendable {
  let first: Set<String>
  let second: Set<String>
  let failed: Set<String>
  let referred: Set<String>

  init(_ reader: any ResourceReader) throws {
    let records = try reader.page("a", in: "i", after: nil, limit: .max)
    first = Set(records.map(\.id))
    second = Set(try reader.page("b", in: "i", after: nil, limit: .max).map(\.id))
    failed = Set(try reader.page("x", in: "i", after: nil, limit: .max).map(\.id))
    referred = Set(
      try records.map(\.id).filter { try reader.referrers(of: "a", $0, limit: 2) == [Reference(kind: "b", id: $0)] })
  }
}
