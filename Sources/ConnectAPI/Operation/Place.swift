import Vocabulary

/// Where this contact centre is, in the words of ARNs.
public struct Place: Sendable, Hashable {
  public let partition: String
  public let region: String
  public let account: String

  public init(partition: String, region: String, account: String) {
    self.partition = partition
    self.region = region
    self.account = account
  }

  /// The ARN of an instance, given its id or its ARN.
  public func instanceARN(_ instance: String) -> String {
    arn("instance/\(instanceIdentifier(instance))")
  }

  /// The ARN of what an instance holds, given ids or ARNs; `*` as the id stands for every one.
  public func arn(_ word: String, _ id: String, in instance: String) -> String {
    arn("instance/\(instanceIdentifier(instance))/\(word)/\(resourceIdentifier(id))")
  }

  /// The ARN of a phone number, given its id or its ARN: it stands beside instances and moves from one to another.
  public func phoneNumberARN(_ number: String) -> String { arn("phone-number/\(resourceIdentifier(number))") }

  private func arn(_ resource: String) -> String {
    ARN(partition: partition, service: "connect", region: region, account: account, resource: resource).description
  }
}

/// The id of an instance, given its id or the ARN of it or of something in it.
public func instanceIdentifier(_ text: String) -> String {
  guard let arn = ARN(text), arn.service == "connect" else { return text }
  let parts = arn.resource.split(separator: "/", omittingEmptySubsequences: false)
  return parts.count >= 2 && parts[0] == "instance" ? String(parts[1]) : text
}

/// The id of a resource in an instance, or of a phone number, given its id or its ARN.
func resourceIdentifier(_ text: String) -> String {
  guard let arn = ARN(text), arn.service == "connect" else { return text }
  let parts = arn.resource.split(separator: "/", omittingEmptySubsequences: false)
  if parts.count == 2, parts[0] == "phone-number" { return String(parts[1]) }
  return parts.count >= 4 && parts[0] == "instance" ? String(parts[3]) : text
}
