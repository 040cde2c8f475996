import AWSWire
import ResourceStore

/// Lists the tags of a resource.
public struct ListTagsForResource: ReadOperation {
  public init() {}

  public static let rule: OperationRule<ListTagsForResourceRequest> = OperationRule(
    action: "connect:ListTagsForResource",
    resources: { input, _ in [input.resourceArn] },
    conditionKeys: [],
    audit: .read(["resourceArn"]),
    refuses: [])

  public func perform(_ input: ListTagsForResourceRequest, _ call: ReadCall) throws -> ListTagsForResourceResponse {
    let tags = try ResourceTags.record(input.resourceArn, call).tags
    return ListTagsForResourceResponse(tags: tags.isEmpty ? nil : tags)
  }
}
