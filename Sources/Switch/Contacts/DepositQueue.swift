import ConnectAPI
import Contacts
import Link
import Logging
import Metrics
import MessageFormat
import Sealing
import SwitchStore
import Vocabulary

/// How much may wait for the keep, and what happens then.
package struct DepositQueueLimits: Sendable {
  /// Of what rests on disk.
  package let bytesMax: Int
  /// Commits: a few for each contact.
  package let itemsMax: Int
  /// Contacts go on without a record of what is said in them, where others would be refused.
  package let goesOnUnrecorded: Bool

  package init(bytesMax: Int = 4 << 30, itemsMax: Int = 1_000_000, goesOnUnrecorded: Bool = false) {
    self.bytesMax = bytesMax
    self.itemsMax = itemsMax
    self.goesOnUnrecorded = goesOnUnrecorded
  }

  func areReached(by fill: ContactStore.QueueFill) -> Bool { fill.bytes >= bytesMax || fill.items >= itemsMax }
}

/// What goes to the keep together: whole commits, oldest first.
struct OutgoingPage: Sendable {
  /// The last row of the outbox that it has.
  let last: Int64
  let events: [JSON]
  let deposits: TakeDeposits
  /// Those of its contacts of which the store has parts.
  let withParts: [(contact: String, initial: String)]
  /// Whether more waits.
  let isFull: Bool

  var deposited: [String] { deposits.deposits.map(\.contactID) }
}

/// While the keep is away.
extension ContactHost {
  /// Puts a page in the sealed queue: from then on this process cannot read it, nor anything of the contacts that it deposits.
  nonisolated func seal(_ page: OutgoingPage) async throws {
    let deposits = await isGoingOnUnrecorded ? page.deposits.unrecorded : page.deposits
    let key = try await ports.sealing.keys.key(for: DepositPage.contentClass, in: DepositPage.instanceID)
    var plaintext = LinkWriter()
    DepositPage(events: page.events, deposits: deposits).write(into: &plaintext)
    var writer = try MessageWriter(
      to: key, frameLength: .kibibytes64, context: DepositPage.context(outboxID: deposits.outboxID))
    let start = try writer.append(plaintext.bytes)
    try await ports.store.seal(
      through: page.last, items: deposits.commits.count, as: start + (try writer.finish()), deposited: page.withParts)
    await forget(page)
    try await measureQueue()
  }

  /// Seals all that waits.
  nonisolated func sealAll() async throws {
    while let page = try await nextPage() {
      try await seal(page)
      if !page.isFull { return }
    }
  }

  private var isGoingOnUnrecorded: Bool { limits.goesOnUnrecorded && limits.areReached(by: queueFill) }

  /// Says whether another contact may begin.
  /// - Throws: LimitExceeded where too much waits for the keep; LinkProblem where the keys that were fetched ahead are used up.
  func admit() async throws {
    guard limits.goesOnUnrecorded || !limits.areReached(by: queueFill) else {
      throw ConnectError(
        .limitExceeded,
        "As much as may waits for the keep, and a contact must be recorded. Try again once the keep has taken it.")
    }
    if keys.stockCount < Self.keysReserved { try await stockUp() }
  }

  /// Before the first contact of an instance begins, so that what it leaves can be sealed whatever comes. What cannot be fetched
  /// now is asked for again once a second.
  func fetchSealingKeys(of instanceID: String, for channel: ContactChannel = .chat) async {
    guard centres[instanceID] != nil else { return }
    for contentClass in DepositSealing.classes(of: channel) {
      _ = try? await ports.sealing.keys.key(for: contentClass, in: instanceID)
    }
  }

  /// Keys that are left for contacts which others lead to, such as callbacks.
  private static let keysReserved = 64
  /// Contacts that may begin while the keep is away: there is a key for each.
  private static let keysAhead = 512

  /// Fetches ahead, from the keep, what is needed while it is away.
  func lookAhead() async {
    while !Task.isCancelled {
      do {
        try await measureQueue()
        if keys.stockCount < Self.keysAhead { try await stockUp() }
        try await ports.sealing.keys.prefetch(classesOfContent)
      } catch {
        ports.logger.debug("keys are not fetched ahead", metadata: ["error": "\(type(of: error))"])
      }
      try? await Task.sleep(for: .seconds(1))
    }
  }

  /// What open contacts will leave, by instance.
  private var classesOfContent: [String: Set<String>] {
    centres.mapValues { centre in
      Set(Set(centre.core.contacts.values.map(\.channel)).flatMap(DepositSealing.classes))
    }
  }

  func measureQueue() async throws {
    queueFill = try await ports.store.queueFill()
    Self.bytesGauge.record(queueFill.bytes)
    Self.itemsGauge.record(queueFill.items)
  }

  private static let bytesGauge = Gauge(label: "switchkeep_deposit_queue_bytes")
  private static let itemsGauge = Gauge(label: "switchkeep_deposit_queue_items")
}

extension TakeDeposits {
  /// Its contacts' records and events alone.
  fileprivate var unrecorded: TakeDeposits {
    TakeDeposits(
      outboxID: outboxID, commits: commits, deposits: deposits.map(\.unrecorded), entries: entries, pieces: pieces,
      numbers: numbers)
  }
}

extension Deposit {
  fileprivate var unrecorded: Deposit {
    Deposit(
      commit: commit, contactID: contactID, initialContactID: initialContactID, instanceID: instanceID, keyID: keyID,
      initiatedAt: initiatedAt, record: record, flowLog: [], objects: [], readers: readers, isUnrecorded: true)
  }
}
