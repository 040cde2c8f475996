import Ledger
import LedgerText
import Link
import Logging
import SwitchStore
import Synchronization
import Vocabulary

/// The keep, as long as its ledger continues the one that this switch knows. At each meeting it must prove that before anything
/// is sent to it; a keep that does not is to the switch as one that is away, for what it would decide and remember is not what
/// was.
final class ProvenKeep: LinkPeer {
  private enum Standing {
    case unknown
    case proven(meeting: Int)
    case refused(meeting: Int)
  }

  /// Attempts against others that prove at the same moment.
  private static let attemptsMax = 8

  private let link: any LinkPeer
  private let store: ContactStore
  /// Roots, in base64, of checkpoints that an operator accepted the loss of.
  private let accepted: Set<String>
  private let now: @Sendable () -> Moment
  private let logger: Logger
  private let standing = Mutex(Standing.unknown)

  init(
    _ link: any LinkPeer, store: ContactStore, accepted: Set<String>, now: @escaping @Sendable () -> Moment, logger: Logger
  ) {
    self.link = link
    self.store = store
    self.accepted = accepted
    self.now = now
    self.logger = logger
  }

  var meeting: Int { link.meeting }

  /// Whether the keep of this meeting was refused.
  var isRefused: Bool {
    guard case .refused(meeting: link.meeting) = standing.withLock({ $0 }) else { return false }
    return true
  }

  func send<Message: LinkMessage>(_ message: Message) async throws(LinkProblem) -> Message.Reply {
    try await check()
    return try await link.send(message)
  }

  /// - Throws: LinkProblem unless the keep of this meeting has proved its ledger.
  func check() async throws(LinkProblem) {
    switch standing.withLock({ $0 }) {
    case .proven(meeting: link.meeting): return
    case .refused(meeting: link.meeting): throw Self.refusal
    default: try await prove()
    }
  }

  /// Has the keep prove its ledger, and stores its newest checkpoint.
  func prove() async throws(LinkProblem) {
    for _ in 0..<Self.attemptsMax {
      let meeting = link.meeting
      let known: KeepLedgerMemory?
      do { known = try await store.keepLedger() } catch { throw Self.failed(error) }
      let judgement = LedgerJudgement.of(try await link.send(ProveLedger(known: known?.note)), after: known)
      do { if try await settle(judgement, known, meeting) { return } } catch { throw error as? LinkProblem ?? Self.failed(error) }
    }
    throw Self.failed(CancellationError())
  }

  /// - Returns: false where another attempt has stored something meanwhile.
  private func settle(_ judgement: LedgerJudgement, _ known: KeepLedgerMemory?, _ meeting: Int) async throws -> Bool {
    switch judgement {
    case .continues(let told):
      guard try await store.take(told, after: known, rollbackAt: nil) else { return false }
    case .contradicts(let reason, let told):
      guard let known, Self.root(of: known).map(accepted.contains) == true else { return try refuse(reason, meeting) }
      guard try await store.take(told, after: known, rollbackAt: now()) else { return false }
      logger.critical("another history of the keep is taken, as its operator said", metadata: ["reason": "\(reason)"])
    case .unproven(let reason): return try refuse(reason, meeting)
    }
    standing.withLock { $0 = .proven(meeting: meeting) }
    return true
  }

  private func refuse(_ reason: String, _ meeting: Int) throws -> Bool {
    standing.withLock { $0 = .refused(meeting: meeting) }
    logger.critical(
      "the keep is refused: its ledger is not the one that this switch knows; see docs/ledger.md, \"A keep that went back\"",
      metadata: ["reason": "\(reason)"])
    throw Self.refusal
  }

  private static func root(of memory: KeepLedgerMemory) -> String? {
    guard let note = memory.note, let checkpoint = try? Checkpoint(noteText: try SignedNote(note).text) else { return nil }
    return Base64.encoded(checkpoint.root)
  }

  private static let refusal = LinkProblem(.peerGone, message: "the keep is refused: its ledger contradicts what is known of it")

  private static func failed(_ error: any Error) -> LinkProblem {
    LinkProblem(.peerGone, message: "the keep's ledger could not be checked: \(type(of: error))")
  }
}
