import ConnectAPI
import Contacts
import FlowEngine
import Link
import Logging
import LoopTasks
import Protection
import ServiceLifecycle
import SwitchStore
import SystemEntropy
import Vocabulary

/// Hosts the live contacts of every instance: it gives the core the time, stores what has changed before anybody is told, and
/// then carries out the effects.
///
/// Calls that come at once share one commit. The core is ahead of the disk while a commit runs; whoever asked is answered after
/// it.
actor ContactHost {
  struct Ports: Sendable {
    let store: ContactStore
    let keepSide: any LinkPeer
    let feed: ConfigurationFeed
    let effects: EffectRunner
    let sealing: DepositSealing
    let now: @Sendable () -> Moment
    let newID: @Sendable () -> String
    let logger: Logger
    /// Where calls are signalled: what happens on them, time and commits are there too.
    let tasks: LoopTasks
  }

  let ports: Ports
  let limits: DepositQueueLimits
  /// How long a recording may be suspended.
  let suspensionSecondsMax: Int
  /// For what is of no single contact: remembered requests, agents' events.
  let key: ProtectionKey
  let agentsKey: ProtectionKey
  var centres: [String: LiveCentre] = [:]
  var keys = ContactKeyRing()
  var pending = PendingCommit()
  /// Records of contacts that are over and not with the keep yet.
  var leaving: [String: (instanceID: String, record: JSON)] = [:]
  private var isCatchingUp = false
  private var catchingUp: [CheckedContinuation<Void, Never>] = []
  /// Tells the keep where deposits come from.
  var outboxID = ""
  /// Of what was left for the keep since this start, the last.
  var place = OutboxPlace(boot: "", number: 0)
  /// The last row of the outbox that the keep has; what is stored may have it still.
  var deliveredThrough: Int64 = 0
  /// As it was a second ago, or after the last page that was sealed.
  var queueFill = ContactStore.QueueFill()
  /// The last line of any flow log; it grows across restarts with the time.
  var logSequence: Int64 = 0
  private var beat = CommitBeat()
  private var alarms = Alarms()
  private let wake = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
  /// Something was left to deliver.
  nonisolated let outgoing = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))

  init(ports: Ports, key: ProtectionKey, limits: DepositQueueLimits, suspensionSecondsMax: Int) {
    self.ports = ports
    self.limits = limits
    self.suspensionSecondsMax = suspensionSecondsMax
    self.key = key
    agentsKey = key.derived(for: "agent events")
    logSequence = ports.now().microseconds
  }

  /// The bounds of what waits: one more is refused.
  private static let waitingMax = 20_000

  /// Runs a body on the core of an instance and returns when what it changed is durable.
  /// - Parameter isUrgent: false for what may wait for its turn, as what merely happens does.
  /// - Throws: what the body throws; nothing has changed then. ServiceUnavailable when too much waits.
  func perform<Answer: Sendable>(
    _ instanceID: String, _ request: LiveRequest?, isUrgent: Bool = true,
    _ body: @Sendable (inout ContactCentre, Moment) throws -> Answer
  ) async throws -> Answer {
    try await ready(instanceID)
    let answer = try change(instanceID) { try body(&$0, ports.now()) }
    if let request { try pending.add(request, answer, key: key, at: ports.now()) }
    await committed(isUrgent: isUrgent)
    return answer
  }

  /// The same for what begins one contact, under a key that was given before.
  func perform(
    _ instanceID: String, _ request: LiveRequest, giving key: ContactKeyRing.Held,
    _ body: @Sendable (inout ContactCentre, Moment) throws -> (contactID: String, output: JSON)
  ) async throws -> JSON {
    try await ready(instanceID)
    let answer = try change(instanceID) { try body(&$0, ports.now()) }
    keys.give(key, to: answer.contactID)
    try pending.add(request, answer.output, key: self.key, at: ports.now())
    await committed()
    return answer.output
  }

  /// A key of no contact yet.
  func freshKey() async throws -> ContactKeyRing.Held {
    if keys.stockCount == 0 { try await stockUp() }
    guard let key = keys.takeFresh() else { throw LinkProblem(.peerGone, message: "there is no key for a contact") }
    return key
  }

  private func ready(_ instanceID: String) async throws {
    try await catchUp()
    guard pending.waiting.count < Self.waitingMax else {
      throw ConnectError(.serviceUnavailable, "The contact centre has too much to do. Try again.")
    }
    guard centres[instanceID] != nil else {
      throw ConnectError(.resourceNotFound, "There is no instance with the id \(instanceID).")
    }
  }

  /// Reads the core of an instance.
  func read<Answer: Sendable>(_ instanceID: String, _ body: @Sendable (ContactCentre, Moment) throws -> Answer) async throws
    -> Answer
  {
    try await catchUp()
    guard let centre = centres[instanceID] else {
      throw ConnectError(.resourceNotFound, "There is no instance with the id \(instanceID).")
    }
    return try body(centre.core, ports.now())
  }

  /// Something has happened, that nobody waits for.
  func happened(_ instanceID: String, _ body: @Sendable (inout ContactCentre, Moment) -> Void) {
    guard centres[instanceID] != nil else { return }
    change(instanceID) { body(&$0, ports.now()) }
    wakeUp(isUrgent: false)
  }

  @discardableResult
  private func change<Answer>(_ instanceID: String, _ body: (inout ContactCentre) throws -> Answer) rethrows -> Answer {
    defer {
      if let output = centres[instanceID]?.core.takeOutput() {
        pending.add(output, of: instanceID)
        for case .deposit(let contactID, let record) in output.effects { leaving[contactID] = (instanceID, record) }
        for case .monitoringEnded(let end) in output.effects { note(end, in: instanceID) }
      }
    }
    return try body(&centres[instanceID]!.core)
  }

  /// Takes over what has changed in the configuration, so that who created something finds it.
  ///
  /// One at a time: who comes while another is at it waits, since what was touched before is in that one's hands.
  private func catchUp() async throws {
    while isCatchingUp { await withCheckedContinuation { catchingUp.append($0) } }
    guard ports.feed.isBehind else { return }
    isCatchingUp = true
    defer {
      isCatchingUp = false
      for continuation in catchingUp { continuation.resume() }
      catchingUp = []
    }
    for (instanceID, changes) in try await ports.feed.take() { configure(instanceID, changes) }
    if !pending.isEmpty { wakeUp(isUrgent: false) }
  }

  func configure(_ instanceID: String, _ changes: ConfigurationFeed.Changes) {
    switch changes {
    case .gone: centres[instanceID] = nil
    case .made(let identity, let all):
      let centre = LiveCentre(ContactCentre(instance: identity, entropy: SystemEntropy()))
      centre.core.suspensionSecondsMax = suspensionSecondsMax
      centre.core.streamsMedia = ports.effects.streamsMedia
      centres[instanceID] = centre
      change(instanceID) { $0.configure(all, at: ports.now()) }
    case .changed(let some):
      guard centres[instanceID] != nil else { return }
      change(instanceID) { $0.configure(some, at: ports.now()) }
    }
  }

  // MARK: Commits

  private func committed(isUrgent: Bool = true) async {
    await withCheckedContinuation { continuation in
      pending.waiting.append(continuation)
      pending.isUrgent = pending.isUrgent || isUrgent
      wakeUp(isUrgent: isUrgent)
    }
  }

  func wakeUp(isUrgent: Bool) {
    if isUrgent || beat.isOver { wake.continuation.yield() } else { setAlarm(at: beat.end) }
  }

  /// Wakes itself for what is due first.
  private func setAlarm() {
    let now = ports.now()
    var wait = Alarms.longest
    for due in centres.values.lazy.compactMap(\.core.nextDeadline) {
      wait = min(wait, .microseconds(due.microseconds - now.microseconds))
    }
    let due = ContinuousClock.now + wait
    setAlarm(at: pending.isEmpty ? due : min(due, beat.end))
  }

  private func setAlarm(at instant: ContinuousClock.Instant) {
    guard alarms.isNeeded(at: instant) else { return }
    ports.tasks.at(instant) { [wake] in wake.continuation.yield() }
  }

  /// Commits and lets time pass, until it is cancelled.
  func run() async {
    await withDiscardingTaskGroup { group in
      group.addTask { await self.ports.effects.run() }
      group.addTask { await self.deliver() }
      group.addTask { for await _ in self.ports.feed.news.stream { self.wake.continuation.yield() } }
      group.addTask { await self.sweep() }
      group.addTask { await self.lookAhead() }
      group.addTask { await self.ports.sealing.recordings.run { await self.owner(of: $0) } }
      await withTaskExecutorPreference(ports.tasks) { await keepTime() }
      group.cancelAll()
    }
    // What was delivered last.
    if !pending.isEmpty { await commit() }
  }

  private func keepTime() async {
    wake.continuation.yield()
    for await _ in wake.stream {
      await passTime()
      while isTimeToCommit {
        await commit()
        await passTime()
      }
      setAlarm()
    }
    if !pending.isEmpty { await commit() }
  }

  /// The key and the instance of a contact whose recording begins. It may be over by then.
  private func owner(of contactID: String) -> RecordingFiles.Owner? {
    let instanceID = centres.first { $0.value.core.contacts[contactID] != nil }?.key ?? leaving[contactID]?.instanceID
    guard let key = keys.existing(contactID), let instanceID else { return nil }
    return (key.id, instanceID)
  }

  nonisolated func stop() {
    ports.sealing.recordings.stop()
    wake.continuation.finish()
  }

  private var isTimeToCommit: Bool { !pending.isEmpty && (pending.isUrgent || beat.isOver) }

  private func commit() async {
    let batch = pending
    pending = PendingCommit()
    beat.begin()
    do {
      // A contact that has its key needs no keep.
      if keys.stockCount < batch.contactIDs.count(where: { keys.existing($0) == nil }) { try await stockUp() }
      try await store(try await gather(batch).sealed())
      beat.committed()
      batch.resume()
      for (instanceID, effects) in batch.effects { ports.effects.carryOut(effects, of: instanceID, host: self) }
    } catch {
      ports.logger.error("contacts cannot be stored; trying again", metadata: ["error": "\(type(of: error))"])
      pending = batch.followed(by: pending)
      try? await Task.sleep(for: .milliseconds(500))
    }
  }

  private func store(_ commit: ContactStore.Commit) async throws {
    var commit = commit
    let next = OutboxPlace(boot: place.boot, number: place.number + 1)
    commit.place = next
    try await ports.store.commit(commit)
    guard commit.outgoing != nil else { return }
    place = next
    outgoing.continuation.yield()
  }

  func stockUp() async throws { keys.add(try await ports.keepSide.send(IssueContactKeys(count: 512))) }

  /// Seconds between two times that the disk is swept.
  private static let sweepSeconds = 60

  private func sweep() async {
    while !Task.isCancelled {
      try? await ports.store.sweep(at: ports.now())
      try? await Task.sleep(for: .seconds(Self.sweepSeconds))
    }
  }

  private func passTime() async {
    try? await catchUp()
    let now = ports.now()
    for (instanceID, centre) in centres where centre.core.nextDeadline.map({ $0 <= now }) ?? false {
      change(instanceID) { $0.timePassed(at: now) }
    }
  }
}

