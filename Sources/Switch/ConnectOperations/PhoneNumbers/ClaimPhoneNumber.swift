import ConnectAPI

/// Claims a number of the operator's pool for an instance. It is CLAIMED at once.
struct ClaimPhoneNumber: WriteOperation {
  static let rule: OperationRule<ClaimPhoneNumberRequest> = OperationRule(
    action: "connect:ClaimPhoneNumber",
    resources: { input, place in
      [place.phoneNumberARN("*")] + ((input.instanceId ?? input.targetArn).map { [place.instanceARN($0)] } ?? [])
    },
    conditionKeys: [.instanceIDIfGiven { $0.instanceId ?? $0.targetArn }, .requestTags(\.tags)],
    audit: .write(["TargetArn", "InstanceId", "PhoneNumber", "Tags"]),
    refuses: [])

  func perform(_ input: ClaimPhoneNumberRequest, _ call: WriteCall) throws -> ClaimPhoneNumberResponse {
    let instance = try PhoneNumbers.requiredTarget(input.targetArn, input.instanceId, call)
    let number = try PhoneNumbers.claim(
      input.phoneNumber, for: instance, description: input.phoneNumberDescription, tags: input.tags, source: nil, call)
    return ClaimPhoneNumberResponse(phoneNumberId: number.id, phoneNumberArn: number.arn)
  }
}
