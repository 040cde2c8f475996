import ConnectAPI

/// Describes one claimed number.
struct DescribePhoneNumber: ReadOperation {
  static let rule: OperationRule<DescribePhoneNumberRequest> = OperationRule(
    action: "connect:DescribePhoneNumber",
    resources: { [$1.phoneNumberARN($0.phoneNumberId)] },
    conditionKeys: [],
    audit: .read(["PhoneNumberId"]),
    refuses: [])

  func perform(_ input: DescribePhoneNumberRequest, _ call: ReadCall) throws -> DescribePhoneNumberResponse {
    DescribePhoneNumberResponse(claimedPhoneNumberSummary: try PhoneNumbers.find(input.phoneNumberId, call).document.summary)
  }
}
