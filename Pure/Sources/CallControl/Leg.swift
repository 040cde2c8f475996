import FlowEngine

/// One leg: what lies between the contact centre and one telephone.
public struct LegID: Hashable, Comparable, Sendable {
  public let number: UInt64

  public init(_ number: UInt64) { self.number = number }

  public static func < (left: LegID, right: LegID) -> Bool { left.number < right.number }
}

/// Whose telephone is at the other end.
enum LegRole: Hashable, Sendable {
  /// - Parameter token: of the command that dials; nil for one who calls.
  case customer(token: Int?)
  case agent(String)
  case thirdParty(token: Int, digits: String?)
}

struct Leg: Sendable {
  let id: LegID
  let role: LegRole
  /// The call that it was made for: where its dialling and its playback are told.
  var contactID: String
  var isConnected = false
  var playback: Playback?
  var input: DigitInput?
  /// The contacts' calls that it is in; it is hung up when there is none.
  var calls: Set<String> = []
}

/// What a leg was to hear and to press in one call: its flow waits for that, on whichever leg comes in its place.
struct Unfinished: Sendable {
  let playback: Playback?
  let input: DigitInput?

  /// Nil for nothing.
  init?(on leg: Leg, in contactID: String) {
    playback = leg.playback.flatMap { $0.contactID == contactID ? $0 : nil }
    input = leg.input.flatMap { $0.contactID == contactID ? $0 : nil }
    if playback == nil, input == nil { return nil }
  }
}

/// Something that one leg hears beside whom it hears.
struct Playback: Sendable {
  let number: Int
  let contactID: String
  /// What is told at its end; nil for what precedes input.
  let token: Int?
  let command: LegCommand
}
