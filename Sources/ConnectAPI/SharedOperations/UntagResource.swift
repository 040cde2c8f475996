public import AWSWire

/// Removes tags from a resource; a key that it does not have is no error.
public struct UntagResource: WriteOperation {
  public init() {}

  public static let rule: OperationRule<UntagResourceRequest> = OperationRule(
    action: "connect:UntagResource",
    resources: { input, _ in [input.resourceArn] },
    conditionKeys: [.tagKeys(\.tagKeys)],
    audit: .write(["resourceArn", "tagKeys"]),
    refuses: [])

  public func perform(_ input: UntagResourceRequest, _ call: WriteCall) throws -> EmptyResponse {
    try ResourceTags.change(input.resourceArn, call) { tags in
      for key in input.tagKeys { tags[key] = nil }
    }
    return EmptyResponse()
  }
}
