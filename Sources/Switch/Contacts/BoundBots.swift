import FlowEngine
import Functions
import OutboundHTTP
import Vocabulary

/// The bots that the administrator has bound: each turn is a RecognizeText of Lex V2.
struct BoundBots: Sendable {
  /// How long a bot may think, as Lex has it.
  private static let secondsMax = 30

  let invoker: FunctionInvoker

  /// - Parameter contactID: names the bot's session.
  func answer(_ turn: BotTurn, of contactID: String) async -> BotAnswer {
    // Nobody has said anything yet: the bot listens.
    guard let text = turn.text else { return .asked(messages: [], sessionAttributes: turn.sessionAttributes) }
    let call = FunctionCall(
      arn: turn.botARN, servicePath: Self.path(turn, contactID), payload: Self.request(text, turn, contactID),
      timeLimitSeconds: Self.secondsMax, isAsynchronous: false)
    return switch await invoker.invoke(call) {
    case .answered(let json): LexAnswer(json).outcome
    case .failed(let reason): .failed(reason)
    }
  }

  private static func request(_ text: String, _ turn: BotTurn, _ contactID: String) -> JSON {
    [
      "text": .string(text), "sessionId": .string(contactID), "localeId": .string(turn.localeID),
      "sessionState": ["sessionAttributes": JSON(.object(turn.sessionAttributes))],
    ]
  }

  /// Of an alias's ARN, `...:bot-alias/BOT/ALIAS`, or a bot's name and alias, `NAME:ALIAS`.
  private static func path(_ turn: BotTurn, _ contactID: String) -> String {
    let parts = turn.botARN.split(separator: turn.botARN.contains("/") ? "/" : ":").suffix(2).map(String.init)
    let (bot, alias) = (parts.first ?? "", parts.last ?? "")
    let segments = [
      "bots", bot, "botAliases", alias, "botLocales", turn.localeID, "sessions", contactID, "text",
    ]
    return "/" + segments.map(OutboundHTTP.encoded).joined(separator: "/")
  }
}

/// What RecognizeText answers.
struct LexAnswer {
  /// Messages of one answer, as Lex bounds them, and the length of one.
  private static let messagesMax = 5
  private static let messageBytesMax = 1_024

  let json: JSON

  init(_ json: JSON) { self.json = json }

  var outcome: BotAnswer {
    guard let state = json["sessionState"]?.object else { return .failed("the bot's answer has no sessionState") }
    let intent = state["intent"]
    let attributes = state["sessionAttributes"]?.object ?? .init()
    switch (intent?["state"]?.string, state["dialogAction"]?["type"]?.string) {
    case ("Failed", _): return .failed("the bot could not fulfil the intent")
    case ("Fulfilled", _), ("ReadyForFulfillment", _), (_, "Close"):
      guard let name = intent?["name"]?.string else { return .failed("the bot closed without an intent") }
      return .fulfilled(
        intent: name, slots: Self.slots(intent?["slots"]), sessionAttributes: attributes, messages: messages,
        isConfirmed: intent?["state"] == "Fulfilled")
    default: return .asked(messages: messages, sessionAttributes: attributes)
    }
  }

  /// What is said to people; a custom payload is for programs.
  private var messages: [String] {
    (json["messages"]?.array ?? []).prefix(Self.messagesMax).compactMap { message in
      guard message["contentType"]?.string != "CustomPayload", let text = message["content"]?.string,
        text.utf8.count <= Self.messageBytesMax
      else { return nil }
      return text
    }
  }

  /// A slot's interpreted value by its name, as flows read it: `$.Lex.Slots.NAME`.
  private static func slots(_ json: JSON?) -> JSON.Object {
    var slots = JSON.Object()
    for slot in json?.object?.members ?? [] { slots[slot.name] = slot.value["value"]?["interpretedValue"] ?? .null }
    return slots
  }
}
