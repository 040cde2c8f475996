import Contacts
import Vocabulary

/// What is told to a desk, with the text of its JSON.
enum DeskEvent: Sendable {
  case snapshot([UInt8])
  case agent([UInt8])
  case item(JSON)

  func text(_ sequence: Int) -> String {
    var text = JSONText(bytesExpected: 0)
    text.object { text in
      switch self {
      case .snapshot(let agent): Self.write("snapshot", "agent", agent, into: &text)
      case .agent(let agent): Self.write("agent", "agent", agent, into: &text)
      case .item(let item): Self.write("item", "item", item.bytes, into: &text)
      }
      text.member("sequence", .number(sequence))
    }
    return String(decoding: text.bytes, as: UTF8.self)
  }

  private static func write(_ type: String, _ name: String, _ content: [UInt8], into text: inout JSONText) {
    text.member("type", type)
    text.name(name)
    text.raw(content)
  }
}

/// The desks that are connected: one an agent. State lives here, not at the desk: what a desk missed is kept for a while.
actor OpenDesks {
  /// Events that a desk may have missed and still resume.
  private static let keptMax = 1_000
  /// Seconds that they are kept: what customers said is here no longer, soon enough after their contacts ended (law 2).
  private static let keptSecondsMax: Int64 = 45
  /// Seconds that an agent keeps its contacts without a desk.
  private static let absenceSecondsMax: Int64 = 60

  private struct Desk {
    var instanceID: String
    var generation = 0
    var sequence = 0
    var kept: [(sequence: Int, text: String, at: Moment)] = []
    /// Where the connected desk's events go; nil while there is none.
    var output: AsyncStream<String>.Continuation?
    var absentSince: Moment?

    mutating func publish(_ event: DeskEvent, at now: Moment) {
      sequence += 1
      let text = event.text(sequence)
      kept.append((sequence, text, now))
      // Rarely and many at once, since the rest moves up.
      if kept.count > 2 * OpenDesks.keptMax { kept.removeFirst(OpenDesks.keptMax) }
      guard let output, case .dropped = output.yield(text) else { return }
      output.finish()
      self.output = nil
    }
  }

  private var desks: [String: Desk] = [:]

  /// A desk connects. Another one of the same agent is told, and cut off.
  /// - Returns: its events, and those that it missed; nil where too many were missed, so that it needs a snapshot.
  func connect(_ userID: String, in instanceID: String, resumingAfter sequence: Int?) -> (
    output: AsyncStream<String>, generation: Int, missed: [String]?, sequence: Int
  ) {
    var desk = desks[userID] ?? Desk(instanceID: instanceID)
    cutOff(&desk, because: "takeover")
    let (stream, continuation) = AsyncStream<String>.makeStream(bufferingPolicy: .bufferingOldest(Self.keptMax))
    desk.output = continuation
    desk.absentSince = nil
    desk.generation += 1
    desks[userID] = desk
    return (stream, desk.generation, sequence.flatMap { missed(desk, after: $0) }, desk.sequence)
  }

  private func missed(_ desk: Desk, after sequence: Int) -> [String]? {
    guard sequence <= desk.sequence, sequence >= (desk.kept.first?.sequence ?? desk.sequence + 1) - 1 else { return nil }
    return desk.kept.filter { $0.sequence > sequence }.map(\.text)
  }

  /// The connection is gone; the agent may come back to it.
  func disconnected(_ userID: String, generation: Int, at now: Moment) {
    guard desks[userID]?.generation == generation else { return }
    desks[userID]?.output = nil
    desks[userID]?.absentSince = now
  }

  /// Another session has begun, or this one is over.
  func takeOver(_ userID: String) {
    guard var desk = desks[userID] else { return }
    cutOff(&desk, because: "takeover")
    desks[userID] = desk
  }

  func forget(_ userID: String) { desks[userID] = nil }

  private func cutOff(_ desk: inout Desk, because reason: String) {
    desk.output?.yield(JSON.object([("type", "closed"), ("reason", .string(reason))]).text)
    desk.output?.finish()
    desk.output = nil
  }

  /// Numbers an event, keeps it and sends it.
  func publish(_ event: DeskEvent, to userID: String, at now: Moment) {
    guard let index = desks.index(forKey: userID) else { return }
    desks.values[index].publish(event, at: now)
  }

  /// Lets go of events that were kept for long enough: who missed them gets a snapshot.
  func expire(at now: Moment) {
    let limit = now.adding(seconds: -Self.keptSecondsMax)
    for index in desks.values.indices where desks.values[index].kept.first.map({ $0.at <= limit }) ?? false {
      desks.values[index].kept.removeAll { $0.at <= limit }
    }
  }

  /// Agents whose desk has been gone for too long.
  func lost(at now: Moment) -> [(userID: String, instanceID: String)] {
    let gone = desks.filter { $0.value.absentSince.map { $0.adding(seconds: Self.absenceSecondsMax) <= now } ?? false }
    for userID in gone.keys { desks[userID] = nil }
    return gone.sorted { $0.key < $1.key }.map { ($0.key, $0.value.instanceID) }
  }
}
