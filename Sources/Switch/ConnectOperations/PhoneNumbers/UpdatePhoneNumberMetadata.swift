import AWSWire
import ConnectAPI

/// Changes the description of a number; an empty one removes it.
struct UpdatePhoneNumberMetadata: WriteOperation {
  static let rule: OperationRule<UpdatePhoneNumberMetadataRequest> = OperationRule(
    action: "connect:UpdatePhoneNumberMetadata",
    resources: { [$1.phoneNumberARN($0.phoneNumberId)] },
    conditionKeys: [],
    audit: .write(["PhoneNumberId"]),
    refuses: [])

  func perform(_ input: UpdatePhoneNumberMetadataRequest, _ call: WriteCall) throws -> EmptyResponse {
    var number = try PhoneNumbers.find(input.phoneNumberId, call)
    guard let description = input.phoneNumberDescription else {
      throw ConnectError(.invalidRequest, "PhoneNumberDescription: nothing else can be changed, and it is not given.")
    }
    number.document.summary.phoneNumberDescription = description.isEmpty ? nil : description
    try call.save(.phoneNumber, number)
    return EmptyResponse()
  }
}
