import FlowEngine
import Routing
import Vocabulary

extension ContactCentre {
  mutating func setDeadline(_ purpose: Deadline.Purpose, after seconds: Int, for contactID: String) {
    setDeadline(purpose, at: now.adding(seconds: Int64(seconds)), for: contactID)
  }

  mutating func setDeadline(_ purpose: Deadline.Purpose, at moment: Moment, for contactID: String) {
    change(contactID) { contact in
      contact.deadlines.removeAll { $0.purpose == purpose }
      contact.deadlines.append(Deadline(purpose: purpose, at: moment))
    }
    deadlines.push(.contact(contactID, purpose), at: moment)
  }

  mutating func cancelDeadline(_ purpose: Deadline.Purpose, of contactID: String) {
    guard contacts[contactID]?.deadlines.contains(where: { $0.purpose == purpose }) == true else { return }
    change(contactID) { contact in contact.deadlines.removeAll { $0.purpose == purpose } }
  }

  mutating func fire(_ due: DeadlineQueue.Due) {
    switch due {
    case .routing(let timer): agenda.append(.routing(.timerFired(timer)))
    case .contact(let contactID, let purpose): fire(purpose, of: contactID)
    }
    settle()
  }

  /// Only if the contact still means it: a deadline that was put off or taken back is in the queue too.
  private mutating func fire(_ purpose: Deadline.Purpose, of contactID: String) {
    guard let deadline = contacts[contactID]?.deadlines.first(where: { $0.purpose == purpose }), deadline.at <= now else {
      return
    }
    cancelDeadline(purpose, of: contactID)
    switch purpose {
    case .schedule: begin(contactID)
    case .expiry: disconnect(contactID, because: "EXPIRED")
    case .flow(let token): agenda.append(.flow(contactID: contactID, .timerFired(token: token)))
    case .afterContactWork: afterContactWorkTimedOut(contactID)
    case .dial(Self.agentsToken): referralTimedOut(contactID)
    case .callbackAnswer, .dial: customerDidNotAnswer(contactID)
    case .recordingResumption: resumeForgottenRecording(contactID)
    case .monitorAnswer: monitorUnanswered(contactID)
    case .idle(let participantID): participantIdle(participantID, in: contactID)
    case .disconnectIdle(let participantID): participantIdleTooLong(participantID, in: contactID)
    }
  }
}
