import ConnectAPI

/// Moves a number to another instance, with its id, its tags and its description; the flow that it led to stays behind.
struct UpdatePhoneNumber: WriteOperation {
  static let rule: OperationRule<UpdatePhoneNumberRequest> = OperationRule(
    action: "connect:UpdatePhoneNumber",
    resources: { input, place in
      [place.phoneNumberARN(input.phoneNumberId)] + ((input.instanceId ?? input.targetArn).map { [place.instanceARN($0)] } ?? [])
    },
    conditionKeys: [.instanceIDIfGiven { $0.instanceId ?? $0.targetArn }],
    audit: .write(["PhoneNumberId", "TargetArn", "InstanceId"]),
    refuses: [])

  func perform(_ input: UpdatePhoneNumberRequest, _ call: WriteCall) throws -> UpdatePhoneNumberResponse {
    let number = try PhoneNumbers.find(input.phoneNumberId, call)
    try PhoneNumbers.move(number, to: PhoneNumbers.requiredTarget(input.targetArn, input.instanceId, call), call)
    return UpdatePhoneNumberResponse(phoneNumberId: number.id, phoneNumberArn: number.arn)
  }
}
