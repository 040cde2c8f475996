public import Vocabulary

/// What has happened. One that makes no sense changes nothing.
public enum RoutingEvent: Hashable, Sendable {
  case queueConfigured(QueueNumber, QueueRules)
  /// Contacts that wait there stay until they are dequeued; nobody is offered them.
  case queueRemoved(QueueNumber)
  case profileConfigured(ProfileNumber, ProfileRules)
  case profileRemoved(ProfileNumber)
  case agentConfigured(AgentNumber, AgentRules)
  case agentRemoved(AgentNumber)
  case agentStatusChanged(AgentNumber, isRoutable: Bool, isOnline: Bool)
  case contactEnqueued(ContactNumber, Demand)
  /// It left its queue: abandoned, moved, stopped.
  case contactDequeued(ContactNumber)
  case demandChanged(ContactNumber, priority: Int?, ageAdjustmentSeconds: Int?, criteria: RoutingCriteria?)
  /// It is with an agent without having waited.
  case contactAssigned(ContactNumber, AgentNumber, ContactChannel)
  case offerAccepted(ContactNumber, AgentNumber)
  case offerRejected(ContactNumber, AgentNumber)
  /// The conversation is over; after-contact work begins.
  case contactFinished(ContactNumber, AgentNumber)
  /// The agent has done with it: after-contact work, a missed or rejected offer, an error.
  case contactReleased(ContactNumber, AgentNumber)
  case contactPaused(ContactNumber, AgentNumber)
  case contactResumed(ContactNumber, AgentNumber)
  case timerFired(TimerID)
}

/// What is to be done.
public enum RoutingEffect: Hashable, Sendable {
  case offer(ContactNumber, AgentNumber, QueueNumber)
  /// The offer is void: the contact or the agent is gone.
  case withdrawOffer(ContactNumber, AgentNumber)
  /// The agent did not answer in time: its slot is taken until it is released, and the contact waits at its old place.
  case markMissed(ContactNumber, AgentNumber)
  case refuse(ContactNumber, Refusal)
  case startTimer(TimerID, Moment)
}

/// Why a contact cannot wait in a queue.
public enum Refusal: String, Hashable, Sendable {
  case queueAtCapacity
  case queueDisabled
  case queueUnknown
}
