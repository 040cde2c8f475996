public import Vocabulary

/// What may happen to an execution. An event that it does not wait for is ignored; one with a token counts only with the token
/// of the effect that it answers.
public enum FlowEvent: Sendable, Hashable {
  case started
  /// A message or prompt was delivered, or has been played to its end.
  case presented(token: Int)
  /// Nothing could be presented: no such prompt, or not on this channel.
  case presentationFailed(token: Int)
  /// Digits that end an input: one for a menu, all of them for stored input.
  case inputReceived(token: Int, digits: String)
  case inputTimedOut(token: Int)
  /// What the customer wrote, while a bot or a view asks.
  case messageReceived(contentType: String, text: String)
  case functionAnswered(token: Int, FunctionAnswer)
  /// nil when the key cannot be used.
  case encrypted(token: Int, text: String?)
  case botAnswered(token: Int, BotAnswer)
  case viewAnswered(token: Int, action: String, data: JSON)
  case timerFired(token: Int)
  /// The contact stands in the queue; the execution that put it there has ended with that.
  case enqueued(token: Int)
  case enqueueRefused(token: Int, EnqueueRefusal)
  /// A contact was created for an action that asked for one.
  case created(token: Int, contactID: String)
  case creationFailed(token: Int)
  case dialled(token: Int, DialOutcome)
  /// For Wait: CustomerReturned, BotParticipantDisconnected.
  case participantEvent(String)
  /// The contact goes on without this flow: an agent was found, the customer has left.
  case interrupted
}

public enum FunctionAnswer: Sendable, Hashable {
  case answered(JSON)
  /// With a reason for the flow log.
  case failed(String)
}

public enum BotAnswer: Sendable, Hashable {
  /// The bot speaks, and goes on.
  case asked(messages: [String], sessionAttributes: JSON.Object)
  case fulfilled(intent: String, slots: JSON.Object, sessionAttributes: JSON.Object, messages: [String], isConfirmed: Bool)
  case failed(String)
}

public enum EnqueueRefusal: Sendable, Hashable {
  case atCapacity
  case other(String)
}

public enum DialOutcome: Sendable, Hashable {
  case connected
  case failed
  case timedOut
  /// The third party hung up, and the flow goes on.
  case ended
}
