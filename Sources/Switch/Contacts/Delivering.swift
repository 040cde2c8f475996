import Contacts
import Link
import Logging
import Protection
import SwitchStore
import Vocabulary

/// What goes to the keep: at least once, in order, and then is forgotten here.
extension ContactHost {
  private static let batchMax = 512

  nonisolated func deliver() async {
    while !Task.isCancelled {
      let isIdle: Bool
      do {
        isIdle = try await deliverBatch()
      } catch {
        ports.logger.warning("deposits wait", metadata: ["error": "\(type(of: error))"])
        isIdle = true
        try? await Task.sleep(for: .seconds(1))
      }
      if isIdle { try? await Task.sleep(for: .milliseconds(20)) }
    }
    _ = try? await deliverBatch()
  }

  /// - Returns: whether there is nothing to do.
  nonisolated func deliverBatch() async throws -> Bool {
    let rows = try await ports.store.outbox(limit: Self.batchMax)
    guard let first = rows.first else { return true }
    var entries: [StreamEntry] = []
    var deposits: [Deposit] = []
    var audit: [JSON] = []
    for (_, entry) in rows {
      switch entry.topic {
      case .audit: audit += try JSON.parse(entry.payload).array ?? []
      case .agents: entries += try agentEntries(entry)
      case .contact(let id, let initial, _, let isDeposit):
        let (events, deposit) = try await opened(entry, id, initial, isDeposit)
        entries += events
        deposits += deposit.map { [$0] } ?? []
      }
    }
    if !audit.isEmpty { _ = try await ports.keepSide.send(RecordEvents(events: audit)) }
    _ = try await ports.keepSide.send(TakeDeposits(batchID: first.entry.batch, deposits: deposits, entries: entries))
    try await ports.store.delivered(rows.map(\.sequence), deposited: deposits.map { ($0.contactID, $0.initialContactID) })
    if !deposits.isEmpty { await forget(deposits.map(\.contactID)) }
    return rows.count < Self.batchMax
  }

  private func forget(_ contactIDs: [String]) {
    for contactID in contactIDs {
      keys.forget(contactID)
      leaving[contactID] = nil
    }
  }

  private func heldKey(of contactID: String) -> ContactKeyRing.Held? { keys.existing(contactID) }

  private nonisolated func agentEntries(_ entry: ContactStore.OutboxEntry) throws -> [StreamEntry] {
    let json = try Protected<JSON>(bytes: entry.payload).open(
      under: agentsKey, at: "outbox/\(entry.batch)")
    return (json["events"]?.array ?? []).map {
      StreamEntry(kind: .agentEvent, instanceID: json["instanceId"]?.string ?? "", json: $0)
    }
  }

  private nonisolated func opened(_ entry: ContactStore.OutboxEntry, _ id: String, _ initial: String, _ isDeposit: Bool)
    async throws
    -> ([StreamEntry], Deposit?)
  {
    guard let held = await heldKey(of: id) else {
      ports.logger.error("what a contact left cannot be opened: its key is gone", metadata: ["contact": "\(id)"])
      return ([], nil)
    }
    let json = try Protected<JSON>(bytes: entry.payload).open(under: held.key, at: "outbox/\(entry.batch)")
    let instanceID = json["instanceId"]?.string ?? ""
    let events = (json["events"]?.array ?? []).map { StreamEntry(kind: .contactEvent, instanceID: instanceID, json: $0) }
    guard isDeposit else { return (events, nil) }
    let parts = try await ports.store.parts(of: id, in: initial)
    return (
      events,
      Deposit(
        contactID: id, initialContactID: initial, instanceID: instanceID, keyID: held.id, record: json["record"] ?? .null,
        transcript: try parts.filter { $0.kind == .item }.map { try $0.open(under: held.key) },
        flowLog: try parts.filter { $0.kind == .flowLog }.map { try $0.open(under: held.key) },
        attachments: try parts.filter { $0.kind == .attachment }.map {
          Deposit.Attachment(id: $0.id, bytes: try $0.openBytes(under: held.key))
        })
    )
  }
}
