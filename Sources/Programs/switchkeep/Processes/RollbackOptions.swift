import ArgumentParser
import Keep

/// What `serve` tells its processes of signed checkpoints whose loss the operator accepted.
struct RollbackOptions: ParsableArguments {
  @Option(help: .private)
  var acceptedHead: [String] = []

  var accepted: AcceptedRollback { AcceptedRollback(heads: acceptedHead.compactMap(AcceptedRollback.Head.init(text:))) }

  static func arguments(_ rollback: AcceptedRollback) -> [String] {
    rollback.heads.flatMap { ["--accepted-head", $0.text] }
  }
}
