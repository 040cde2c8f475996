import AWSWire
import ConnectAPI
import Link
import Vocabulary

/// Asks for a look at what one contact left. It has no effect but the question.
struct RequestContentAccess: ApprovalOperation {
  static let seconds = 900...3_600
  private static let objectsMax = 50

  let approvals: Approvals
  let content: ContentRepository

  func perform(_ members: JSONMembers, _ call: ApprovalCall) async throws -> JSON {
    var members = members
    let instance = try members.string("InstanceId", length: 1...100)
    let contact = try members.string("ContactId", length: 1...256)
    let purpose = try members.string("Purpose", length: 1...256)
    let seconds = try members.optionalInt("DurationSeconds", within: Self.seconds)
    try members.finish()
    guard purpose.contains(where: { !$0.isWhitespace }) else {
      throw WireError(code: "ValidationException", message: "Purpose must say why.", status: 400)
    }
    // It becomes a tag of the session.
    do { try SessionTags.check(purpose, 1...256, "Purpose") } catch {
      throw WireError(code: "ValidationException", message: error.description, status: 400)
    }
    try await call.mustBeAllowed(on: ContentNames.arn(bucket: ContentNames.bucket(instance)))
    let objects = try await objects(of: contact, in: instance)
    let change = ContentAccessChange(
      instanceID: instance, contactID: contact,
      resources: objects.map { ContentNames.arn(bucket: ContentNames.bucket(instance), key: $0.name) },
      keys: try await keys(of: objects, call.place), purpose: purpose, seconds: seconds ?? Self.seconds.upperBound)
    // A session is whoever began it: nobody could tell whether who decides is another.
    guard call.caller.session == nil else {
      throw ApprovalProblem(.ownChange, "a look at content is asked for with a key of one's own, not in the session of a role")
    }
    let approval = try await approvals.request(change, by: call.caller.arn) { approval in
      call.event(approval, [("purpose", .string(purpose)), ("resources", .number(change.resources.count))])
    }
    return approval.json(at: approvals.tools.now())
  }

  private func keys(of objects: [ContentObject], _ place: Place) async throws -> [String] {
    var keys: Set<String> = []
    for object in objects { keys.insert(place.keyARN(try await content.key(of: object).id)) }
    return keys.sorted()
  }

  private func objects(of contact: String, in instance: String) async throws -> [ContentObject] {
    let objects = try await content.objects(of: contact, in: instance)
    guard !objects.isEmpty else { throw ApprovalProblem(.notThere, "there is no content of that contact in that instance") }
    guard objects.count <= Self.objectsMax else {
      throw ApprovalProblem(.tooMany, "the contact left more than \(Self.objectsMax) objects: let an officer read them")
    }
    return objects
  }
}
