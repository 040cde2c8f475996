import AWSWire
import ConnectAPI

/// Has a flow take the calls of a number.
struct AssociatePhoneNumberContactFlow: WriteOperation {
  static let rule: OperationRule<AssociatePhoneNumberContactFlowRequest> = OperationRule(
    action: "connect:AssociatePhoneNumberContactFlow",
    resources: { [$1.phoneNumberARN($0.phoneNumberId), $1.arn("contact-flow", $0.contactFlowId, in: $0.instanceId)] },
    conditionKeys: [.instanceID(\.instanceId)],
    audit: .write(["PhoneNumberId", "InstanceId", "ContactFlowId"]),
    refuses: [])

  func perform(_ input: AssociatePhoneNumberContactFlowRequest, _ call: WriteCall) throws -> EmptyResponse {
    var number = try PhoneNumbers.find(input.phoneNumberId, in: input.instanceId, call)
    number.document.contactFlowID = try call.find(.contactFlow, input.contactFlowId, in: input.instanceId).id
    try call.save(.phoneNumber, number)
    return EmptyResponse()
  }
}