/// The core of an instance. It is large, and changed where it lies; only who reads it has a copy of its outermost part.
final class LiveCentre {
  var core: ContactCentre

  init(_ core: ContactCentre) { self.core = core }
}

extension ContactHost {
  /// The response of the first time that a ClientToken was used, if it was.
  /// - Throws: IdempotencyException for another request.
  func remembered(_ request: LiveRequest) async throws -> JSON? {
    guard let token = request.token, let before = try await ports.store.remembered(token.key, at: ports.now()) else { return nil }
    guard before.digest == token.digest else {
      throw ConnectError(.idempotency, "ClientToken: used before with another request. Use a new token for a new request.")
    }
    return try before.response.open(under: key.derived(for: "remembered requests"), at: token.key)
  }

  /// Opens what a crash or a stop left, before anything else.
  func restore() async throws {
    for (instanceID, changes) in try await ports.feed.all() { configure(instanceID, changes) }
    try await stockUp()
    let rows = try await ports.store.contacts()
    let outbox = try await ports.store.keyIDs()
    let ids = Set(rows.map(\.keyID)).union(outbox.map(\.keyID))
    let opened = try await ports.keepSide.send(OpenContactKeys(ids: ids.sorted()))
    let byID = Dictionary(uniqueKeysWithValues: opened.map { ($0.id, $0) })
    await ports.sealing.recordings.forgetAll(but: ids)
    for row in outbox { if let key = byID[row.keyID] { keys.hold(key, for: row.contact, number: 0) } }
    for row in rows { if let key = byID[row.keyID] { keys.hold(key, for: row.id, number: row.number) } }
    outboxID = try await ports.store.outboxID()
    place = OutboxPlace(boot: ports.newID(), number: 1)
    try await ports.store.begin(boot: place.boot, with: Outgoing(commitID: ports.newID()))
    try restore(rows, try await ports.store.agents())
  }

  private func restore(_ rows: [ContactStore.ContactRow], _ agents: [(id: String, instance: String, state: [UInt8])]) throws {
    var contacts: [String: [Contact]] = [:]
    for row in rows {
      guard let held = keys.existing(row.id) else {
        ports.logger.error("an open contact cannot be opened: its key is gone", metadata: ["contact": "\(row.id)"])
        continue
      }
      let state = try row.state.open(under: held.key, at: ContactStore.ContactRow.place(row.id))
      let contact = try Packed.value(Contact.self, from: state.bytes)
      contacts[row.instance, default: []].append(contact)
    }
    var live: [String: [LiveAgent]] = [:]
    for agent in agents { live[agent.instance, default: []].append(try Packed.value(LiveAgent.self, from: agent.state)) }
    for instanceID in centres.keys.sorted() {
      let (open, present) = (contacts[instanceID] ?? [], live[instanceID] ?? [])
      happened(instanceID) { $0.restore(open, present, at: $1) }
    }
  }
}
