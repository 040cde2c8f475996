import AWSWire
import ConnectAPI

/// No flow takes the calls of a number any more; where none did, nothing changes, so that a request can be sent again.
struct DisassociatePhoneNumberContactFlow: WriteOperation {
  static let rule: OperationRule<DisassociatePhoneNumberContactFlowRequest> = OperationRule(
    action: "connect:DisassociatePhoneNumberContactFlow",
    resources: { [$1.phoneNumberARN($0.phoneNumberId)] },
    conditionKeys: [.instanceID(\.instanceId)],
    audit: .write(["PhoneNumberId", "InstanceId"]),
    refuses: [])

  func perform(_ input: DisassociatePhoneNumberContactFlowRequest, _ call: WriteCall) throws -> EmptyResponse {
    var number = try PhoneNumbers.find(input.phoneNumberId, in: input.instanceId, call)
    number.document.contactFlowID = nil
    try call.save(.phoneNumber, number)
    return EmptyResponse()
  }
}
