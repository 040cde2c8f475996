import Contacts
import Link
import Logging
import Protection
import SwitchStore
import Vocabulary

/// What goes to the keep: at least once, in order, and then is forgotten here.
extension ContactHost {
  /// Commits that go together.
  private static let rowsMax = 64
  /// Between two messages, unless one is full: what comes meanwhile goes together.
  private static let rest = Duration.milliseconds(200)
  /// Once a message has so much of sealed content, what comes after it goes with the next. A contact's goes in one.
  private static let objectBytesMax = 64 << 20

  nonisolated func deliver() async {
    // What was left before the start.
    outgoing.continuation.yield()
    for await _ in outgoing.stream {
      do {
        while try await !deliverBatch() {}
        try? await Task.sleep(for: Self.rest)
      } catch {
        ports.logger.warning("deposits wait", metadata: ["error": "\(type(of: error))"])
        try? await Task.sleep(for: .seconds(1))
        outgoing.continuation.yield()
      }
    }
    _ = try? await deliverBatch()
  }

  /// - Returns: whether there is nothing more to do.
  nonisolated func deliverBatch() async throws -> Bool {
    if let sealed = try await ports.store.firstSealed() {
      do { _ = try await ports.keepSide.send(TakeSealedDeposits(message: sealed.message)) } catch {
        try await sealAll()
        throw error
      }
      try await ports.store.deliveredSealed(sealed.sequence)
      return false
    }
    guard let page = try await nextPage() else { return true }
    do { try await send(page) } catch {
      // What a contact leaves does not wait here in a form that this process could read.
      try await seal(page)
      try await sealAll()
      throw error
    }
    await delivered(page)
    await forget(page)
    return !page.isFull
  }

  /// What is stored of it goes with the next commit: one of its own would cost as much as that. Where more waits it goes at once,
  /// so that a start does not find much of what the keep has.
  private func delivered(_ page: OutgoingPage) {
    deliveredThrough = page.last
    pending.delivered.append(DeliveredPage(last: page.last, deposited: page.withParts))
    pending.isUrgent = pending.isUrgent || page.isFull
    wakeUp(isUrgent: page.isFull)
  }

  private nonisolated func send(_ page: OutgoingPage) async throws(LinkProblem) {
    if !page.events.isEmpty { _ = try await ports.keepSide.send(RecordEvents(events: page.events)) }
    _ = try await ports.keepSide.send(page.deposits)
  }

  /// What has waited longest; nil when nothing waits.
  nonisolated func nextPage() async throws -> OutgoingPage? {
    let page = try await ports.store.outbox(after: await deliveredThrough, rowsMax: Self.rowsMax)
    guard !page.rows.isEmpty else { return nil }
    var delivery = Delivery(outboxID: await outboxID, numbers: page.numbers, sealing: ports.sealing)
    var events: [JSON] = []
    var last = page.rows[0].sequence
    for (sequence, outgoing) in page.rows where delivery.objectBytes < Self.objectBytesMax {
      last = sequence
      events += try outgoing.audit.map { try JSON.parse($0) }
      delivery.begin(outgoing.commitID)
      for (contact, keys) in zip(outgoing.contacts, await heldKeys(of: outgoing.contacts)) {
        guard let keys else {
          ports.logger.error("what a contact left cannot be opened: its key is gone", metadata: ["contact": "\(contact.id)"])
          continue
        }
        try await delivery.add(contact, page.parts[contact.id] ?? [], keys)
      }
      for sealed in outgoing.agents { try delivery.add(agents: sealed, under: agentsKey) }
    }
    let deposited = delivery.deposits.map { (contact: $0.contactID, initial: $0.initialContactID) }
    return OutgoingPage(
      last: last, events: events, deposits: delivery.message,
      withParts: deposited.filter { !(page.parts[$0.contact] ?? []).isEmpty },
      isFull: page.isFull || last != page.rows.last?.sequence)
  }

  /// What is with the keep, or sealed to it.
  nonisolated func forget(_ page: OutgoingPage) async {
    guard !page.deposited.isEmpty else { return }
    await forget(page.deposited)
    await ports.sealing.recordings.forget(page.deposits.deposits.map(\.keyID))
  }

  private func forget(_ contactIDs: [String]) {
    for contactID in contactIDs {
      keys.forget(contactID)
      leaving[contactID] = nil
    }
  }

  private func heldKeys(of contacts: [Outgoing.OfContact]) -> [DeliveryKeys?] {
    contacts.map { contact in
      keys.existing(contact.id).map { own in
        let open = centres.values.lazy.map { $0.core.openContacts(of: contact.initial) }.first { !$0.isEmpty } ?? []
        return DeliveryKeys(
          own: own, readers: open.filter { $0 != contact.id }.compactMap { keys.existing($0)?.id }.sorted())
      }
    }
  }
}

