import ResourceStore
import Vocabulary

/// The tag operations serve every kind alike, and stand in the catalogue of both processes: a request goes to the one that owns
/// the resource.
enum ResourceTags {
  /// - Throws: InvalidParameterException for what is no ARN of Connect, ResourceNotFoundException.
  static func record(_ arn: String, _ call: some Call) throws -> Record {
    guard let parsed = ARN(arn), parsed.service == "connect" else {
      throw ConnectError(.invalidParameter, "resourceArn: must be the ARN of a Connect resource.")
    }
    guard let record = try call.reader.record(arn: arn) else {
      throw ConnectError(.resourceNotFound, "There is no resource with the ARN \(arn).")
    }
    return record
  }

  static func change(_ arn: String, _ call: WriteCall, _ body: (inout [String: String]) -> Void) throws {
    var record = try record(arn, call)
    body(&record.tags)
    try TagRules.check(record.tags)
    record.modifiedAt = call.context.now
    try call.writer.retag(record)
  }
}
