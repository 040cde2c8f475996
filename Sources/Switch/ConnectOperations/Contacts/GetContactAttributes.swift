import ConnectAPI
import Contacts
import FlowEngine
import Vocabulary

/// Tells the attributes of a contact, open or over.
struct GetContactAttributes: LiveOperation {
  static let rule: OperationRule<GetContactAttributesRequest> = OperationRule(
    action: "connect:GetContactAttributes",
    resources: { [$1.arn("contact", $0.initialContactId, in: $0.instanceId)] },
    conditionKeys: [.instanceID(\.instanceId)],
    audit: .read(["InstanceId", "InitialContactId"]),
    refuses: [])

  let live: LiveContacts

  func perform(_ input: GetContactAttributesRequest, _ call: LiveCall) async throws -> GetContactAttributesResponse {
    let open = try await live.read(input.instanceId) { centre, _ in centre.contacts[input.initialContactId]?.context.attributes }
    if let open { return GetContactAttributesResponse(attributes: Self.map(open)) }
    let record = try await live.record(input.initialContactId, in: input.instanceId)
    return GetContactAttributesResponse(attributes: Self.map(record["Attributes"]?.object ?? JSON.Object()))
  }

  static func map(_ object: JSON.Object) -> [String: String] {
    Dictionary(uniqueKeysWithValues: object.members.map { ($0.name, $0.value.string ?? $0.value.text) })
  }
}
