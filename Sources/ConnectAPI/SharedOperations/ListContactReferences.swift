import Vocabulary

/// Lists the references of a contact of the types asked for.
public struct ListContactReferences: LiveOperation {
  public static let rule: OperationRule<ListContactReferencesRequest> = OperationRule(
    action: "connect:ListContactReferences",
    resources: { [$1.arn("contact", $0.contactId, in: $0.instanceId)] },
    conditionKeys: [.instanceID(\.instanceId)],
    audit: .read(["InstanceId", "ContactId", "ReferenceTypes"]),
    refuses: [])

  let contacts: any ContactLookup

  public init(contacts: any ContactLookup) { self.contacts = contacts }

  public func perform(_ input: ListContactReferencesRequest, _ call: LiveCall) async throws -> ListContactReferencesResponse {
    let record = try await contacts.described(input.contactId, in: input.instanceId).record
    let types = Set(input.referenceTypes.map(\.rawValue))
    let references = (record["References"]?.array ?? []).filter { types.contains($0["Type"]?.string ?? "") }
    let page = try call.page(of: references, maxResults: nil, nextToken: input.nextToken, Self.summary)
    return ListContactReferencesResponse(referenceSummaryList: page.items, nextToken: page.nextToken)
  }

  private static func summary(_ reference: JSON) -> ReferenceSummary {
    let (name, value) = (reference["Name"]?.string, reference["Value"]?.string)
    return switch reference["Type"]?.string {
    case "URL": ReferenceSummary(url: UrlReference(name: name, value: value))
    case "NUMBER": ReferenceSummary(number: NumberReference(name: name, value: value))
    case "DATE": ReferenceSummary(date: DateReference(name: name, value: value))
    case "EMAIL": ReferenceSummary(email: EmailReference(name: name, value: value))
    case "ATTACHMENT": ReferenceSummary(attachment: AttachmentReference(name: name, value: value))
    default: ReferenceSummary(string: StringReference(name: name, value: value))
    }
  }
}
