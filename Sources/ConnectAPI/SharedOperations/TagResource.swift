public import AWSWire

/// Adds tags to a resource; a key that it has gets the new value.
public struct TagResource: WriteOperation {
  public init() {}

  public static let rule: OperationRule<TagResourceRequest> = OperationRule(
    action: "connect:TagResource",
    resources: { input, _ in [input.resourceArn] },
    conditionKeys: [.requestTags(\.tags)],
    audit: .write(["resourceArn", "tags"]),
    refuses: [])

  public func perform(_ input: TagResourceRequest, _ call: WriteCall) throws -> EmptyResponse {
    try ResourceTags.change(input.resourceArn, call) { $0.merge(input.tags) { $1 } }
    return EmptyResponse()
  }
}
