import FlowEngine
import Routing
public import Vocabulary

/// The live contacts and agents of one instance, and all decisions about them.
///
/// It is a value without clock, randomness of its own or I/O: the same calls at the same moments with the same entropy make the
/// same decisions. A method that a person or program asked for may throw a `CentreProblem`; what merely happened is taken as it
/// is. After each call the host takes the changes, stores them, and then carries out the effects.
public struct ContactCentre: Sendable {
  public let instance: InstanceIdentity
  public internal(set) var configuration = CentreConfiguration()
  public internal(set) var contacts: [String: Contact] = [:]
  public internal(set) var agents: [String: LiveAgent] = [:]
  var routing = RoutingState()
  var numbers = Numbers()
  /// The live contacts of each conversation, by its initial contact, in the order of their beginning.
  var conversations: [String: [String]] = [:]
  /// The sessions of supervisors by the contact that each listens to, in the order of their beginning. None outlives a restart.
  var monitors: [String: [String]] = [:]
  /// Contacts that are over while agents still have to clear that they missed them: how many agents.
  var lingering: [String: Int] = [:]
  var deadlines = DeadlineQueue()
  var entropy: any Entropy & Sendable
  var now = Moment(microseconds: 0)
  /// What is waiting to be done inside the core, in order.
  var agenda: [AgendaItem] = []
  var effects: [CentreEffect] = []
  var changes = CentreChanges()
  /// Agents that an event must tell of, in the order of their first change.
  var changedAgents: [String] = []
  /// What events have told of agents, as long as the configuration stays as it is.
  var toldAgents: [String: ToldAgent] = [:]
  var piecesTold: UInt64 = 0
  /// Seconds after which a suspended recording goes on by itself, so that nobody forgets it.
  public var suspensionSecondsMax = ContactCentre.suspensionSecondsStandard
  /// Whether what carries the calls can stream their audio.
  public var streamsMedia = false

  public init(instance: InstanceIdentity, entropy: any Entropy & Sendable) {
    self.instance = instance
    self.entropy = entropy
  }

  /// When `timePassed` should be called next.
  public var nextDeadline: Moment? { deadlines.next }

  /// Does everything that is due.
  public mutating func timePassed(at now: Moment) {
    enter(now)
    while let due = deadlines.popDue(at: self.now) { fire(due) }
  }

  /// What has changed since the last time, and what is to be done once that is stored.
  public mutating func takeOutput() -> (changes: CentreChanges, effects: [CentreEffect]) {
    tellChangedAgents()
    defer {
      changes = CentreChanges()
      effects = []
    }
    return (changes, effects)
  }
}

/// Which instance, in the words of ARNs.
public struct InstanceIdentity: Sendable, Hashable {
  public let id: String
  public let arn: String
  public let accountID: String
  public let region: String
  public init(id: String, arn: String, accountID: String, region: String) {
    self.id = id
    self.arn = arn
    self.accountID = accountID
    self.region = region
  }
}

/// Ids whose state must be stored. A contact that ended is among `endedContacts` alone.
public struct CentreChanges: Sendable, Hashable {
  public internal(set) var contacts: Set<String> = []
  public internal(set) var endedContacts: Set<String> = []
  public internal(set) var agents: Set<String> = []
  public init() {}

  /// What changed in either; a contact that ended in the other is not stored as open.
  public mutating func formUnion(_ later: CentreChanges) {
    contacts.formUnion(later.contacts)
    endedContacts.formUnion(later.endedContacts)
    contacts.subtract(endedContacts)
    agents.formUnion(later.agents)
  }

  public var isEmpty: Bool { contacts.isEmpty && endedContacts.isEmpty && agents.isEmpty }
}

/// What is done next inside the core.
enum AgendaItem {
  case flow(contactID: String, FlowEvent)
  case routing(RoutingEvent)
}

extension ContactCentre {
  mutating func enter(_ now: Moment) { self.now = max(self.now, now) }

  /// Works the agenda off. Each item may add to it.
  mutating func settle() {
    var next = 0
    while next < agenda.count {
      let item = agenda[next]
      next += 1
      switch item {
      case .flow(let contactID, let event): runFlow(of: contactID, event)
      case .routing(let event): route(event)
      }
    }
    agenda.removeAll(keepingCapacity: true)
  }

  /// Changes a contact in its place and notes that it must be stored.
  mutating func change(_ contactID: String, _ body: (inout Contact) -> Void) {
    guard let index = contacts.index(forKey: contactID) else { return }
    body(&contacts.values[index])
    changes.contacts.insert(contactID)
  }

  mutating func changeAgent(_ agentID: String, _ body: (inout LiveAgent) -> Void) {
    guard let index = agents.index(forKey: agentID) else { return }
    body(&agents.values[index])
    noteActivity(agentID)
    changes.agents.insert(agentID)
    effects.append(.agentChanged(agentID: agentID))
  }

  /// - Throws: contactNotFound, for one that is over too.
  func live(_ contactID: String) throws(CentreProblem) -> Contact {
    guard let contact = contacts[contactID], !contact.isOver else {
      throw CentreProblem(.contactNotFound, "There is no active contact with the id \(contactID) in this instance.")
    }
    return contact
  }
}
