import Contacts
import Link
import Vocabulary

/// One command of a desk. To add one is to add its line in `all`.
struct DeskVerb: Sendable {
  let perform: @Sendable (DeskCall) async throws -> JSON

  /// By name: those of amazon-connect-streams where it has one.
  static let all: [String: DeskVerb] = [offers, calls, callers, supervision, chats, states, tasks].reduce(into: [:]) {
    $0.merge($1) { $1 }
  }

  static let offers: [String: DeskVerb] = [
    "acceptContact": changing { try $0.acceptContact($1.contactID(), by: $1.agentID, at: $2) },
    "rejectContact": changing { try $0.rejectContact($1.contactID(), by: $1.agentID, at: $2) },
    "completeContact": changing { try $0.completeContact($1.contactID(), by: $1.agentID, at: $2) },
    "clearContact": changing { try $0.clearContact($1.contactID(), by: $1.agentID, at: $2) },
    "transfer": DeskVerb { call in
      let (contactID, quickConnect) = (try call.contactID(), try call.text("quickConnectId"))
      let made = try await call.host.perform(call.instanceID, nil) {
        try $0.transferContact(contactID, by: call.agentID, quickConnect: quickConnect, at: $1)
      }
      return ["contactId": made.map(JSON.string) ?? .null]
    },
  ]

  static let calls: [String: DeskVerb] = [
    "hold": changing { try $0.setHold(true, of: $1.contactID(), by: $1.agentID, at: $2) },
    "resume": changing { try $0.setHold(false, of: $1.contactID(), by: $1.agentID, at: $2) },
    "mute": changing { try $0.setMute(true, of: $1.contactID(), by: $1.agentID, at: $2) },
    "unmute": changing { try $0.setMute(false, of: $1.contactID(), by: $1.agentID, at: $2) },
    "sendDigits": changing { try $0.sendDigits($1.text("digits"), to: $1.contactID(), by: $1.agentID, at: $2) },
    "conference": changing { try $0.conference($1.contactID(), by: $1.agentID, at: $2) },
    "connect": DeskVerb { call in
      let number = try call.text("number")
      let contactID = try await call.host.perform(call.instanceID, nil) { try $0.callOut(to: number, by: call.agentID, at: $1) }
      return ["contactId": .string(contactID)]
    },
  ]

  static let callers: [String: DeskVerb] = ["reportCaller": DeskVerb { try await $0.reportCaller() }]

  static let supervision: [String: DeskVerb] = [
    "silentMonitor": DeskVerb { try await $0.monitor(as: .silentMonitor) },
    "coach": DeskVerb { try await $0.monitor(as: .coach) },
    "bargeIn": DeskVerb { try await $0.monitor(as: .barge) },
  ]

  static let states: [String: DeskVerb] = [
    "putAgentState": changing { try $0.setStatus($1.text("agentStatusId"), of: $1.agentID, at: $2) },
    "getAgentStates": DeskVerb { call in
      try await call.host.read(call.instanceID) { centre, _ in
        .array(
          centre.configuration.statuses.values.sorted { $0.id < $1.id }.map {
            ["agentStatusId": .string($0.id), "name": .string($0.name), "type": .string($0.kind.rawValue)]
          })
      }
    },
    "getQuickConnects": DeskVerb { call in
      try await call.host.read(call.instanceID) { centre, _ in
        .array(
          centre.configuration.quickConnects.values.sorted { $0.id < $1.id }.map {
            ["quickConnectId": .string($0.id), "name": .string($0.name)]
          })
      }
    },
  ]

  static let chats: [String: DeskVerb] = [
    "sendMessage": DeskVerb { call in
      let sending = ContactCentre.Sending(
        contentType: call.arguments["contentType"]?.string ?? "text/plain", content: try call.text("content"),
        clientToken: call.arguments["clientToken"]?.string)
      return try await call.send(sending, isEvent: false)
    },
    "sendEvent": DeskVerb { call in
      let sending = ContactCentre.Sending(
        contentType: try call.text("contentType"), content: call.arguments["content"]?.string, clientToken: nil)
      return try await call.send(sending, isEvent: true)
    },
    "getTranscript": DeskVerb { call in
      let contactID = try call.contactID()
      return .array(
        try await call.host.transcript(for: call.agentID, of: contactID, in: call.instanceID).map(ChatItemJSON.transcriptItem))
    },
  ]

  static let tasks: [String: DeskVerb] = [
    "createTaskContact": DeskVerb { call in
      var beginning = ContactCentre.Beginning(flowReference: try call.text("contactFlowId"))
      beginning.name = try call.text("name")
      beginning.description = call.arguments["description"]?.string
      let made = beginning
      let contactID = try await call.host.perform(call.instanceID, nil) {
        try $0.startTask(made, templateID: nil, target: nil, scheduledAt: nil, previousContactID: nil, at: $1)
      }
      return ["contactId": .string(contactID)]
    },
    "pauseContact": changing { try $0.served($1.contactID(), by: $1.agentID, pausing: true, at: $2) },
    "resumeContact": changing { try $0.served($1.contactID(), by: $1.agentID, pausing: false, at: $2) },
  ]

  private static func changing(
    _ body: @escaping @Sendable (inout ContactCentre, DeskCall, Moment) throws -> Void
  ) -> DeskVerb {
    DeskVerb { call in
      try await call.host.perform(call.instanceID, nil) { try body(&$0, call, $1) }
      return [:]
    }
  }
}

/// A command with whom it comes from.
struct DeskCall: Sendable {
  let agentID: String
  let instanceID: String
  let host: ContactHost
  let keepSide: any LinkPeer
  let arguments: JSON

  func contactID() throws -> String { try text("contactId") }

  func text(_ name: String) throws -> String {
    guard let text = arguments[name]?.string, !text.isEmpty else { throw DeskProblem(message: "\(name): must be a text.") }
    return text
  }

  /// Content types and sizes as Connect bounds them for a customer.
  private static let contentBytesMax = 16_384

  func send(_ sending: ContactCentre.Sending, isEvent: Bool) async throws -> JSON {
    guard (sending.content?.utf8.count ?? 0) <= Self.contentBytesMax else {
      throw DeskProblem(message: "content: at most \(Self.contentBytesMax) bytes.")
    }
    let contactID = try contactID()
    let agentID = agentID
    let sent = try await host.perform(instanceID, nil) { centre, now in
      let (initial, participantID) = try centre.agentParticipant(agentID, in: contactID)
      return isEvent
        ? try centre.sendEvent(sending, from: participantID, in: initial, at: now)
        : try centre.sendMessage(sending, from: participantID, in: initial, at: now)
    }
    return ["id": .string(sent.itemID), "absoluteTime": .string(sent.at.rfc3339Milliseconds)]
  }
}
