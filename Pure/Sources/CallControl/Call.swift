import Contacts
import FlowEngine
import Vocabulary

/// The call of one contact.
struct Call: Sendable {
  /// Who stands where the customer does.
  enum Caller: Sendable, Hashable {
    case customer(LegID)
    /// The agent of another contact, who asks before a transfer.
    case agentOf(contactID: String, LegID)

    var leg: LegID {
      switch self {
      case .customer(let leg), .agentOf(_, let leg): leg
      }
    }
  }

  struct Agent: Sendable {
    let leg: LegID
    var isJoined = false
    var isMuted = false
  }

  /// What the call of a supervisor listens to.
  struct Monitoring: Sendable, Hashable {
    let contactID: String
    let mode: MonitorMode
  }

  let instanceID: String
  var caller: Caller?
  var agents: [String: Agent] = [:]
  var thirdParty: LegID?
  /// Of an agent who asked, and whose telephone is gone.
  var unfinished: Unfinished?
  var held: Set<Audience> = []
  var recorded = RecordedParties()
  /// Its recording is suspended: the caller's digits are nobody's to hear.
  var isSuspended = false
  /// The customer talks with the third party, and the contact centre has no part in it any more.
  var isReleased = false
  /// Its agents are supervisors then, and stand in that call and in no other.
  var monitoring: Monitoring?

  init(instanceID: String) { self.instanceID = instanceID }

  /// Everybody's.
  var legs: [LegID] { [caller?.leg, thirdParty].compactMap(\.self) + agents.values.map(\.leg) }

  func has(_ leg: LegID) -> Bool {
    caller?.leg == leg || thirdParty == leg || agents.values.contains { $0.leg == leg }
  }

  var isEmpty: Bool { caller == nil && agents.isEmpty && thirdParty == nil && unfinished == nil }
}

/// Whom a flow wants recorded once an agent has joined.
struct RecordedParties: Sendable, Hashable {
  var customer = false
  var agent = false

  init() {}

  /// Connect's RecordingBehavior: `{"RecordedParticipants": ["Agent", "Customer"]}`, under the name that the action has for it.
  init(_ behaviour: JSON.Object) {
    let names = ["RecordingBehavior", "VoiceBehavior"].flatMap { name -> [String] in
      let found = behaviour[name]
      let participants = found?["RecordedParticipants"] ?? found?["VoiceRecordingBehavior"]?["RecordedParticipants"]
      return (participants?.array ?? []).compactMap(\.string)
    }
    customer = names.contains("Customer")
    agent = names.contains("Agent")
  }
}
