import Foundation
import GRDB
import OutboundHTTP
import SQLiteEngine
import Vocabulary

extension KeepProcess {
  /// Has every checkpoint carried to a sink, on record.
  /// - Returns: nil when there is one of that name, or there are as many as there may be; the secret of an endpoint's signatures,
  ///   which is "" of a folder.
  /// - Throws: OutboundProblem for a URL that is none of an endpoint.
  package func addSink(_ sink: LedgerSink) async throws -> String? {
    var parameters: [(String, JSON)] = [("name", .string(sink.name))]
    var secret: WebhookSecret?
    switch sink.target {
    case .unreadable: return nil
    case .folder(let path): parameters.append(("folder", .string(path)))
    case .endpoint(let url, _):
      try OutboundHTTP.check(url)
      parameters.append(("origin", .string(OutboundHTTP.origin(of: url))))
      secret = WebhookSecret.make()
    }
    try await recordCommand("AddLedgerSink", .object(parameters), errorCode: nil)
    return try await sinks.add(sink, secret: secret) ? secret?.text ?? "" : nil
  }

  /// - Returns: whether there was one.
  package func removeSink(_ name: String) async throws -> Bool {
    try await recordCommand("RemoveLedgerSink", ["name": .string(name)], errorCode: nil)
    return try await sinks.remove(name)
  }

  package func listSinks() async throws -> [LedgerSinkState] { try await sinks.all() }
}

extension LedgerReader {
  /// The folders that checkpoints go to.
  package func sinkFolders() throws -> [(name: String, folder: CheckpointFolder)] {
    try read { database in
      guard try database.tableExists("ledger_sink") else { return [] }
      let sql = "SELECT name, folder FROM ledger_sink WHERE folder IS NOT NULL ORDER BY name"
      return try Row.fetchAll(database, sql: sql).map { ($0["name"], CheckpointFolder(path: $0["folder"])) }
    }
  }
}

extension LedgerSinkTable {
  /// Entries that the newest checkpoint covers.
  func newestSize() async throws -> Int? {
    try await database.read { try Int.fetchOne($0, sql: "SELECT max(size) FROM ledger_checkpoint") }
  }
}
