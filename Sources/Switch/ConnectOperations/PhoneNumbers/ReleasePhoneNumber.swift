import AWSWire
import ConnectAPI

/// Puts a number back into the operator's pool. Connect makes it wait there; here it can be claimed again at once, since nobody
/// but this organisation can.
struct ReleasePhoneNumber: WriteOperation {
  static let rule: OperationRule<ReleasePhoneNumberRequest> = OperationRule(
    action: "connect:ReleasePhoneNumber",
    resources: { [$1.phoneNumberARN($0.phoneNumberId)] },
    conditionKeys: [],
    audit: .write(["PhoneNumberId"]),
    refuses: [])

  func perform(_ input: ReleasePhoneNumberRequest, _ call: WriteCall) throws -> EmptyResponse {
    try PhoneNumbers.release(try PhoneNumbers.find(input.phoneNumberId, call), call)
    return EmptyResponse()
  }
}
