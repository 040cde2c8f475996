public import Vocabulary

/// What happened in a recording, and where: it goes beside the audio.
public struct RecordingTimeline: Sendable, Hashable {
  /// Who takes part.
  public struct Party: Sendable, Hashable {
    /// The participant's id.
    public let id: String
    public let role: ConferenceMixer.Role

    public init(id: String, role: ConferenceMixer.Role) {
      self.id = id
      self.role = role
    }
  }

  public struct Event: Sendable, Hashable {
    public enum Kind: String, Sendable, CaseIterable {
      case joined = "JOINED"
      case left = "LEFT"
      case held = "HOLD"
      case unheld = "RESUMED_FROM_HOLD"
      case suspended = "RECORDING_SUSPENDED"
      case resumed = "RECORDING_RESUMED"
      case ended = "ENDED"
    }

    public let kind: Kind
    /// Of one channel, from the beginning.
    public let sample: Int
    public let party: Party?

    public init(_ kind: Kind, sample: Int, party: Party?) {
      self.kind = kind
      self.sample = sample
      self.party = party
    }
  }

  /// Events that are kept, at most; the end of the recording always is.
  public static let eventsMax = 4_096

  public let law: G711.Law
  public let start: Moment
  public private(set) var events: [Event] = []
  /// Events beyond `eventsMax`.
  public private(set) var leftOut = 0

  public init(law: G711.Law, start: Moment) {
    self.law = law
    self.start = start
  }

  mutating func append(_ event: Event) {
    guard events.count < Self.eventsMax || event.kind == .ended else { return leftOut += 1 }
    events.append(event)
  }

  /// Stretches of silence in the place of sound, in samples.
  public var suspensions: [Range<Int>] {
    var (suspensions, start) = ([Range<Int>](), Int?.none)
    for event in events {
      switch event.kind {
      case .suspended: start = event.sample
      case .resumed, .ended:
        if let begun = start, begun < event.sample { suspensions.append(begun..<event.sample) }
        start = nil
      case .joined, .left, .held, .unheld: break
      }
    }
    return suspensions
  }

  public var json: JSON {
    [
      "Version": 1, "Coding": JSON.string(law.encodingName), "SamplesPerSecond": .number(G711.samplesPerSecond),
      "Channels": ["CUSTOMER", "AGENT"], "StartTimestamp": .string(start.rfc3339Milliseconds),
      "Events": .array(events.map(\.json)), "EventsLeftOut": .number(leftOut),
    ]
  }
}

extension RecordingTimeline.Event {
  fileprivate var json: JSON {
    var members: [(String, JSON)] = [("Type", .string(kind.rawValue)), ("Sample", .number(sample))]
    if let party { members += [("ParticipantId", .string(party.id)), ("ParticipantRole", .string(party.role.word))] }
    return .object(members)
  }
}

extension ConferenceMixer.Role {
  /// Connect's, where it has one.
  fileprivate var word: String {
    switch self {
    case .customer: "CUSTOMER"
    case .agent: "AGENT"
    case .thirdParty: "THIRD_PARTY"
    case .monitor: "SUPERVISOR_MONITOR"
    case .coach: "SUPERVISOR_COACH"
    case .barge: "SUPERVISOR_BARGE"
    }
  }
}
