import ConnectAPI
import Vocabulary

/// Claims a number by the ARN of where it comes from. The operator's pool is what there is to import from: the ARN is of the
/// service `sms-voice`, of this place, and ends with `phone-number/` and the number without its plus sign.
struct ImportPhoneNumber: WriteOperation {
  static let rule: OperationRule<ImportPhoneNumberRequest> = OperationRule(
    action: "connect:ImportPhoneNumber",
    resources: { [$1.phoneNumberARN("*"), $1.instanceARN($0.instanceId)] },
    conditionKeys: [.instanceID(\.instanceId), .requestTags(\.tags)],
    audit: .write(["InstanceId", "SourcePhoneNumberArn", "Tags"]),
    refuses: [])

  func perform(_ input: ImportPhoneNumberRequest, _ call: WriteCall) throws -> ImportPhoneNumberResponse {
    let instance = try call.instance(input.instanceId)
    let number = try PhoneNumbers.claim(
      try source(input.sourcePhoneNumberArn, call.context.place), for: instance, description: input.phoneNumberDescription,
      tags: input.tags, source: input.sourcePhoneNumberArn, call)
    return ImportPhoneNumberResponse(phoneNumberId: number.id, phoneNumberArn: number.arn)
  }

  private static let word = "phone-number/"

  private func source(_ text: String, _ place: Place) throws -> String {
    guard let arn = ARN(text), arn.service == "sms-voice", arn.resource.hasPrefix(Self.word) else {
      throw ConnectError(
        .invalidParameter, "SourcePhoneNumberArn: must be an ARN of the service sms-voice that ends with phone-number/DIGITS.")
    }
    guard arn.region == place.region, arn.account == place.account else {
      throw ConnectError(.resourceNotFound, "There is no number \(text): its region and account are not those of here.")
    }
    return "+" + arn.resource.dropFirst(Self.word.count)
  }
}
