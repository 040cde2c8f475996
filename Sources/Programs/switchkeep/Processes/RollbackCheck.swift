import Foundation
import Keep
import Switch

/// Whether the ledger of a folder is one that went back: `serve` looks before it starts anything.
///
/// It needs no secret, since the ledger is in clear, and holds against it the newest checkpoint of the switch and those of the
/// sinks' folders.
struct RollbackCheck: Sendable {
  /// Of a folder of checkpoints, the newest so many are read.
  private static let filesMax = 256

  let folder: DataFolder

  /// - Parameter accepts: whether the operator accepts what is lost.
  /// - Returns: what they accepted.
  /// - Throws: ProgramProblem.rolledBack.
  func run(accepts: Bool) throws -> AcceptedRollback {
    guard FileManager.default.fileExists(atPath: "\(folder.keep)/keep.sqlite") else { return AcceptedRollback(heads: []) }
    let reader = LedgerReader(keepFolder: folder.keep)
    let contradicted: [(head: KnownHead, reason: String)]
    do { contradicted = try reader.contradicted(try known(reader)) } catch let problem as LedgerServiceProblem
      where problem.isNoLedger
    { return AcceptedRollback(heads: []) }
    guard contradicted.isEmpty || accepts else { throw Self.refusal(contradicted, folder) }
    return AcceptedRollback(
      heads: contradicted.map { AcceptedRollback.Head(size: $0.head.size, root: $0.head.root, holder: $0.head.holder) })
  }

  private func known(_ reader: LedgerReader) throws -> [KnownHead] {
    var heads: [KnownHead] = []
    if let (verifier, note) = try KnownLedger.read(switchFolder: folder.switchFolder) {
      heads.append(try KnownHead(holder: "switch", note: note, verifier: verifier))
    }
    for (name, sink) in try reader.sinkFolders() { heads += Self.known(sink, named: name) }
    return heads
  }

  /// A sink that is away stops nobody: whoever can unmount it could also take it off the list.
  private static func known(_ sink: CheckpointFolder, named name: String) -> [KnownHead] {
    guard let names = try? sink.names() else {
      say("the sink \(name) cannot be read, and nothing is held against it: \(sink.path)")
      return []
    }
    return names.suffix(filesMax).compactMap { file in
      do { return try KnownHead(holder: "sink \(name)", note: try sink.read(file), verifier: nil) } catch {
        say("\(sink.path)/\(file) is no checkpoint, and is passed over")
        return nil
      }
    }
  }

  private static func say(_ text: String) { FileHandle.standardError.write(Data("serve: \(text)\n".utf8)) }

  private static func refusal(_ found: [(head: KnownHead, reason: String)], _ folder: DataFolder) -> ProgramProblem {
    let newest = found.max { $0.head.size < $1.head.size }
    let what = newest.map { "the checkpoint that the \($0.head.holder) holds \($0.reason)" } ?? ""
    return ProgramProblem(
      .rolledBack,
      message: """
        the ledger in \(folder.path) is not the one that is known of it: \(what). An older folder was put back, or the \
        ledger was changed. Put the newest folder back, or restore a backup with the ledger of after it: switchkeep restore. \
        Or go on with this folder, and have that on record: switchkeep serve --data-dir \(folder.path) --accept-rollback. \
        People, keys and sessions that ended in what is lost are alive again then: end them anew
        """)
  }
}
