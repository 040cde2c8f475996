import CallerRules
import ConnectAPI
package import Link
import Logging
import ResourceStore
import ServiceLifecycle
import Synchronization
import Vocabulary

/// What becomes of a call that comes in.
package enum RoutedCall: Sendable, Hashable {
  /// A flow takes it.
  /// - Parameters:
  ///   - number: the called one, in E.164.
  ///   - tags: what the rules about callers mark it with.
  case flow(instanceID: String, contactFlowID: String, number: String, tags: [String])
  /// It is answered with this SIP status.
  case refused(status: Int)
  /// Nobody has the number.
  case unknown
}

/// Devices, trunks and rules about callers, in memory alone, as the keep has them; and where called numbers lead.
package final class TelephonyDirectory: Service {
  private static let retry = Duration.seconds(1)

  private struct State {
    var setup = TelephonySetup(devices: [], trunks: [], numbers: [], callerRules: [])
    var rules = CallerRules()
    /// Trunks may ask for numbers that nobody has.
    var destinations = StoreCache<CalledOver, CallDestination>(most: 4_096)
    var watchers: [Int: AsyncStream<Void>.Continuation] = [:]
    var lastWatcher = 0
  }

  private let state = Mutex(State())
  private let keepSide: any LinkPeer
  private let store: any ConfigurationStore
  private let pool: NumberPool
  private let hits: CallerHits
  private let now: @Sendable () -> Moment
  private let logger: Logger
  private let wakeUps: AsyncStream<Void>
  private let waker: AsyncStream<Void>.Continuation

  init(
    keepSide: any LinkPeer, store: any ConfigurationStore, account: String, now: @escaping @Sendable () -> Moment, logger: Logger
  ) {
    self.keepSide = keepSide
    self.store = store
    self.now = now
    self.logger = logger
    pool = NumberPool(store: store, account: account, now: now)
    hits = CallerHits()
    (wakeUps, waker) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    waker.yield()
  }

  // MARK: What the keep has

  package var devices: [SIPDevice] { state.withLock { $0.setup.devices } }
  package var trunks: [SIPTrunk] { state.withLock { $0.setup.trunks } }

  /// Whether a trunk may dial a number. Where there is no trunk, whatever carries calls decides.
  package func mayDial(_ number: String) -> Bool {
    let trunks = trunks
    return trunks.isEmpty || trunks.contains { trunk in trunk.allowedPrefixes.contains(where: number.hasPrefix) }
  }

  /// Yields when devices or trunks may have changed, and once at the beginning.
  package func changes() -> AsyncStream<Void> {
    let (stream, continuation) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
    let watcher = state.withLock { state in
      state.lastWatcher += 1
      state.watchers[state.lastWatcher] = continuation
      return state.lastWatcher
    }
    continuation.onTermination = { [weak self] _ in self?.state.withLock { _ = $0.watchers.removeValue(forKey: watcher) } }
    continuation.yield()
    return stream
  }

  /// The keep has changed something.
  func changed() { waker.yield() }

  /// Asks the keep for all that there is.
  func refresh() async throws {
    let setup = try await keepSide.send(ReadTelephony())
    try await pool.reconcile(setup.numbers)
    let watchers = state.withLock { state in
      if state.setup.callerRules != setup.callerRules { state.rules.replace(setup.callerRules.compactMap(CallerRule.init)) }
      let hasChanged = state.setup.devices != setup.devices || state.setup.trunks != setup.trunks
      state.setup = setup
      return hasChanged ? Array(state.watchers.values) : []
    }
    for watcher in watchers { watcher.yield() }
  }

  package func run() async throws {
    await cancelWhenGracefulShutdown {
      await withDiscardingTaskGroup { group in
        group.addTask { await self.follow() }
        group.addTask { await self.tellHits() }
      }
    }
    await tell(hits.take(at: now(), isEnd: true))
  }

  private func follow() async {
    for await _ in wakeUps {
      do { try await refresh() } catch {
        if !(error is LinkProblem) {
          logger.error("what the keep has of telephony cannot be read", metadata: ["error": "\(type(of: error))"])
        }
        try? await Task.sleep(for: Self.retry)
        if !Task.isCancelled { waker.yield() }
      }
    }
  }

  private func tellHits() async {
    while !Task.isCancelled {
      await tell(hits.take(at: now(), isEnd: false))
      try? await Task.sleep(for: CallerHits.pause)
    }
  }

  /// What cannot be told now is told later, in one count.
  private func tell(_ taken: [CallerRuleHits]) async {
    guard !taken.isEmpty else { return }
    do { _ = try await keepSide.send(RecordCallers(hits: taken, reports: [])) } catch { hits.putBack(taken) }
  }
}

