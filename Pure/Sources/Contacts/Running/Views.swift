import FlowEngine
import Vocabulary

/// Views in a chat (ShowView): an interactive message whose answer goes back to the flow.
extension ContactCentre {
  static let interactive = "application/vnd.amazonaws.connect.message.interactive"
  static let interactiveResponse = "application/vnd.amazonaws.connect.message.interactive.response"

  mutating func show(_ view: ViewRequest, token: Int, _ contact: Contact) {
    guard contact.channel == .chat else { return }
    expect(.view(token: token), contact.id)
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
