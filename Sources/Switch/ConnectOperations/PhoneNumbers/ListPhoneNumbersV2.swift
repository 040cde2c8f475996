import ConnectAPI
import ResourceStore

/// Lists the numbers of an instance, or of every instance of the account, by type, country and prefix.
struct ListPhoneNumbersV2: ReadOperation {
  static let rule: OperationRule<ListPhoneNumbersV2Request> = OperationRule(
    action: "connect:ListPhoneNumbersV2",
    resources: { _, place in [place.phoneNumberARN("*")] },
    conditionKeys: [.instanceIDIfGiven { $0.instanceId ?? $0.targetArn }],
    audit: .read([
      "TargetArn", "InstanceId", "PhoneNumberCountryCodes", "PhoneNumberTypes", "PhoneNumberPrefix", "MaxResults",
    ]),
    refuses: [])

  func perform(_ input: ListPhoneNumbersV2Request, _ call: ReadCall) throws -> ListPhoneNumbersV2Response {
    let target = try PhoneNumbers.target(input.targetArn, input.instanceId, call)
    var instances = target.map { [$0.id] } ?? []
    if target == nil { try call.forEach(.instance, in: call.context.place.account) { instances.append($0.id) } }
    var numbers: [ClaimedPhoneNumberSummary] = []
    for instance in instances {
      try call.forEach(.phoneNumber, in: instance) { record in
        let number = try call.resource(.phoneNumber, record).document
        let isMatching = PhoneNumbers.matches(
          number, types: input.phoneNumberTypes, countries: input.phoneNumberCountryCodes, prefix: input.phoneNumberPrefix)
        if isMatching { numbers.append(number.summary) }
      }
    }
    let page = try call.page(of: numbers, maxResults: input.maxResults, nextToken: input.nextToken, summary)
    return ListPhoneNumbersV2Response(nextToken: page.nextToken, listPhoneNumbersSummaryList: page.items)
  }

  private func summary(_ number: ClaimedPhoneNumberSummary) -> ListPhoneNumbersSummary {
    ListPhoneNumbersSummary(
      phoneNumberId: number.phoneNumberId, phoneNumberArn: number.phoneNumberArn, phoneNumber: number.phoneNumber,
      phoneNumberCountryCode: number.phoneNumberCountryCode, phoneNumberType: number.phoneNumberType,
      targetArn: number.targetArn, instanceId: number.instanceId, phoneNumberDescription: number.phoneNumberDescription,
      sourcePhoneNumberArn: number.sourcePhoneNumberArn)
  }
}
