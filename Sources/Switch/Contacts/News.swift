import Contacts
import Vocabulary

/// What goes to the keep of one contact: the text of its events, made once, and that of its record when it is over.
struct ContactNews: Sendable, Codable {
  let instanceID: String
  /// In the form of EventBridge.
  var events: [[UInt8]] = []
  var record: [UInt8]?
  /// With the record: when the contact began.
  var initiatedAt: Moment?
}

/// What goes to the keep of agents: events as pieces that most of them have in common.
struct AgentNews: Sendable, Codable {
  let instanceID: String
  private(set) var pieces: [[UInt8]] = []
  /// Places in `pieces`.
  private(set) var events: [[Int]] = []

  private enum CodingKeys: CodingKey { case instanceID, pieces, events }
  /// Places of pieces by their number.
  private var places: [UInt64: Int] = [:]

  init(instanceID: String) { self.instanceID = instanceID }

  mutating func add(_ event: AgentEvent) { events.append(event.pieces.map { place(of: $0) }) }

  private mutating func place(of piece: EventPiece) -> Int {
    if let place = places[piece.number] { return place }
    places[piece.number] = pieces.count
    pieces.append(piece.bytes)
    return pieces.count - 1
  }
}

/// What one commit tells of the contacts and agents of an instance, contacts in the order in which something happened to them.
struct GatheredNews {
  var agents: AgentNews
  private(set) var contacts: [(id: String, initial: String, news: ContactNews)] = []
  private var places: [String: Int] = [:]

  init(instanceID: String) { agents = AgentNews(instanceID: instanceID) }

  mutating func add(_ event: ContactEvent, _ envelope: [UInt8]) {
    contacts[place(of: event.contactID, event.initialContactID)].news.events.append(envelope)
  }

  mutating func add(_ record: JSON, of contactID: String) {
    let place = place(of: contactID, record["InitialContactId"]?.string ?? contactID)
    contacts[place].news.record = record.bytes
    contacts[place].news.initiatedAt = record["InitiationTimestamp"]?.string.flatMap(Moment.init(rfc3339:))
  }

  private mutating func place(of contactID: String, _ initial: String) -> Int {
    if let place = places[contactID] { return place }
    places[contactID] = contacts.count
    contacts.append((contactID, initial, ContactNews(instanceID: agents.instanceID)))
    return contacts.count - 1
  }
}
