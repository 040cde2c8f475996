import Keep
import Link
import LinkSocket
import Logging
import Synchronization
import Vocabulary

/// The keep between its start and its keys: sealed until it has the root secret, and then whole.
final class KeepDoor: Sendable {
  private let configuration: KeepProcess.Configuration
  private let host: ProcessHost
  private let opened: KeepKeys
  private let keep = Mutex<KeepProcess?>(nil)
  private let accepted: AcceptedRollback
  private let attempts = Mutex(UnsealAttempts())

  init(
    _ folder: DataFolder, _ configuration: KeepProcess.Configuration, accepted: AcceptedRollback, _ host: ProcessHost
  ) throws {
    self.accepted = accepted
    opened = try KeepKeys(folder: folder.keep)
    self.configuration = configuration
    self.host = host
    host.responder.isSealed = true
    host.responder.handle(ReadKeepState.self) { [self] _ in KeepState(isSealed: isSealed) }
    host.link.hangs { [opened] in opened.isHanging }
    host.link.onConnected { [self] in await reconcile() }
  }

  var isSealed: Bool { keep.withLock { $0 } == nil }

  /// What keeps the keep from serving, in a word.
  var problem: StaticString? { isSealed ? "sealed" : opened.isHanging ? "hanging" : nil }

  /// Answers one request on the keep's own listener.
  func respond(to request: WireRequest) async -> WireResponse {
    guard let keep = keep.withLock({ $0 }) else { return SealedKeep.respond(to: request, requestID: configuration.newID()) }
    return await keep.respond(to: request)
  }

  /// Opens the keep with what the supervisor gave, or lets it wait for `unseal`.
  func services(_ secret: RootSecret?) async throws -> LateServices {
    if let secret, await unlocks(secret) {
      let services = try await open { _ in }.services
      return LateServices(logger: host.logger) { services }
    }
    return LateServices(logger: host.logger) { [self] in try await unsealed()?.services ?? [] }
  }

  /// A wrong secret leaves the keep sealed, as none does: the operator sees why, and another can be given without a new start.
  private func unlocks(_ secret: RootSecret) async -> Bool {
    do {
      try await opened.keys.unlock(with: secret)
      return true
    } catch {
      attempts.withLock { $0.failed(0, at: configuration.now()) }
      host.logger.error("the root secret does not open the keep: it stays sealed", metadata: ["reason": "\(error)"])
      return false
    }
  }

  private func open(recording: (KeepProcess) async throws -> Void) async throws -> KeepProcess {
    let opening = try await KeepProcess.open(
      configuration, database: opened.database, keys: opened.keys, switchSide: host.link)
    try await recording(opening)
    try await opening.record(accepted)
    if !LedgerReserve(keepFolder: configuration.folder).make() {
      host.logger.warning("there is no room for the ledger's reserve: the disk is nearly full, or cannot set room aside")
    }
    opening.serve(host.responder)
    host.responder.isSealed = false
    keep.withLock { $0 = opening }
    return opening
  }

  /// - Returns: nil where the program ends before.
  private func unsealed() async throws -> KeepProcess? {
    let socket = try UnsealSocket(folder: configuration.folder)
    defer { socket.close() }
    for await attempt in socket.attempts {
      try? await Task.sleep(for: .seconds(attempts.withLock(\.delaySeconds)))
      if let keep = try await tried(attempt) { return keep }
    }
    return nil
  }

  private func tried(_ attempt: UnsealSocket.Attempt) async throws -> KeepProcess? {
    let key: UnsealKey
    do {
      key = try UnsealKey(message: attempt.message)
      try await opened.keys.unlock(with: key)
    } catch {
      attempts.withLock { $0.failed(attempt.user, at: configuration.now()) }
      host.logger.warning("an attempt to open the keep has failed", metadata: ["user": "\(attempt.user)"])
      attempt.answer((error as? KeyServiceProblem)?.code == .wrongSecret ? .wrong : .unusable)
      return nil
    }
    do {
      let failed = attempts.withLock { $0 }
      let keep = try await open { try await $0.recordUnsealing(by: attempt.user, with: key.kind, after: failed) }
      if case .secret(let secret) = key { host.hand(secret) }
      host.report(ControlMessage(isSealed: false))
      attempt.answer(.opened)
      return keep
    } catch {
      attempt.answer(.failed)
      throw error
    }
  }

  /// Brings the switch's agents up to date, once the keep knows them.
  private func reconcile() async {
    while isSealed, !Task.isCancelled { try? await Task.sleep(for: .milliseconds(100)) }
    do { try await keep.withLock { $0 }?.reconcile() } catch {
      host.logger.warning("the switch has not taken the agents", metadata: ["error": "\(type(of: error))"])
    }
  }

  func close() async throws {
    guard let keep = keep.withLock({ $0 }) else { return try opened.close() }
    try await keep.close()
  }
}
