import Contacts
import FlowEngine
import Vocabulary

/// One run: people act, the core decides, checkers watch.
public struct Simulation {
  public struct Options: Sendable {
    public var seed: UInt64
    public var contactsMax: Int
    public var fault: Fault?
    public init(seed: UInt64, contactsMax: Int, fault: Fault?) {
      self.seed = seed
      self.contactsMax = contactsMax
      self.fault = fault
    }
  }

  /// What a clean run did.
  public struct Figures: Sendable, Equatable {
    public var steps = 0
    public var contacts = 0
    public var handled = 0
    public var abandoned = 0
    public var missed = 0
    public var transfers = 0
    public var sessions = 0
    public var crashes = 0
  }

  let options: Options
  var chance: Chance
  var plan = Plan()
  var centre: ContactCentre
  let scene: Scene
  var storage = Storage()
  var now = Moment(seconds: 1_700_000_000)
  var figures = Figures()
  var checkers: [any Checker]
  /// Deposited records by contact.
  var records: [String: JSON] = [:]
  /// Offers that agents have seen.
  var seenOffers: Set<String> = []
  /// Contacts that had been offered before the last commit.
  var offeredBefore: Set<String> = []
  var waiting = WaitingLines()
  /// True priorities of contacts that a fault has made more urgent.
  var hidden: [String: Int] = [:]
  /// Contacts that were begun and acknowledged, in order.
  var begun: [String] = []

  public init(_ options: Options) {
    self.options = options
    chance = Chance(seed: options.seed)
    scene = Scene(chance: &chance, fault: options.fault)
    centre = ContactCentre(instance: scene.instance, entropy: SeededEntropy(seed: options.seed &* 31))
    checkers = Checkers.all
  }

  /// Steps after which a run that has not come to its end is a fault of its own.
  private static let stepsPerContactMax = 100

  /// - Throws: Violation.
  public mutating func run() throws -> Figures {
    centre.configure(scene.changes(), at: now)
    try commit()
    plan.add(.customerArrives, after: 0, from: now)
    plan.add(.supervisorListens, after: 60, from: now)
    for agent in scene.agents {
      plan.add(.agentArrives(agent.id), after: chance.whole(0...30), from: now)
      if chance.happens(0.5) { plan.add(.agentChangesStatus(agent.id), after: chance.whole(60...1_800), from: now) }
    }
    let stepsMax = options.contactsMax * Self.stepsPerContactMax
    while let action = next() {
      figures.steps += 1
      guard figures.steps < stepsMax else { throw violation("the run does not come to its end; \(whatLives)") }
      try perform(action)
      if figures.steps % 97 == 0, chance.happens(0.05) { try crash() }
    }
    for checker in checkers {
      try found {
        try checker.ended(self)
      } by: {
        checker.name
      }
    }
    return figures
  }

  /// What comes first: what somebody does, or what is due in the core.
  private mutating func next() -> Action? {
    if isOver { return nil }
    let due = centre.nextDeadline
    guard let (action, moment) = plan.first else {
      guard let due else { return nil }
      now = max(now, due)
      return .timePasses
    }
    if let due, due <= moment {
      now = max(now, due)
      return .timePasses
    }
    plan.removeFirst()
    now = max(now, moment)
    return action
  }

  /// All contacts have come, and gone.
  private var isOver: Bool { begun.count >= options.contactsMax && centre.contacts.isEmpty && storage.contacts.isEmpty }

  private mutating func perform(_ action: Action) throws {
    if let fault = options.fault { fault.disturb(&self) }
    let acknowledged = begun.count
    action.perform(&self)
    // A program that dies before its commit has done nothing, and has told nobody that it did: who asked asks again.
    if chance.happens(0.0005) {
      begun.removeLast(begun.count - acknowledged)
      plan.add(action, after: 5, from: now)
      return try crash()
    }
    try commit()
  }

  /// Stores what has changed, lets the checkers see it, then carries out the effects.
  mutating func commit() throws {
    let (changes, effects) = centre.takeOutput()
    storage.take(
      changes, of: centre, losing: options.fault == .lostOnDisk && chance.happens(0.002),
      keepingAgents: options.fault == .slots && chance.happens(0.2))
    for effect in effects {
      if case .deposit(let contactID, let record) = effect { records[contactID] = record }
    }
    waiting.update(changes, centre.contacts)
    // Taken out while they look at the run: two holders of what they gathered would have it copied at every step.
    var watching = checkers
    checkers = []
    for index in watching.indices {
      try found {
        try watching[index].saw(changes, effects, self)
      } by: {
        watching[index].name
      }
    }
    checkers = watching
    offeredBefore = waiting.offered
    for effect in effects { react(to: effect) }
  }

  /// The program dies and starts again from what is stored.
  private mutating func crash() throws {
    figures.crashes += 1
    centre = ContactCentre(instance: scene.instance, entropy: SeededEntropy(seed: chance.next()))
    centre.configure(scene.changes(), at: now)
    _ = centre.takeOutput()
    guard let (contacts, agents) = storage.load() else { throw violation("what was stored cannot be read") }
    centre.restore(contacts, agents, at: now)
    waiting.restart(centre.contacts)
    for index in checkers.indices { checkers[index].restarted() }
    try commit()
    for agent in scene.agents { plan.add(.agentArrives(agent.id), after: chance.whole(1...20), from: now) }
  }

  /// What a checker throws, with what replays it.
  private func found(_ body: () throws -> Void, by name: () -> String) throws {
    do {
      try body()
    } catch let finding as Finding {
      throw Violation(checker: name(), message: finding.message, seed: options.seed, step: figures.steps)
    }
  }

  /// What keeps the run from its end.
  private var whatLives: String {
    let live = centre.contacts.values.sorted { $0.id < $1.id }
    let first = live.prefix(3).map { contact in
      "\(contact.id) (\(contact.channel.rawValue), \(contact.phase), offered to \(contact.offeredTo ?? "nobody"), with "
        + "\(contact.service?.agent.id ?? "nobody"), in \(contact.queue?.id ?? "no queue"))"
    }
    return "\(begun.count) have come, \(live.count) live: \(first.joined(separator: "; "))"
  }

  private func violation(_ message: String) -> Violation {
    Violation(checker: "end", message: message, seed: options.seed, step: figures.steps)
  }
}

/// What a checker found, with what replays it.
public struct Violation: Error, Sendable, Equatable, CustomStringConvertible {
  public let checker: String
  public let message: String
  public let seed: UInt64
  public let step: Int

  public var description: String { "\(checker): \(message) (seed \(seed), step \(step))" }
}
