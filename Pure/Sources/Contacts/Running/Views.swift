import FlowEngine
import Vocabulary

/// What a customer did in a view.
struct ViewAnswer {
  let action: String
  let data: JSON

  /// nil for what is no answer to a view.
  init?(_ sending: ContactCentre.Sending) {
    guard sending.contentType == ContactCentre.interactiveResponse, let json = sending.content.flatMap({ try? JSON.parse($0) })
    else { return nil }
    let content = json["data"]?["content"] ?? json
    guard let action = content["action"]?.string else { return nil }
    self.action = action
    data = content["data"] ?? [:]
  }

  /// The answer without what the customer filled in.
  var actionAlone: String {
    JSON.object([("templateType", "ViewResource"), ("version", "1.0"), ("action", .string(action))]).text
  }
}

extension ContactCentre.Sending {
  /// As the transcript may have it. An answer that cannot be read is hidden whole.
  func shown(in chat: Chat?) -> String? {
    guard chat?.hidesViewAnswers == true, contentType == ContactCentre.interactiveResponse else { return content }
    return ViewAnswer(self)?.actionAlone ?? "{}"
  }
}

extension ViewRequest {
  /// With the version, where the id does not hold one.
  fileprivate var name: String {
    let last = viewID.split(separator: "/").last ?? ""
    return last.contains(":") || version.isEmpty ? viewID : "\(viewID):\(version)"
  }
}

/// Views in a chat (ShowView): an interactive message whose answer goes back to the flow.
extension ContactCentre {
  static let interactive = "application/vnd.amazonaws.connect.message.interactive"
  static let interactiveResponse = "application/vnd.amazonaws.connect.message.interactive.response"

  mutating func show(_ view: ViewRequest, token: Int, _ contact: Contact) {
    guard contact.channel == .chat else { return }
    guard configuration.hasView(view.viewID) else {
      agenda.append(.flow(contactID: contact.id, .presentationFailed(token: token)))
      return
    }
    expect(.view(token: token), contact.id)
    let shown = ShownView(token: entropy.uuid(), flowToken: token, name: view.name, data: view.data)
    change(contact.id) { contact in
      contact.chat?.shownView = shown
      if view.isHiddenInTranscript { contact.chat?.hidesViewAnswers = true }
    }
    let content: JSON = [
      "templateType": "ViewResource", "version": "1.0",
      "data": [
        "content": [
          "viewId": .string(view.viewID), "viewVersion": .string(view.version), "viewToken": .string(shown.token),
        ]
      ],
      "viewData": view.data,
    ]
    append(
      .message, Self.interactive, content.text,
      from: Participant(id: contact.id, role: .system, displayName: "SYSTEM_MESSAGE", agentID: nil), in: contact.id)
  }

  /// The view that a token stands for, to the customer to whom it was shown, while the flow waits for what they do in it.
  public func shownView(_ token: String, to participantID: String, in initialContactID: String) throws(CentreProblem)
    -> ShownView?
  {
    let (contact, participant) = try speaker(participantID, initialContactID)
    guard participant.role == .customer, let view = contact.chat?.shownView, view.token == token,
      contact.execution?.awaits(view.flowToken) == true
    else { return nil }
    return view
  }
}
