/// Switch to keep, whenever they meet and whenever the keep has signed: the newest checkpoint, and that the one which the
/// switch knows is of the beginning of the same ledger.
public struct ProveLedger: LinkMessage {
  public static let name = "prove-ledger"
  public static let layout = LinkLayout(ProveLedger.init(known:), \.known)
  public typealias Reply = LedgerHead

  /// The newest checkpoint that the switch holds, as a C2SP signed-note; nil where it holds none.
  public let known: [UInt8]?

  public init(known: [UInt8]?) { self.known = known }
}

/// What the keep says of its ledger. Who takes it verifies it.
public struct LedgerHead: LinkStructure, Hashable {
  public static let layout = LinkLayout(LedgerHead.init(verifierKey:note:proof:), \.verifierKey, \.note, \.proof)

  /// `NAME+ID+KEY` (C2SP signed-note).
  public let verifierKey: String
  /// The newest checkpoint; nil where nothing was signed yet.
  public let note: [UInt8]?
  /// RFC 6962 section 2.1.2, from the known checkpoint to this one, 32 bytes each; empty where there is none.
  public let proof: [[UInt8]]

  public init(verifierKey: String, note: [UInt8]?, proof: [[UInt8]]) {
    self.verifierKey = verifierKey
    self.note = note
    self.proof = proof
  }
}

/// Keep to switch: a checkpoint was signed. The switch asks for it and its proof, and replies once it holds it.
public struct CheckpointSigned: LinkMessage {
  public static let name = "checkpoint-signed"
  public static let layout = LinkLayout(CheckpointSigned.init(size:), \.size)
  public typealias Reply = Done

  /// Entries that it covers.
  public let size: Int

  public init(size: Int) { self.size = size }
}