/// The key of a contact that is over, and those of the open contacts that its conversation goes on in.
private struct DeliveryKeys: Sendable {
  let own: ContactKeyRing.Held
  let readers: [String]
}

/// What several events have in common. An array is hashed byte by byte, which takes ten times as long.
private struct Piece: Hashable {
  let bytes: [UInt8]

  func hash(into hasher: inout Hasher) { unsafe bytes.withUnsafeBytes { unsafe hasher.combine(bytes: $0) } }
}

/// One message to the keep while it is put together.
private struct Delivery {
  let outboxID: String
  let numbers: DepositNumbers?
  let sealing: DepositSealing
  private var commits: [String] = []
  private(set) var deposits: [Deposit] = []
  private var entries: [StreamEntry] = []
  private var pieces: [[UInt8]] = []
  /// Places of pieces that several events have, by what they say.
  private var places: [Piece: Int] = [:]

  init(outboxID: String, numbers: DepositNumbers?, sealing: DepositSealing) {
    self.outboxID = outboxID
    self.numbers = numbers
    self.sealing = sealing
  }

  var message: TakeDeposits {
    TakeDeposits(
      outboxID: outboxID, commits: commits, deposits: deposits, entries: entries, pieces: pieces,
      numbers: numbers.map {
        DepositNumbers(boot: $0.boot, numbers: Array($0.numbers.prefix(commits.count)), preceding: $0.preceding)
      })
  }

  var objectBytes: Int { deposits.lazy.flatMap(\.objects).reduce(0) { $0 + $1.message.count } }

  private var commit: Int { commits.count - 1 }
  mutating func begin(_ commitID: String) { commits.append(commitID) }

  mutating func add(_ contact: Outgoing.OfContact, _ parts: [ContactStore.Part], _ keys: DeliveryKeys) async throws {
    let plain = try Protected<ProtectableBytes>(bytes: contact.sealed).open(
      under: keys.own.key, at: Outgoing.place(commits[commit], contact.id))
    let news = try Packed.value(ContactNews.self, from: plain.bytes)
    for event in news.events { add(.contactEvent, news.instanceID, [append(event)]) }
    guard let record = news.record else { return }
    let opened = try parts.map { (kind: $0.kind, id: $0.id, bytes: try $0.openBytes(under: keys.own.key)) }
    let objects = try await sealing.objects(
      of: DepositSealing.Source(
        contactID: contact.id, initialContactID: contact.initial, instanceID: news.instanceID, keyID: keys.own.id),
      items: try opened.filter { $0.kind == .item }.map { try JSON.parse($0.bytes).decoded(as: TranscriptItem.self) },
      files: opened.filter { $0.kind == .attachment }.map { ($0.id, $0.bytes) })
    deposits.append(
      Deposit(
        commit: commit, contactID: contact.id, initialContactID: contact.initial, instanceID: news.instanceID,
        keyID: keys.own.id, initiatedAt: news.initiatedAt ?? Moment(microseconds: 0), record: record,
        flowLog: opened.filter { $0.kind == .flowLog }.map(\.bytes), objects: objects, readers: keys.readers))
  }

  mutating func add(agents sealed: [UInt8], under key: ProtectionKey) throws {
    let plain = try Protected<ProtectableBytes>(bytes: sealed).open(under: key, at: Outgoing.agentsPlace(commits[commit]))
    let news = try Packed.value(AgentNews.self, from: plain.bytes)
    let known = news.pieces.map { shared($0) }
    for event in news.events {
      add(.agentEvent, news.instanceID, event.compactMap { known.indices.contains($0) ? known[$0] : nil })
    }
  }

  private mutating func add(_ kind: StreamEntry.Kind, _ instanceID: String, _ pieces: [Int]) {
    entries.append(StreamEntry(commit: commit, kind: kind, instanceID: instanceID, pieces: pieces))
  }

  private mutating func append(_ piece: [UInt8]) -> Int {
    pieces.append(piece)
    return pieces.count - 1
  }

  private mutating func shared(_ piece: [UInt8]) -> Int {
    let known = Piece(bytes: piece)
    if let place = places[known] { return place }
    let place = append(piece)
    places[known] = place
    return place
  }
}

extension ContactStore.OutboxPage {
  fileprivate var numbers: DepositNumbers? {
    guard let places, let boot = places.first?.boot else { return nil }
    return DepositNumbers(
      boot: boot, numbers: places.map(\.number), preceding: preceding.map { EndedBoot(boot: $0.boot, last: $0.number) })
  }
}
