import FlowEngine
import Vocabulary

/// Transfers that an agent's telephone asks for (RFC 3515): the desk's `transfer` and `completeContact` in one, to what the desk
/// may transfer to and to nothing else. As long as it fails the call goes on.
extension ContactCentre {
  mutating func agentReferred(_ agentID: String, to name: String, _ contact: Contact) {
    guard let outcome = refer(contact, by: agentID, to: name) else { return }
    effects.append(.telephony(contactID: contact.id, .answerReferral(agentID: agentID, outcome)))
  }

  /// - Returns: what has come of it; nil where it was answered already, or whoever was called has to answer first.
  private mutating func refer(_ contact: Contact, by agentID: String, to name: String) -> ReferralOutcome? {
    guard contact.service?.agent.id == agentID else { return .notPermitted }
    // Of two transfers at once nobody could say with whom the customer goes on.
    guard contact.call?.thirdParty == nil, companions(of: contact).isEmpty else { return .busy }
    guard let quickConnect = quickConnect(named: name) else { return .notFound }
    return refer(contact, by: agentID, to: quickConnect)
  }

  /// What a telephone means: a quick connect by its id or its name, else one that leads to that number or to the agent of that
  /// username. Of several the first by name.
  private func quickConnect(named name: String) -> QuickConnectSettings? {
    if let exact = configuration.quickConnects[name] { return exact }
    let named = configuration.quickConnects.values.filter { $0.name == name }
    let meant = named.isEmpty ? configuration.quickConnects.values.filter { leads($0, to: name) } : named
    return meant.min { ($0.name, $0.id) < ($1.name, $1.id) }
  }

  private func leads(_ quickConnect: QuickConnectSettings, to name: String) -> Bool {
    switch quickConnect.destination {
    case .number(let number): number == name
    case .agent(let agentID, _): configuration.agents[agentID]?.username == name
    case .queue, .flow: false
    }
  }

  private mutating func refer(_ contact: Contact, by agentID: String, to quickConnect: QuickConnectSettings) -> ReferralOutcome? {
    let start = effects.count
    do {
      let successor = try transferContact(contact.id, by: agentID, quickConnect: quickConnect.id, at: now)
      guard let successor else {
        waitForThirdParty(contact)
        return nil
      }
      let isOver = contacts[successor].map { $0.phase == .afterContactWork } ?? true
      if let left = try? served(contact.id, by: agentID) {
        guard !isOver else {
          takeBack(contact.id, wasOnHold: contact.service?.heldSince != nil)
          return .notAnswered
        }
        agentLeaves(left)
      }
      // Before the telephone is hung up: it is told first.
      effects.insert(.telephony(contactID: contact.id, .answerReferral(agentID: agentID, .succeeded)), at: start)
      return nil
    } catch {
      return ReferralOutcome(error)
    }
  }

  private mutating func waitForThirdParty(_ contact: Contact) {
    let wasOnHold = contact.service?.heldSince != nil
    change(contact.id) { $0.call?.thirdParty?.referral = Call.Referral(wasOnHold: wasOnHold) }
    setDeadline(.dial(token: Self.agentsToken), after: Self.dialSecondsMax + 5, for: contact.id)
  }

  private mutating func takeBack(_ contactID: String, wasOnHold: Bool) {
    if !wasOnHold { holdParty(.customer, of: contactID, isOn: false) }
  }

  // MARK: A number that is called

  mutating func answerReferral(_ outcome: ReferralOutcome, _ contact: Contact) {
    cancelDeadline(.dial(token: Self.agentsToken), of: contact.id)
    guard let agentID = contact.service?.agent.id else { return }
    effects.append(.telephony(contactID: contact.id, .answerReferral(agentID: agentID, outcome)))
  }

  mutating func completeReferral(of contact: Contact) {
    answerReferral(.succeeded, contact)
    change(contact.id) { $0.call?.thirdParty?.referral = nil }
    if let contact = contacts[contact.id] { agentLeaves(contact) }
  }

  /// Some telephones hang up once a transfer is under way. The customer stays until it is known what comes of it.
  mutating func abandonReferral(of contact: Contact) {
    change(contact.id) { $0.call?.thirdParty?.referral?.isAbandoned = true }
  }

  mutating func referralFailed(_ referral: Call.Referral, _ contact: Contact) {
    guard let agentID = contact.service?.agent.id, let contact = try? served(contact.id, by: agentID) else { return }
    answerReferral(.notAnswered, contact)
    if referral.isAbandoned { agentLeaves(contact) } else { takeBack(contact.id, wasOnHold: referral.wasOnHold) }
  }

  mutating func referralTimedOut(_ contactID: String) {
    guard let contact = contacts[contactID], contact.call?.thirdParty?.referral != nil else { return }
    thirdPartyGone(contact, .dialled(token: Self.agentsToken, .timedOut))
  }
}

extension ReferralOutcome {
  fileprivate init(_ problem: CentreProblem) {
    self =
      switch problem.code {
      case .quickConnectNotFound, .flowNotFound, .queueNotFound, .agentNotFound: .notFound
      case .contactNotFound, .participantNotFound, .statusNotFound, .wrongState, .wrongChannel, .notPermitted, .invalid, .tooMany,
        .attributesTooLarge:
        .notPermitted
      }
  }
}
