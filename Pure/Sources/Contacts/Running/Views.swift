import FlowEngine
import Vocabulary

/// What a customer did in a view.
struct ViewAnswer {
  let token: Int
  let action: String
  let data: JSON
  private let isHidden: Bool

  /// nil for what answers no view that is open.
  init?(_ sending: ContactCentre.Sending, to contact: Contact) {
    guard case .view(let token, let isHidden) = contact.awaited, sending.contentType == ContactCentre.interactiveResponse,
      let json = sending.content.flatMap({ try? JSON.parse($0) })
    else { return nil }
    let content = json["data"]?["content"] ?? json
    guard let action = content["action"]?.string else { return nil }
    self.token = token
    self.action = action
    self.isHidden = isHidden
    data = content["data"] ?? [:]
  }

  /// What the transcript says of it.
  func shown(of sending: ContactCentre.Sending) -> String? {
    guard isHidden else { return sending.content }
    return JSON.object([("templateType", "ViewResource"), ("version", "1.0"), ("action", .string(action))]).text
  }
}

/// Views in a chat (ShowView): an interactive message whose answer goes back to the flow.
extension ContactCentre {
  static let interactive = "application/vnd.amazonaws.connect.message.interactive"
  static let interactiveResponse = "application/vnd.amazonaws.connect.message.interactive.response"

  mutating func show(_ view: ViewRequest, token: Int, _ contact: Contact) {
    guard contact.channel == .chat else { return }
    expect(.view(token: token, isHidden: view.isHiddenInTranscript), contact.id)
    let content: JSON = [
      "templateType": "ViewResource", "version": "1.0",
      "data": [
        "content": [
          "viewId": .string(view.viewID), "viewVersion": .string(view.version), "viewToken": .string("\(contact.id)/\(token)"),
        ]
      ],
      "viewData": view.data,
    ]
    append(
      .message, Self.interactive, content.text,
      from: Participant(id: contact.id, role: .system, displayName: "SYSTEM_MESSAGE", agentID: nil), in: contact.id)
  }
}
