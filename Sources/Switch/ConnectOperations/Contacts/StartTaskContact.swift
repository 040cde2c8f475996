import ConnectAPI
import Contacts
import FlowEngine
import Vocabulary

/// Begins a task in a flow, or for the destination of a quick connect; at once or at its time.
struct StartTaskContact: LiveOperation {
  static let rule: OperationRule<StartTaskContactRequest> = OperationRule(
    action: "connect:StartTaskContact",
    resources: { [$1.arn("contact", "*", in: $0.instanceId)] },
    conditionKeys: [.instanceID(\.instanceId)],
    audit: .write([
      "InstanceId", "ContactFlowId", "PreviousContactId", "RelatedContactId", "ScheduledTime", "TaskTemplateId", "QuickConnectId",
    ]),
    refuses: [
      RefusedMember("Attachments", because: "tasks carry no files; give a reference of type URL")
    ])

  let live: LiveContacts

  /// How far ahead a task may be scheduled, in seconds: six days, as in Connect.
  private static let aheadSecondsMax: Int64 = 6 * 86_400

  func perform(_ input: StartTaskContactRequest, _ call: LiveCall) async throws -> StartTaskContactResponse {
    guard let template = try await template(input, call) else { return try await start(input, templateID: nil, call) }
    return try await start(try template.applied(to: input), templateID: template.id, call)
  }

  private func start(_ input: StartTaskContactRequest, templateID: String?, _ call: LiveCall) async throws
    -> StartTaskContactResponse
  {
    let destination = try await destination(input)
    if let scheduled = input.scheduledTime {
      guard scheduled > call.context.now, scheduled <= call.context.now.adding(seconds: Self.aheadSecondsMax) else {
        throw ConnectError(.invalidParameter, "ScheduledTime: must be within the next six days.")
      }
    }
    let beginning = try Beginnings.task(input, flow: destination.flow)
    return try await live.begin(input.instanceId, call) { centre, now in
      let contactID = try centre.startTask(
        beginning, templateID: templateID, target: destination.target, scheduledAt: input.scheduledTime,
        previousContactID: input.previousContactId, at: now)
      return StartTaskContactResponse(contactId: contactID)
    }
  }

  private func template(_ input: StartTaskContactRequest, _ call: LiveCall) async throws -> TaskTemplate? {
    guard let id = input.taskTemplateId else { return nil }
    return try await call.configuration { TaskTemplate(try $0.find(.taskTemplate, id, in: input.instanceId).document) }
  }

  /// A quick connect leads to a flow, and with it to a queue or an agent.
  private func destination(_ input: StartTaskContactRequest) async throws -> (flow: String, target: ContactCentre.TransferTarget?)
  {
    switch (input.contactFlowId, input.quickConnectId) {
    case (let flow?, nil): return (flow, nil)
    case (nil, let quickConnect?):
      let id = identifier(quickConnect)
      let settings = try await live.read(input.instanceId) { centre, _ in centre.configuration.quickConnects[id] }
      guard let settings else { throw ConnectError.notFound("quick connect", id) }
      switch settings.destination {
      case .queue(let queueID, let flowID): return (flowID, .queue(reference: queueID))
      case .agent(let agentID, let flowID): return (flowID, .agent(reference: agentID))
      case .flow(let flowID): return (flowID, nil)
      case .number: throw ConnectError(.invalidRequest, "QuickConnectId: leads to a telephone number, which takes no task.")
      }
    default: throw ConnectError(.invalidRequest, "Give one of ContactFlowId and QuickConnectId.")
    }
  }
}
