import Contacts
import FlowEngine
import Link
import Protection
import SwitchStore
import Vocabulary

/// From what the cores have changed to what will be rows. Values are gathered here; `PlainCommit` encrypts them,
/// beside the actor.
extension ContactHost {
  func gather(_ batch: PendingCommit) throws -> PlainCommit {
    var commit = PlainCommit(id: ports.newID(), agentsKey: agentsKey)
    for (instanceID, ids) in merged(batch.changes) { try gather(ids, of: instanceID, into: &commit) }
    for (instanceID, effects) in merged(batch.effects) { try gather(effects, of: instanceID, into: &commit) }
    commit.audit = batch.audit.map(\.bytes)
    commit.remembered = batch.remembered
    commit.delivered = batch.delivered
    return commit
  }

  private func merged(_ effects: [(instanceID: String, [CentreEffect])]) -> [(String, [CentreEffect])] {
    var merged: [String: [CentreEffect]] = [:]
    for (instanceID, more) in effects { merged[instanceID, default: []] += more }
    return merged.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  /// A contact that changed twice is stored once, as it is now.
  private func merged(_ changes: [(instanceID: String, CentreChanges)]) -> [(String, CentreChanges)] {
    var merged: [String: CentreChanges] = [:]
    for (instanceID, more) in changes { merged[instanceID, default: CentreChanges()].formUnion(more) }
    return merged.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  private func gather(_ changes: CentreChanges, of instanceID: String, into commit: inout PlainCommit) throws {
    // Bound by itself: by way of an optional the whole core would be copied for each.
    let centre = centres[instanceID]
    for id in changes.contacts.sorted() {
      guard let centre, let contact = centre.core.contacts[id] else { continue }
      commit.contacts.append((instanceID, contact, try key(of: id)))
    }
    for id in changes.endedContacts.sorted() { commit.ended.append(try key(of: id).number) }
    for id in changes.agents.sorted() {
      commit.agents.append((id, instanceID, centre.flatMap { $0.core.agents[id] }))
    }
  }

  private func gather(_ effects: [CentreEffect], of instanceID: String, into commit: inout PlainCommit) throws {
    var gathered = GatheredNews(instanceID: instanceID)
    for effect in effects {
      switch effect {
      case .append(let item): commit.parts.append(try part(item))
      case .log(let contactID, let initial, let entry): commit.parts.append(try part(entry, contactID, initial))
      case .contactEvent(let event): gathered.add(event, envelope(event, instanceID))
      case .agentEvent(let event): gathered.agents.add(event)
      case .fact(let fact): commit.facts.append((instanceID, fact))
      case .deposit(let contactID, let record): gathered.add(record, of: contactID)
      default: break
      }
    }
    for (contactID, initial, news) in gathered.contacts {
      commit.news.append(PlainCommit.News(contact: contactID, initial: initial, content: news, key: try key(of: contactID)))
    }
    if !gathered.agents.events.isEmpty { commit.agentNews.append(gathered.agents) }
  }

  private func part(_ item: TranscriptItem) throws -> PlainCommit.Part {
    PlainCommit.Part(
      initial: item.initialContactID, sequence: item.sequence, contact: item.contactID, id: item.id, content: .item(item),
      key: try key(of: item.contactID).key)
  }

  private func part(_ entry: FlowLogEntry, _ contactID: String, _ initial: String) throws -> PlainCommit.Part {
    logSequence += 1
    return PlainCommit.Part(
      initial: initial, sequence: logSequence, contact: contactID, id: ports.newID(), content: .flowLog(entry),
      key: try key(of: contactID).key)
  }

  func key(of contactID: String) throws -> ContactKeyRing.Held {
    guard let key = keys.key(of: contactID) else { throw LinkProblem(.peerGone, message: "there is no key for a contact") }
    return key
  }

  /// As Amazon EventBridge delivers Connect's contact events.
  private func envelope(_ event: ContactEvent, _ instanceID: String) -> [UInt8] {
    let identity = centres[instanceID]?.core.instance
    let arn = identity?.arn ?? ""
    var text = JSONText(bytesExpected: event.detail.count + 640)
    text.object { text in
      text.member("version", "0")
      text.member("id", ports.newID())
      text.member("detail-type", "Amazon Connect Contact Event")
      text.member("source", "aws.connect")
      text.member("account", identity?.accountID ?? "")
      text.member("time", event.at.rfc3339)
      text.member("region", identity?.region ?? "")
      text.member("resources", .strings([arn, "\(arn)/contact/\(event.contactID)"]))
      text.name("detail")
      text.raw(event.detail)
    }
    return text.bytes
  }
}
