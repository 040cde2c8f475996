import Contacts
import Vocabulary

/// One request of a participant: its token, and its members as the description has them.
struct ParticipantCall: Sendable {
  let chats: ChatService
  let views: ShownViews
  let publicURL: String
  let token: String
  let input: JSON

  func connection() async throws -> ChatService.Connection { try await chats.connection(token) }
  func text(_ name: String) -> String? { input[name]?.string }
}

/// The operations of the Connect Participant API.
enum ParticipantOperations {
  typealias Behaviour = @Sendable (ParticipantCall) async throws -> JSON

  static let all: [String: Behaviour] = [
    "CreateParticipantConnection": connect, "SendMessage": sendMessage, "SendEvent": sendEvent, "GetTranscript": transcript,
    "DisconnectParticipant": disconnect, "StartAttachmentUpload": startUpload, "CompleteAttachmentUpload": completeUpload,
    "GetAttachment": attachment, "DescribeView": describeView, "GetAuthenticationUrl": authenticationURL,
    "CancelParticipantAuthentication": cancelAuthentication,
  ]

  private static let connect: Behaviour = { call in
    let connection = try await call.chats.connect(call.token)
    let types = (call.input["Type"]?.array ?? []).compactMap(\.string)
    guard !types.contains("WEBRTC_CONNECTION") else { throw ChatProblem(.invalid, "Type: WEBRTC_CONNECTION is not supported.") }
    if call.input["ConnectParticipant"]?.bool == true { try await call.chats.join(connection) }
    var answer = JSON.Object()
    if types.contains("WEBSOCKET") {
      let (token, expiry) = try call.chats.socketToken(connection)
      let url = call.publicURL.replacing("https://", with: "wss://").replacing("http://", with: "ws://")
      answer["Websocket"] = [
        "Url": .string("\(url)\(ParticipantSocket.path)?token=\(token)"), "ConnectionExpiry": .string(expiry.rfc3339Milliseconds),
      ]
    }
    if types.contains("CONNECTION_CREDENTIALS") || types.isEmpty {
      answer["ConnectionCredentials"] = [
        "ConnectionToken": .string(try call.chats.connectionToken(connection)),
        "Expiry": .string(connection.claim.expiresAt.rfc3339Milliseconds),
      ]
    }
    return JSON(.object(answer))
  }

  private static let sendMessage: Behaviour = { call in
    let contentType = call.text("ContentType") ?? ""
    let content = call.text("Content") ?? ""
    try ChatContent.checkMessage(contentType, content)
    let sending = ContactCentre.Sending(contentType: contentType, content: content, clientToken: call.text("ClientToken"))
    return sent(try await call.chats.send(sending, isEvent: false, from: try await call.connection()))
  }

  private static let sendEvent: Behaviour = { call in
    let contentType = call.text("ContentType") ?? ""
    try ChatContent.checkEvent(contentType)
    let sending = ContactCentre.Sending(
      contentType: contentType, content: call.text("Content"), clientToken: call.text("ClientToken"))
    return sent(try await call.chats.send(sending, isEvent: true, from: try await call.connection()))
  }

  private static func sent(_ sent: ContactCentre.Sent) -> JSON {
    ["Id": .string(sent.itemID), "AbsoluteTime": .string(sent.at.rfc3339Milliseconds)]
  }

  private static let transcript: Behaviour = { call in
    let connection = try await call.connection()
    let items = try await call.chats.transcript(for: connection)
    let page = try TranscriptPage(call.input, of: items)
    var answer = JSON.Object()
    answer["InitialContactId"] = .string(connection.conversation)
    answer["Transcript"] = .array(page.items.map(ChatItemJSON.transcriptItem))
    answer["NextToken"] = page.next.map(JSON.string)
    return JSON(.object(answer))
  }

  private static let disconnect: Behaviour = { call in
    try await call.chats.disconnect(try await call.connection())
    return [:]
  }

  private static let startUpload: Behaviour = { call in
    let (name, type) = (call.text("AttachmentName") ?? "", call.text("ContentType") ?? "")
    try ChatContent.checkAttachment(name, type)
    let upload = try await call.chats.beginUpload(
      named: name, contentType: type, sizeBytes: call.input["AttachmentSizeInBytes"]?.int ?? 0,
      from: try await call.connection())
    return [
      "AttachmentId": .string(upload.attachmentID),
      "UploadMetadata": [
        "Url": .string("\(call.publicURL)\(AttachmentFiles.path)\(upload.token)"),
        "UrlExpiry": .string(upload.expiresAt.rfc3339Milliseconds), "HeadersToInclude": ["content-type": .string(type)],
      ],
    ]
  }

  private static let completeUpload: Behaviour = { call in
    let ids = (call.input["AttachmentIds"]?.array ?? []).compactMap(\.string)
    try await call.chats.completeUploads(ids, from: try await call.connection())
    return [:]
  }

  private static let attachment: Behaviour = { call in
    let connection = try await call.connection()
    let attachment = try await call.chats.attachment(call.text("AttachmentId") ?? "", for: connection)
    guard attachment.isApproved else { throw ChatProblem(.notFound, "The attachment has not been completed.") }
    let seconds = call.input["UrlExpiryInSeconds"]?.int.map(Int64.init) ?? ChatService.uploadSecondsMax
    let upload = try call.chats.upload(attachment.id, connection, seconds: seconds)
    return [
      "Url": .string("\(call.publicURL)\(AttachmentFiles.path)\(upload.token)"),
      "UrlExpiry": .string(upload.expiresAt.rfc3339Milliseconds), "AttachmentSizeInBytes": .number(attachment.sizeBytes),
    ]
  }

  private static let describeView: Behaviour = { call in
    let connection = try await call.connection()
    let shown = try await call.chats.shownView(call.text("ViewToken") ?? "", for: connection)
    return ["View": try await call.views.view(shown, in: connection.instanceID)]
  }

  /// The session that it would continue is begun by a flow's AuthenticateParticipant, which takes its error branch: there is no
  /// identity provider for customers.
  private static let authenticationURL: Behaviour = { call in
    _ = try await call.chats.contact(of: try await call.connection())
    throw ChatProblem(.invalid, "SessionId: no authentication is under way, since no identity provider is set up for customers.")
  }

  private static let cancelAuthentication: Behaviour = { call in
    _ = try await call.chats.contact(of: try await call.connection())
    throw ChatProblem(.invalid, "SessionId: no authentication is under way, since no identity provider is set up for customers.")
  }
}
