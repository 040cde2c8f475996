import AWSWire
import ConnectAPI
import Recognition
import Vocabulary

/// Says of an object what no recogniser saw. A label is never taken away again: that would let more people read.
struct AddContentLabel: ApprovalOperation {
  let content: ContentRepository
  let log: AuditLog

  func perform(_ members: JSONMembers, _ call: ApprovalCall) async throws -> JSON {
    var members = members
    let id = try members.string("ObjectId", length: 1...200)
    let label = try members.string("Label", length: 1...64)
    try members.finish()
    guard Recognised.isWord(label) else {
      throw WireError(
        code: "ValidationException", message: "Label must have capital letters, digits and underscores, a letter first.",
        status: 400)
    }
    let object = try await content.manifest(id)?.object
    try await call.mustBeAllowed(on: object.map(Self.resource) ?? "*")
    guard let object else { throw await call.refused("ResourceNotFoundException", "There is no such object.", 404) }
    guard let adding = try await content.adding(label, to: id) else {
      throw await call.refused(
        "ConflictException", "It has this label, or \(Recognised.labelsMax) others.", 409)
    }
    let event = call.recorder.event(call.carried, operation: Self.name, caller: call.caller) { event in
      event["readOnly"] = false
      event["requestParameters"] = [
        "objectId": .string(id), "contactId": .string(object.contactID), "label": .string(label),
        "classificationBefore": .string(object.classification.rawValue),
      ]
    }
    do {
      _ = try await log.receipt(for: event, also: adding)
    } catch let problem as ContentProblem {
      throw await call.refused("ConflictException", problem.message, 409)
    }
    let now = try await content.manifest(id)?.object ?? object
    return [
      "ObjectId": .string(id), "Labels": .strings(now.labels.all), "Classification": .string(now.classification.rawValue),
    ]
  }

  private static func resource(_ object: ContentObject) -> String {
    ContentNames.arn(bucket: ContentNames.bucket(object.instanceID), key: object.name)
  }
}
