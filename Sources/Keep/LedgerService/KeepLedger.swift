import ConnectAPI
import Ledger

extension KeepProcess {
  /// The ledger's public key, as verifiers take it: `NAME+ID+KEY`.
  package var ledgerVerifierKey: String { checkpoints.verifierKey.text }

  /// Brings the last events and a checkpoint over them to rest.
  /// - Throws: when events could not be written: they are lost with this process.
  package func settleLedger() async throws {
    await trail.flush()
    guard trail.waitingCount == 0 else {
      throw LedgerServiceProblem(.notWritten, "\(trail.waitingCount) audit events could not be written")
    }
    try await checkpoints.write()
  }
}
