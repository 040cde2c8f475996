import ConnectAPI
import FlowLanguage
import Vocabulary

/// The default flows, written here from the documented actions of each type.
struct DefaultFlow: Sendable {
  let name: String
  let type: ContactFlowType
  let description: String
  let content: @Sendable (DefaultPrompts) -> JSON

  static let all: [DefaultFlow] = [
    DefaultFlow(name: "Sample inbound flow", type: .contactFlow, description: "Greets and ends the contact.") { _ in
      flow([message("greet", ["Text": "Thank you for contacting us. Goodbye."], next: "end"), disconnect("end")])
    },
    DefaultFlow(name: "Default customer queue", type: .customerQueue, description: "Music while a customer waits.") { prompts in
      flow([
        action(
          "wait", "MessageParticipantIteratively", ["Messages": [["PromptId": .string(prompts.queue)]]],
          next: "end", errors: [("NoMatchingError", "end")]),
        finish("end"),
      ])
    },
    DefaultFlow(name: "Default customer hold", type: .customerHold, description: "Music while a customer is on hold.") {
      prompts in
      flow([
        action(
          "hold", "MessageParticipantIteratively", ["Messages": [["PromptId": .string(prompts.hold)]]],
          next: "end", errors: [("NoMatchingError", "end")]),
        finish("end"),
      ])
    },
    DefaultFlow(name: "Default agent hold", type: .agentHold, description: "What an agent hears on hold.") { _ in
      flow([
        action(
          "hold", "MessageParticipantIteratively", ["Messages": [["Text": "You are on hold."]]],
          next: "end", errors: [("NoMatchingError", "end")]),
        finish("end"),
      ])
    },
    DefaultFlow(name: "Default customer whisper", type: .customerWhisper, description: "What a customer hears at the connection.")
    {
      prompts in flow([message("whisper", ["PromptId": .string(prompts.beep)], next: "end"), finish("end")])
    },
    DefaultFlow(name: "Default agent whisper", type: .agentWhisper, description: "Tells an agent the queue.") { _ in
      flow([message("whisper", ["Text": "$.Queue.Name"], next: "end"), finish("end")])
    },
    DefaultFlow(name: "Default outbound", type: .outboundWhisper, description: "What a called person hears first.") { _ in
      flow([message("whisper", ["Text": "This call is not being recorded."], next: "end"), finish("end")])
    },
    DefaultFlow(name: "Default agent transfer", type: .agentTransfer, description: "Transfers to an agent.") { _ in
      flow([
        message("tell", ["Text": "Transferring now."], next: "transfer"),
        ["Identifier": "transfer", "Type": "TransferContactToAgent", "Parameters": [:], "Transitions": [:]],
      ])
    },
    DefaultFlow(name: "Default queue transfer", type: .queueTransfer, description: "Transfers to a queue.") { _ in
      flow([
        message("tell", ["Text": "Transferring now."], next: "transfer"),
        action(
          "transfer", "TransferContactToQueue", [:], next: "end",
          errors: [("QueueAtCapacity", "end"), ("NoMatchingError", "end")]),
        disconnect("end"),
      ])
    },
  ]
}

private func flow(_ actions: [JSON]) -> JSON {
  [
    "Version": .string(FlowReader.version), "StartAction": actions.first?["Identifier"] ?? "", "Metadata": [:],
    "Actions": .array(actions),
  ]
}

private func action(_ id: String, _ type: String, _ parameters: JSON, next: String? = nil, errors: [(String, String)]) -> JSON {
  var transitions = JSON.Object()
  transitions["NextAction"] = next.map(JSON.string)
  transitions["Errors"] = .array(errors.map { ["ErrorType": .string($0.0), "NextAction": .string($0.1)] })
  transitions["Conditions"] = []
  return ["Identifier": .string(id), "Type": .string(type), "Parameters": parameters, "Transitions": JSON(.object(transitions))]
}

private func message(_ id: String, _ parameters: JSON, next: String) -> JSON {
  action(id, "MessageParticipant", parameters, next: next, errors: [("NoMatchingError", next)])
}

private func disconnect(_ id: String) -> JSON {
  ["Identifier": .string(id), "Type": "DisconnectParticipant", "Parameters": [:], "Transitions": [:]]
}

private func finish(_ id: String) -> JSON {
  ["Identifier": .string(id), "Type": "EndFlowExecution", "Parameters": [:], "Transitions": [:]]
}
