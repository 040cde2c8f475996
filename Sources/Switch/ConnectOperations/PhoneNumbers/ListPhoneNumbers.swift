import ConnectAPI
import ResourceStore

/// Lists the numbers of an instance, or those of the types and countries asked for.
struct ListPhoneNumbers: ReadOperation {
  static let rule: OperationRule<ListPhoneNumbersRequest> = OperationRule(
    action: "connect:ListPhoneNumbers",
    resources: { [$1.arn("phone-number", "*", in: $0.instanceId)] },
    conditionKeys: [.instanceID(\.instanceId)],
    audit: .read(["InstanceId", "PhoneNumberTypes", "PhoneNumberCountryCodes", "MaxResults"]),
    refuses: [])

  func perform(_ input: ListPhoneNumbersRequest, _ call: ReadCall) throws -> ListPhoneNumbersResponse {
    let instance = try call.instance(input.instanceId).id
    let page = try call.page(
      .phoneNumber, in: instance, maxResults: input.maxResults, nextToken: input.nextToken,
      where: { record in
        PhoneNumbers.matches(
          try call.resource(.phoneNumber, record).document, types: input.phoneNumberTypes,
          countries: input.phoneNumberCountryCodes)
      }
    ) { record in
      let number = try call.resource(.phoneNumber, record).document.summary
      return PhoneNumberSummary(
        id: number.phoneNumberId, arn: number.phoneNumberArn, phoneNumber: number.phoneNumber,
        phoneNumberType: number.phoneNumberType, phoneNumberCountryCode: number.phoneNumberCountryCode)
    }
    return ListPhoneNumbersResponse(phoneNumberSummaryList: page.items, nextToken: page.nextToken)
  }
}
