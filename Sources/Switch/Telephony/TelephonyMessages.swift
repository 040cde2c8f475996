import Contacts
import FlowEngine
import Vocabulary

/// The port's commands and events as JSON.
enum TelephonyMessages {
  static func json(_ command: TelephonyCommand, contactID: String, instanceID: String) -> JSON {
    let (name, members) = parts(command)
    return .object(
      [
        ("type", "command"), ("instanceId", .string(instanceID)), ("contactId", .string(contactID)), ("command", .string(name)),
      ] + members)
  }

  private static func parts(_ command: TelephonyCommand) -> (String, [(String, JSON)]) {
    switch command {
    case .answer: return ("answer", [])
    case .play(let token, let presentations, let audience, let isRepeated, let voice):
      return (
        "play", [("token", .number(token)), ("to", to(audience)), ("isRepeated", .bool(isRepeated))] + said(presentations, voice)
      )
    case .stopPlaying(let audience): return ("stopPlaying", [("to", to(audience))])
    case .collect(let token, let input, let voice): return ("collect", collected(token, input) + said(input.presentations, voice))
    case .callAgent(let agentID): return ("callAgent", [("agentId", .string(agentID))])
    case .join(let agentID): return ("join", [("agentId", .string(agentID))])
    case .hold(let audience): return ("hold", [("to", to(audience))])
    case .resume(let audience): return ("resume", [("to", to(audience))])
    case .mute(let agentID, let isMuted): return ("mute", [("agentId", .string(agentID)), ("isMuted", .bool(isMuted))])
    case .sendDigits(let digits): return ("sendDigits", [("digits", .string(digits))])
    case .dialCustomer(let token, let number, let callerNumber, let seconds):
      return ("dialCustomer", dial(token, number, callerNumber, seconds))
    case .dialThirdParty(let token, let request):
      let digits = ("digits", request.digits.map(JSON.string) ?? .null)
      return ("dialThirdParty", dial(token, request.number, request.callerNumber, request.timeLimitSeconds) + [digits])
    case .setRecording(let behaviour): return ("setRecording", [("behavior", JSON(.object(behaviour)))])
    case .setMediaStreaming(let behaviour): return ("setMediaStreaming", [("behavior", behaviour)])
    case .consult(let contactID): return ("consult", [("with", .string(contactID))])
    case .monitor(let contactID, let mode): return ("monitor", [("of", .string(contactID)), ("mode", .string(mode.rawValue))])
    case .rename(let contactID): return ("rename", [("to", .string(contactID))])
    case .release: return ("release", [])
    case .dropAgent(let agentID): return ("dropAgent", [("agentId", .string(agentID))])
    case .answerReferral(let agentID, let outcome):
      return ("answerReferral", [("agentId", .string(agentID)), ("outcome", .string(outcome.rawValue))])
    case .hangUp: return ("hangUp", [])
    }
  }

  private static func to(_ audience: Audience) -> JSON { .string(audience.rawValue) }

  private static func dial(_ token: Int, _ number: String, _ callerNumber: String?, _ seconds: Int) -> [(String, JSON)] {
    [
      ("token", .number(token)), ("number", .string(number)), ("callerNumber", callerNumber.map(JSON.string) ?? .null),
      ("timeLimitSeconds", .number(seconds)),
    ]
  }

  private static func collected(_ token: Int, _ input: InputRequest) -> [(String, JSON)] {
    [
      ("token", .number(token)), ("timeLimitSeconds", .number(input.timeLimitSeconds)),
      ("interdigitSeconds", .number(input.interdigitSeconds)), ("digitsMax", .number(input.digitsMax)),
      ("terminator", .string(input.terminator)), ("isCancelKeyEnabled", .bool(input.isCancelKeyEnabled)),
      ("isSecret", .bool(input.isSecret)),
    ]
  }

  private static func said(_ presentations: [Presentation], _ voice: TextToSpeech) -> [(String, JSON)] {
    let items = presentations.map { presentation -> JSON in
      switch presentation {
      case .text(let text): ["text": .string(text)]
      case .ssml(let text): ["ssml": .string(text)]
      case .prompt(let id): ["promptId": .string(id)]
      case .media(let uri): ["uri": .string(uri)]
      }
    }
    return [
      ("presentations", .array(items)), ("voice", .string(voice.voice)), ("engine", .string(voice.engine)),
      ("style", voice.style.map(JSON.string) ?? .null),
    ]
  }

  /// Keys of one input at most.
  private static let keysMax = 128

  /// nil for what no telephone has keys for (RFC 4733 3.2).
  private static func keys(_ text: String) -> String? {
    text.utf8.count <= keysMax && text.allSatisfy("0123456789*#ABCD".contains) ? text : nil
  }

  /// Bytes of a name or number that an agent's telephone refers to.
  private static let referredBytesMax = 256

  private static func referred(_ message: JSON) -> TelephonyEvent? {
    guard let agentID = message["agentId"]?.string, let name = message["to"]?.string,
      (1...referredBytesMax).contains(name.utf8.count)
    else { return nil }
    return .agentReferred(agentID: agentID, to: name)
  }

  /// nil for what is no event.
  static func event(_ message: JSON) -> TelephonyEvent? {
    let token = message["token"]?.int ?? 0
    return switch message["event"]?.string {
    case "played": .played(token: token)
    case "playingFailed": .playingFailed(token: token)
    case "digitsCollected": message["digits"]?.string.flatMap(keys).map { .digitsCollected(token: token, digits: $0) }
    case "inputTimedOut": .inputTimedOut(token: token)
    case "customerHungUp": .customerHungUp
    case "agentAnswered": message["agentId"]?.string.map { .agentAnswered(agentID: $0) }
    case "agentHungUp": message["agentId"]?.string.map { .agentHungUp(agentID: $0) }
    case "agentReferred": referred(message)
    case "dialAnswered": .dialAnswered(token: token)
    case "dialFailed": .dialFailed(token: token)
    case "dialTimedOut": .dialTimedOut(token: token)
    case "thirdPartyHungUp": .thirdPartyHungUp(token: token)
    case "transportFailed": .transportFailed
    default: nil
    }
  }
}
