import ConnectAPI
import Contacts
import FlowEngine
import Vocabulary

/// Begins a chat with a customer, who gets a token to take part in it.
struct StartChatContact: LiveOperation {
  static let rule: OperationRule<StartChatContactRequest> = OperationRule(
    action: "connect:StartChatContact",
    resources: {
      [
        $1.arn("contact", "*", in: $0.instanceId),
        $1.arn("contact-flow", QualifiedFlow($0.contactFlowId).flow, in: $0.instanceId),
      ]
    },
    conditionKeys: [.instanceID(\.instanceId)],
    audit: .write(["InstanceId", "ContactFlowId", "ChatDurationInMinutes", "SupportedMessagingContentTypes", "RelatedContactId"]),
    refuses: [
      RefusedMember("DisconnectOnCustomerExit", because: "the parties of a chat are disconnected with its customer always"),
      RefusedMember("ParticipantConfiguration", because: "responses are sent as they are written"),
    ])

  let live: LiveContacts

  func perform(_ input: StartChatContactRequest, _ call: LiveCall) async throws -> StartChatContactResponse {
    let beginning = try Beginnings.chat(input)
    let source = try Beginnings.rehydration(input.persistentChat)
    let tokens = live.tokens
    let seconds = input.chatDurationInMinutes.map { $0 * 60 }
    @Sendable func start(_ centre: inout ContactCentre, _ now: Moment) throws -> (
      contactID: String, output: StartChatContactResponse
    ) {
      let (contactID, participantID) = try centre.startChat(
        beginning, displayName: input.participantDetails.displayName, contentTypes: input.supportedMessagingContentTypes ?? [],
        initialMessage: input.initialMessage.map { ($0.contentType, $0.content) }, secondsMax: seconds, rehydrating: source,
        at: now)
      let claim = ParticipantTokens.Claim(
        instanceID: centre.instance.id, initialContactID: contactID, participantID: participantID,
        expiresAt: now.adding(seconds: Int64(seconds ?? ContactCentre.chatSecondsMax)))
      let response = StartChatContactResponse(
        contactId: contactID, participantId: participantID, participantToken: try tokens.token(claim, for: .participant),
        continuedFromContactId: source?.contactID)
      return (contactID, response)
    }
    if let source { return try await live.perform(input.instanceId, call, goingOn: source, start) }
    return try await live.begin(input.instanceId, call) { try start(&$0, $1).output }
  }
}

/// What requests begin contacts with.
enum Beginnings {
  static func chat(_ input: StartChatContactRequest) throws -> ContactCentre.Beginning {
    var beginning = ContactCentre.Beginning(flowReference: input.contactFlowId)
    beginning.attributes = try attributes(input.attributes)
    beginning.segmentAttributes = segmentAttributes(input.segmentAttributes)
    beginning.customerID = input.customerId
    beginning.relatedContactID = input.relatedContactId
    return beginning
  }

  static func task(_ input: StartTaskContactRequest, flow: String) throws -> ContactCentre.Beginning {
    var beginning = ContactCentre.Beginning(flowReference: flow)
    beginning.name = input.name
    beginning.description = input.description
    beginning.attributes = try attributes(input.attributes)
    beginning.segmentAttributes = segmentAttributes(input.segmentAttributes)
    beginning.references = references(input.references)
    beginning.relatedContactID = input.relatedContactId
    return beginning
  }

  /// In the order of their names, since a JSON map has none.
  static func attributes(_ map: [String: String]?) throws -> JSON.Object {
    var object = JSON.Object()
    for (name, value) in (map ?? [:]).sorted(by: { $0.key < $1.key }) { object[name] = .string(value) }
    let bytes = object.members.reduce(0) { $0 + $1.name.utf8.count + ($1.value.string?.utf8.count ?? 0) }
    guard bytes <= ContactCentre.attributesBytesMax else {
      throw ConnectError(
        .invalidParameter, "Attributes: \(bytes) bytes; at most \(ContactCentre.attributesBytesMax) are allowed.")
    }
    return object
  }

  static func segmentAttributes(_ map: [String: SegmentAttributeValue]?) -> JSON.Object {
    var object = JSON.Object()
    for (name, value) in (map ?? [:]).sorted(by: { $0.key < $1.key }) { object[name] = value.json }
    return object
  }

  static func references(_ map: [String: ReferenceShape]?) -> [ContactReference] {
    (map ?? [:]).sorted { $0.key < $1.key }.map {
      ContactReference(name: $0.key, type: $0.value.type.rawValue, value: $0.value.value ?? "")
    }
  }

  static func rehydration(_ chat: PersistentChat?) throws -> Rehydration? {
    guard let chat else { return nil }
    guard let source = chat.sourceContactId, let type = chat.rehydrationType else {
      throw ConnectError(.invalidRequest, "PersistentChat: SourceContactId and RehydrationType go together.")
    }
    return Rehydration(contactID: source, isEntire: type == .entirePastSession)
  }
}
