public import FlowEngine
import Routing
public import Vocabulary

/// What a flow asks for, carried out or handed on.
extension ContactCentre {
  mutating func carryOut(_ request: FlowEffect, for contactID: String) {
    guard let contact = contacts[contactID], !contact.isOver else { return }
    switch request {
    case .present(let token, let presentations, let audience, let isRepeated):
      present(presentations, token: token, to: audience, isRepeated: isRepeated, contact)
    case .stopPresenting:
      if contact.channel == .voice { effects.append(.telephony(contactID: contactID, .stopPlaying(to: .customer))) }
    case .askInput(let token, let input):
      expect(.input(token: token), contactID)
      effects.append(.telephony(contactID: contactID, .collect(token: token, input, contact.context.voice)))
    case .invokeFunction(let token, let request): invoke(request, token: token, for: contactID)
    case .encrypt(let token, let keyID, let publicKey, let secret):
      effects.append(.encrypt(contactID: contactID, token: token, keyID: keyID, publicKey: publicKey, secret: secret))
    case .converse(let token, let turn):
      expect(.bot(token: token, arn: turn.botARN), contactID)
      effects.append(.converse(contactID: contactID, token: token, turn))
    case .showView(let token, let view): show(view, token: token, contact)
    case .startTimer(let token, let seconds): setDeadline(.flow(token: token), after: seconds, for: contactID)
    case .cancelTimer(let token): cancelDeadline(.flow(token: token), of: contactID)
    case .enqueue(let token, let target): enqueue(contactID, into: target, token: token)
    case .transferToAgent: offerToTargetAgent(contactID)
    case .createTask(let token, let task): createTask(task, token: token, for: contact)
    case .createCallback(let token, let callback): createCallback(callback, token: token, for: contact)
    case .dialThirdParty(let token, let third): dial(third, token: token, for: contact)
    case .completeOutboundCall(let token, let call): completeOutbound(call, token: token, for: contact)
    case .setPreviousParticipantState(let state): setPreviousParticipantState(state, for: contact)
    case .setRecording: tellRecording(of: contactID)
    case .setMediaStreaming(let behaviour): onCall(contact, .setMediaStreaming(behaviour))
    case .updateDemand: agenda.append(.routing(demandChanged(contact)))
    case .resumeContact: resumeTask(contactID)
    case .log(let entry):
      effects.append(.log(contactID: contactID, initialContactID: contact.context.initialContactID, entry))
    case .disconnect: disconnect(contactID, because: "CONTACT_FLOW_DISCONNECT")
    case .finish(let ending): flowFinished(ending, of: contactID)
    }
  }

  mutating func expect(_ awaited: Awaited, _ contactID: String) { change(contactID) { $0.awaited = awaited } }

  /// Text is a message of the system in a chat; a task has nobody to hear it, and goes on.
  private mutating func present(
    _ presentations: [Presentation], token: Int, to audience: Audience, isRepeated: Bool, _ contact: Contact
  ) {
    switch contact.channel {
    case .voice:
      expect(.presentation(token: token), contact.id)
      effects.append(
        .telephony(
          contactID: contact.id,
          .play(token: token, presentations, to: audience, isRepeated: isRepeated, contact.context.voice)))
    case .chat:
      let texts = presentations.compactMap { if case .text(let text) = $0 { text } else { nil } }
      for text in texts where !text.isEmpty { appendSystemMessage(text, to: contact.id) }
      let isShown = texts.count == presentations.count
      agenda.append(.flow(contactID: contact.id, isShown ? .presented(token: token) : .presentationFailed(token: token)))
    case .task, .email: agenda.append(.flow(contactID: contact.id, .presented(token: token)))
    }
  }

  private mutating func invoke(_ request: FunctionRequest, token: Int, for contactID: String) {
    expect(
      .function(token: token, arn: request.arn, payload: request.payload, timeLimitSeconds: request.timeLimitSeconds), contactID)
    effects.append(.invokeFunction(contactID: contactID, token: token, request))
  }

  private mutating func onCall(_ contact: Contact, _ command: TelephonyCommand) {
    if contact.channel == .voice { effects.append(.telephony(contactID: contact.id, command)) }
  }

  // MARK: Answers from outside

  /// A Lambda function has answered, or has not in time.
  public mutating func functionAnswered(_ answer: FunctionAnswer, token: Int, for contactID: String, at now: Moment) {
    flowAnswered(.functionAnswered(token: token, answer), contactID, at: now)
  }

  public mutating func botAnswered(_ answer: BotAnswer, token: Int, for contactID: String, at now: Moment) {
    flowAnswered(.botAnswered(token: token, answer), contactID, at: now)
  }

  public mutating func encrypted(_ text: String?, token: Int, for contactID: String, at now: Moment) {
    flowAnswered(.encrypted(token: token, text: text), contactID, at: now)
  }

  private mutating func flowAnswered(_ event: FlowEvent, _ contactID: String, at now: Moment) {
    enter(now)
    change(contactID) { $0.awaited = nil }
    agenda.append(.flow(contactID: contactID, event))
    settle()
  }
}
