import Vocabulary

/// Lets a bot talk with the customer until it knows an intent; conditions go by its name. What the customer writes, says or keys
/// is one turn.
struct ConnectParticipantWithLexBot: ActionBehaviour {
  let blockName = "GetUserInput"
  let channels: [ContactChannel] = [.voice, .chat]
  private static let silenceSecondsMax = 300

  func begin(_ run: inout ActionRun) -> Step {
    guard botARN(run) != nil else { return .failure("there is no bot to connect to") }
    run.context.lex = JSON.Object()
    if let message = run.text("LexInitializationData", "InitialMessage"), !message.isEmpty { return turn(message, &run) }
    return switch run.presentations() {
    case .refused(let reason): .failure(reason)
    case .none: turn(nil, &run)
    case .some(let presentations): hear(presentations, &run)
    }
  }

  func resume(_ event: FlowEvent, _ run: inout ActionRun) -> Step? {
    let intent = run.context.lex["IntentName"]?.string
    return switch event {
    case .presentationFailed: .failure("it could not be presented")
    case .presented: intent.map { .condition($0) } ?? run.expectEvents()
    case .messageReceived(_, let text) where intent == nil: turn(text, &run)
    case .inputReceived(_, let text): turn(text, &run)
    case .inputTimedOut, .timerFired: .error("InputTimeLimitExceeded", "the customer said nothing")
    case .botAnswered(_, let answer): take(answer, &run)
    default: nil
    }
  }

  private func turn(_ text: String?, _ run: inout ActionRun) -> Step {
    run.withdraw()
    // What the bot has said of its session stands in place of what the flow began it with.
    let attributes = run.context.lex["SessionAttributes"] ?? run.value("LexSessionAttributes")
    let locale = String(run.context.languageCode.map { $0 == "-" ? "_" : $0 })
    let turn = BotTurn(
      botARN: botARN(run) ?? "", text: text, localeID: locale, sessionAttributes: attributes?.object ?? .init())
    return run.ask { .converse(token: $0, turn) }
  }

  /// Presents what the bot or the flow asks, and listens: on voice to keys and speech, on chat to messages.
  private func hear(_ presentations: [Presentation], _ run: inout ActionRun) -> Step {
    let seconds = max(run.integer("LexTimeoutSeconds", "Text") ?? Self.silenceSecondsMax, 1)
    guard run.context.channel == .voice else {
      run.startTimer(seconds: seconds)
      return run.present(presentations)
    }
    return run.askInput(
      InputRequest(
        presentations: presentations, timeLimitSeconds: seconds, interdigitSeconds: 5, digitsMax: 20, terminator: "#",
        isCancelKeyEnabled: false, isSecret: false))
  }

  private func take(_ answer: BotAnswer, _ run: inout ActionRun) -> Step {
    switch answer {
    case .failed(let reason): return .failure(reason)
    case .asked(let messages, let attributes):
      run.context.lex["SessionAttributes"] = JSON(.object(attributes))
      return hear(messages.map { .text($0) }, &run)
    case .fulfilled(let intent, let slots, let attributes, let messages, let isConfirmed):
      run.context.lex["IntentName"] = .string(intent)
      run.context.lex["Slots"] = JSON(.object(slots))
      run.context.lex["SessionAttributes"] = JSON(.object(attributes))
      run.context.lex["DialogState"] = isConfirmed ? "Fulfilled" : "ReadyForFulfillment"
      return messages.isEmpty ? .condition(intent) : run.present(messages.map { .text($0) })
    }
  }

  /// A bot of Lex V2 by its alias; one of the older Lex by its name and alias.
  private func botARN(_ run: ActionRun) -> String? {
    if let arn = run.text("LexV2Bot", "AliasArn") { return arn.isEmpty ? nil : arn }
    guard let name = run.text("LexBot", "Name"), let alias = run.text("LexBot", "Alias") else { return nil }
    return "\(name):\(alias)"
  }
}
