import SwitchStore

/// What a switch knows of the keep's ledger, for who starts both.
package enum KnownLedger {
  /// - Parameter folder: the switch's own.
  /// - Returns: the verifier key, and the newest checkpoint that it signed; nil where the switch holds none.
  package static func read(switchFolder folder: String) throws -> (verifier: String, note: [UInt8])? {
    guard let memory = try KeepLedgerMemory.read(in: folder), let note = memory.note else { return nil }
    return (memory.verifier, note)
  }
}
