import Vocabulary

/// A new identity that reaches content. Its access key is told when it is asked for, and works when it is approved; that of one
/// who may approve is told to who approves it.
struct CreateIdentityChange: ApprovableChange {
  static let kind = "CreateIdentity"

  let user: IdentityRecord
  let key: GeneratedAccessKey

  init(user: IdentityRecord, key: GeneratedAccessKey) {
    self.user = user
    self.key = key
  }

  var summary: String {
    "identity \(user.userName): " + ContentReach.words(user.policies.map(\.document), within: user.boundary)
  }

  /// Whether it may approve: who asked for it must not hold its key, or would approve what they ask for next.
  var isOfApprover: Bool {
    let reached = try? ContentReach.reached(by: user.policies.map(\.document), within: user.boundary)
    return reached?.contains(ContentReach.approving) ?? true
  }

  var handedOver: JSON? {
    isOfApprover ? ["AccessKeyId": .string(key.id), "SecretAccessKey": .string(key.secret), "Arn": .string(user.arn)] : nil
  }

  func check(with tools: ChangeTools) async throws {
    guard try await !tools.directory.hasUser(named: user.userName) else {
      throw ApprovalProblem(.decided, "there is an identity \(user.userName) meanwhile: deny this one")
    }
  }

  func apply(with tools: ChangeTools) async throws {
    guard try await !tools.directory.hasUser(user.userID) else { return }
    var user = user
    user.keyToldTo = isOfApprover ? tools.approver : nil
    try await tools.directory.store(user, key, at: tools.now())
  }

  var json: JSON {
    [
      "userId": .string(user.userID), "userName": .string(user.userName), "arn": .string(user.arn),
      "policies": .array(user.policies.map { ["name": .string($0.name), "document": $0.document] }),
      "boundary": user.boundary ?? .null, "accessKeyId": .string(key.id), "secret": .string(key.secret),
      "tags": .object(user.tags.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) }),
    ]
  }

  init?(json: JSON) {
    guard let id = json["userId"]?.string, let name = json["userName"]?.string, let arn = json["arn"]?.string,
      let accessKey = json["accessKeyId"]?.string, let secret = json["secret"]?.string
    else { return nil }
    user = IdentityRecord(
      userID: id, userName: name, arn: arn, policies: PolicyList.read(json["policies"]),
      boundary: json["boundary"].flatMap { $0.isNull ? nil : $0 },
      tags: (json["tags"]?.object?.members ?? []).reduce(into: [:]) { $0[$1.name] = $1.value.string })
    key = GeneratedAccessKey(id: accessKey, secret: secret)
  }
}
