import CallControl
import Contacts
import SIP

/// Transfers that telephones ask for by REFER. Whether the agent may, and to whom, is for contacts to say; here it is seen that
/// an agent's telephone asks, and for what there is (RFC 3515).
extension Switchboard {
  func referred(_ call: SIPCallID, _ referral: Referral, from flow: SIPFlow) {
    guard let leg = agentLeg(of: call), let agentID = bridge.agent(of: leg) else { return refuseTransfer(call, 603) }
    guard bindings(of: agentID).contains(where: { $0.flow == flow }) else { return refuseTransfer(call, 403) }
    // A telephone has no second call that could be joined to this one; INVITE is all that a referral can ask for.
    guard referral.replaces == nil, referral.method == .invite else { return refuseTransfer(call, 603) }
    guard isOurs(referral.target, to: agentID), let name = TelephoneNumber.referred(referral.target) else {
      return refuseTransfer(call, 404)
    }
    endpoint.perform(.transferProgressed(status: 100), on: call, at: now())
    happened(.referred(to: name), to: leg)
  }

  private func refuseTransfer(_ call: SIPCallID, _ status: Int) {
    endpoint.perform(.refuseTransfer(status: status), on: call, at: now())
  }

  /// The leg of a call that an agent has answered; nil for a trunk's.
  private func agentLeg(of call: SIPCallID) -> LegID? {
    guard let sip = calls[call], sip.trunk == nil, sip.isEstablished else { return nil }
    return sip.leg
  }

  /// Whether an address is one of this switch's, by the host that it is reached by or that the agent's telephones registered at.
  private func isOurs(_ target: SIPURI, to agentID: String) -> Bool {
    guard target.isSIP else { return true }
    let hosts =
      [settings.advertised.bracketed, settings.sip.host.bracketed] + directory.addresses(ofAgent: agentID).map(\.host.sipText)
    let host = target.host.sipText.lowercased()
    return hosts.contains { $0.lowercased() == host }
  }

  func answerReferral(_ outcome: ReferralOutcome, on leg: LegID) {
    guard let call = legs[leg]?.active else { return }
    endpoint.perform(.transferProgressed(status: outcome.status), on: call, at: now())
  }
}

extension ReferralOutcome {
  /// As RFC 3261 section 21 has it.
  fileprivate var status: Int {
    switch self {
    case .succeeded: 200
    case .notPermitted: 403
    case .notFound: 404
    case .busy: 486
    case .notAnswered: 480
    }
  }
}
