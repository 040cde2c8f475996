import CallControl
import Contacts
import FlowEngine
import Vocabulary

/// Telephones that do what they are asked, with what each hears and what contacts are told.
struct Telephones {
  static let instance = "instance"
  var bridge = CallBridge()
  private(set) var hearing: [LegID: [LegID]] = [:]
  private(set) var told: [String] = []
  private(set) var commands: [LegCommand] = []
  private(set) var timers: [CallTimer: Int] = [:]
  private(set) var legs: Set<LegID> = []
  private(set) var tracks: [String: LegCommand.Tracks] = [:]
  private(set) var finished: [String] = []

  mutating func call(_ contactID: String) -> LegID {
    let leg = bridge.callArrived(contactID, instanceID: Self.instance)
    legs.insert(leg)
    perform(.answer, contactID)
    happens(.answered, leg)
    return leg
  }

  @discardableResult
  mutating func perform(_ command: TelephonyCommand, _ contactID: String) -> [LegCommand] {
    var effects: [CallEffect] = []
    bridge.perform(command, contactID: contactID, instanceID: Self.instance, into: &effects)
    return take(effects)
  }

  @discardableResult
  mutating func happens(_ event: LegEvent, _ leg: LegID) -> [LegCommand] {
    if event == .hungUp || event == .failed { gone(leg) }
    var effects: [CallEffect] = []
    bridge.happened(event, to: leg, into: &effects)
    return take(effects)
  }

  mutating func fires(_ timer: CallTimer) {
    timers[timer] = nil
    var effects: [CallEffect] = []
    bridge.fired(timer, into: &effects)
    _ = take(effects)
  }

  /// A contact that calls in is new.
  mutating func isFree(_ contactID: String) -> Bool {
    let before = bridge
    defer { bridge = before }
    var effects: [CallEffect] = []
    bridge.perform(.hangUp, contactID: contactID, instanceID: Self.instance, into: &effects)
    return bridge.callCount == before.callCount
  }

  mutating func press(_ keys: String, _ leg: LegID) { for key in keys { happens(.pressed(key), leg) } }

  /// The leg that a command dials.
  mutating func dials(_ command: TelephonyCommand, _ contactID: String) -> LegID {
    for case .dial(let leg, _) in perform(command, contactID) { return leg }
    return LegID(0)
  }

  /// An agent who has answered and joined.
  mutating func agent(_ agentID: String, _ contactID: String) -> LegID {
    let leg = dials(.callAgent(agentID: agentID), contactID)
    happens(.answered, leg)
    perform(.join(agentID: agentID), contactID)
    return leg
  }

  /// The playback that was last asked for on a leg.
  func playback(on leg: LegID) -> Int? {
    commands.reversed().lazy.compactMap { if case .play(leg, let number, _, _, _) = $0 { number } else { nil } }.first
  }

  mutating func saidSince() -> [String] {
    defer { told = [] }
    return told
  }

  private mutating func gone(_ leg: LegID) {
    legs.remove(leg)
    hearing[leg] = nil
  }

  private mutating func take(_ effects: [CallEffect]) -> [LegCommand] {
    var asked: [LegCommand] = []
    for effect in effects {
      switch effect {
      case .leg(let command):
        asked.append(command)
        note(command)
      case .tell(let contactID, _, let event): told.append("\(contactID): \(event)")
      case .setTimer(let timer, let seconds): timers[timer] = seconds
      case .cancelTimer(let timer): timers[timer] = nil
      }
    }
    commands += asked
    return asked
  }

  private mutating func note(_ command: LegCommand) {
    switch command {
    case .dial(let leg, _): legs.insert(leg)
    case .hangUp(let leg): gone(leg)
    case .hear(let leg, let others): hearing[leg] = others
    case .record(let contactID, let wanted): tracks[contactID] = wanted
    case .finishRecording(let contactID):
      tracks[contactID] = nil
      finished.append(contactID)
    default: break
    }
  }
}

/// Connect's behaviour of a flow that records these.
func recording(_ participants: [String]) -> JSON.Object {
  let behaviour: JSON = ["RecordingBehavior": ["RecordedParticipants": .strings(participants)]]
  return behaviour.object ?? JSON.Object()
}
