public import Contacts
import Vocabulary

/// All calls of a switch. The same commands and events in the same order have the same effects.
public struct CallBridge: Sendable {
  var calls = CallTable()
  var legs: [LegID: Leg] = [:]
  var effects: [CallEffect] = []
  private var lastLeg: UInt64 = 0
  private var lastPlayback = 0
  /// What legs hear and recordings have, as it was last asked for.
  var heard: [LegID: [LegID]] = [:]
  var tracks: [String: LegCommand.Tracks] = [:]
  /// The calls that had a leg with each call, or its caller's agent, when that was last told.
  var neighbours: [String: Set<String>] = [:]
  var guarded: Set<LegID> = []

  public init() {}

  /// Somebody calls, whose contact there is now.
  /// - Returns: their leg; it is answered when the contact says so.
  public mutating func callArrived(_ contactID: String, instanceID: String) -> LegID {
    var call = Call(instanceID: instanceID)
    let leg = newLeg(.customer(token: nil), in: contactID)
    call.caller = .customer(leg)
    calls[contactID] = call
    return leg
  }

  /// Carries out what a contact asks for.
  public mutating func perform(
    _ command: TelephonyCommand, contactID: String, instanceID: String, into effects: inout [CallEffect]
  ) {
    calls[contactID] = calls[contactID] ?? Call(instanceID: instanceID)
    perform(command, contactID)
    settle(into: &effects)
  }

  /// Something has happened to a leg. What comes of one that is gone is nothing.
  public mutating func happened(_ event: LegEvent, to leg: LegID, into effects: inout [CallEffect]) {
    guard let known = legs[leg] else { return }
    happened(event, to: known)
    settle(into: &effects)
  }

  public mutating func fired(_ timer: CallTimer, into effects: inout [CallEffect]) {
    switch timer {
    case .dial(let leg): dialTimedOut(leg)
    case .input(let leg): silence(on: leg)
    }
    settle(into: &effects)
  }

  /// Whom each leg hears, worked out anew for all calls: what was told is the same.
  public var hearing: [LegID: [LegID]] { hearing(in: calls.contactIDs).filter { !$0.value.isEmpty } }

  /// Legs that there are.
  public var legCount: Int { legs.count }
  public var callCount: Int { calls.count }

  /// The call that a leg was made for, or goes on in.
  public func owner(of leg: LegID) -> (contactID: String, instanceID: String)? {
    guard let contactID = legs[leg]?.contactID, let call = calls[contactID] else { return nil }
    return (contactID, call.instanceID)
  }

  private mutating func settle(into effects: inout [CallEffect]) {
    let concerned = withNeighbours(calls.takeTouched())
    for contactID in concerned where calls[contactID]?.isEmpty == true { calls[contactID] = nil }
    tellWhoHearsWhom(in: concerned)
    for contactID in concerned { tellWhatIsRecorded(of: contactID) }
    _ = calls.takeTouched()
    effects += self.effects
    self.effects.removeAll(keepingCapacity: true)
  }

  mutating func newLeg(_ role: LegRole, in contactID: String) -> LegID {
    lastLeg += 1
    let id = LegID(lastLeg)
    var leg = Leg(id: id, role: role, contactID: contactID)
    leg.calls = [contactID]
    legs[id] = leg
    return id
  }

  mutating func nextPlayback() -> Int {
    lastPlayback += 1
    return lastPlayback
  }

  mutating func ask(_ command: LegCommand) { effects.append(.leg(command)) }

  mutating func tell(_ event: TelephonyEvent, _ contactID: String) {
    guard let call = calls[contactID], !call.isReleased else { return }
    effects.append(.tell(contactID: contactID, instanceID: call.instanceID, event))
  }

  /// Takes a leg out of a call in which it is nobody any more; one that is in no other is hung up.
  mutating func leave(_ leg: LegID, _ contactID: String) {
    guard calls[contactID]?.has(leg) != true else { return }
    legs[leg]?.calls.remove(contactID)
    if legs[leg]?.calls.isEmpty == true {
      ask(.hangUp(leg))
      forget(leg)
    }
  }

  /// A leg that is over.
  mutating func forget(_ id: LegID) {
    guard let leg = legs.removeValue(forKey: id) else { return }
    guarded.remove(id)
    heard[id] = nil
    if !leg.isConnected { effects.append(.cancelTimer(.dial(id))) }
    if leg.input != nil { effects.append(.cancelTimer(.input(id))) }
  }

  /// The agent whose telephone a leg goes to; nil for anybody else's.
  public func agent(of leg: LegID) -> String? {
    if case .agent(let agentID) = legs[leg]?.role { agentID } else { nil }
  }

  /// The leg that stands where the customer does.
  public func callerLeg(of contactID: String) -> LegID? { calls[contactID]?.caller?.leg }

  /// The agent who speaks for a contact: the one who has joined.
  func agentLeg(of contactID: String) -> LegID? {
    let agents = (calls[contactID]?.agents ?? [:]).sorted { $0.key < $1.key }.map(\.value)
    return (agents.first { $0.isJoined } ?? agents.first)?.leg
  }
}