extension TelephonyDirectory {
  private static let busyStatus = 480

  /// Where a call leads.
  /// - Parameters:
  ///   - calledNumber: in E.164.
  ///   - callerNumber: as the trunk told it; nil when it is withheld.
  ///   - trunk: the name of the trunk that it came over.
  package func route(_ calledNumber: String, from callerNumber: String?, over trunk: String) async -> RoutedCall {
    guard let destination = try? await destination(of: calledNumber, over: trunk) else {
      return .refused(status: Self.busyStatus)
    }
    switch destination {
    case .nobody: return .unknown
    case .closed: return .refused(status: Self.busyStatus)
    case .flow(let instanceID, let flowID): return await decide(calledNumber, callerNumber, instanceID, flowID)
    }
  }

  private func destination(of number: String, over trunk: String) async throws -> CallDestination {
    let (generation, called) = (store.generation, CalledOver(number: number, trunk: trunk))
    if let known = state.withLock({ $0.destinations.value(of: called, at: generation) }) { return known }
    let found = try await store.read { try Self.destination(of: number, over: trunk, $0) }
    state.withLock { $0.destinations.keep(found, of: called, at: generation) }
    return found
  }

  private static func destination(of number: String, over trunk: String, _ reader: any ResourceReader) throws -> CallDestination {
    guard let entry = try PoolEntry.find(number, reader), entry.number.trunk == nil || entry.number.trunk == trunk,
      let claim = try entry.claim(reader), let instance = try reader.record(.instance, claim.scope)
    else { return .nobody }
    let call = StoredResources(reader: reader)
    let takesCalls = try call.resource(Instances.kind, instance).document.instance.inboundCallsEnabled ?? false
    guard takesCalls, let flow = try call.resource(.phoneNumber, claim).document.contactFlowID else { return .closed }
    return .flow(instanceID: instance.id, contactFlowID: flow)
  }

  private func decide(
    _ number: String, _ caller: String?, _ instanceID: String, _ flowID: String
  ) async -> RoutedCall {
    let now = now()
    let decision = state.withLock { $0.rules.decide(on: caller, at: now) }
    hits.add(decision.hits, at: now)
    switch decision.verdict {
    case .reject(let status): return .refused(status: status)
    case .flow(let instance, let flow) where instance == instanceID:
      let isThere = (try? await store.read { try $0.record(.contactFlow, flow)?.scope == instance }) ?? false
      return .flow(
        instanceID: instanceID, contactFlowID: isThere ? flow : flowID, number: number, tags: decision.tags)
    case .allow, .tag, .flow:
      return .flow(instanceID: instanceID, contactFlowID: flowID, number: number, tags: decision.tags)
    }
  }
}

extension CallerRule {
  /// nil for one in words that this program does not know.
  init?(_ stored: StoredCallerRule) {
    guard let subject = Subject(word: stored.subject, value: stored.value),
      let verdict = Verdict(word: stored.verdict, argument: stored.argument)
    else { return nil }
    self.init(id: stored.id, subject: subject, verdict: verdict)
  }
}
