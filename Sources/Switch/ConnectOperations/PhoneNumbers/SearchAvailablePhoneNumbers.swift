import ConnectAPI
import Link
import ResourceStore

/// Searches the operator's pool for numbers that nobody has claimed.
struct SearchAvailablePhoneNumbers: ReadOperation {
  static let rule: OperationRule<SearchAvailablePhoneNumbersRequest> = OperationRule(
    action: "connect:SearchAvailablePhoneNumbers",
    resources: { input, place in
      [place.phoneNumberARN("*")] + ((input.instanceId ?? input.targetArn).map { [place.instanceARN($0)] } ?? [])
    },
    conditionKeys: [.instanceIDIfGiven { $0.instanceId ?? $0.targetArn }],
    audit: .read([
      "TargetArn", "InstanceId", "PhoneNumberCountryCode", "PhoneNumberType", "PhoneNumberPrefix", "MaxResults",
    ]),
    refuses: [])

  /// The model lets a page hold ten at most.
  private static let pageSize = 10

  func perform(_ input: SearchAvailablePhoneNumbersRequest, _ call: ReadCall) throws -> SearchAvailablePhoneNumbersResponse {
    _ = try PhoneNumbers.requiredTarget(input.targetArn, input.instanceId, call)
    let page = try call.page(
      .pooledNumber, in: call.context.place.account, maxResults: input.maxResults ?? Self.pageSize, nextToken: input.nextToken,
      where: { record in
        guard let entry = PoolEntry(record), entry.number.country == input.phoneNumberCountryCode.rawValue,
          entry.number.type == input.phoneNumberType.rawValue, !entry.isRemoved
        else { return false }
        return try PhoneNumbers.hasPrefix(record.id, input.phoneNumberPrefix) && !entry.isClaimed(call.reader)
      }
    ) { record in
      AvailableNumberSummary(
        phoneNumber: record.id, phoneNumberCountryCode: input.phoneNumberCountryCode, phoneNumberType: input.phoneNumberType)
    }
    return SearchAvailablePhoneNumbersResponse(nextToken: page.nextToken, availableNumbersList: page.items)
  }
}
