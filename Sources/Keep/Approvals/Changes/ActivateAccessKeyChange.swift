import Link
import Vocabulary

/// The access key of one who reaches content, which was shut out and is to sign again.
struct ActivateAccessKeyChange: ApprovableChange {
  static let kind = "ActivateAccessKey"

  let accessKeyID: String
  let userName: String
  let arn: String
  /// What the user reaches, for who decides.
  let reach: String

  init(accessKeyID: String, user: IdentityRecord) {
    self.accessKeyID = accessKeyID
    userName = user.userName
    arn = user.arn
    reach = ContentReach.words(user.policies.map(\.document), within: user.boundary)
  }

  var summary: String { "the access key \(accessKeyID) of \(userName), which was shut out: \(reach)" }

  func benefits(_ caller: Caller, with tools: ChangeTools) async throws -> Bool { caller.arn == arn }

  func check(with tools: ChangeTools) async throws {
    guard try await tools.directory.user(ofAccessKey: accessKeyID) != nil else {
      throw ApprovalProblem(.decided, "the access key \(accessKeyID) is deleted meanwhile: deny this one")
    }
  }

  func apply(with tools: ChangeTools) async throws {
    _ = try await tools.directory.setAccessKey(accessKeyID, active: true, at: tools.now())
  }

  var json: JSON {
    ["accessKeyId": .string(accessKeyID), "userName": .string(userName), "arn": .string(arn), "reach": .string(reach)]
  }

  init?(json: JSON) {
    guard let id = json["accessKeyId"]?.string, let name = json["userName"]?.string, let arn = json["arn"]?.string,
      let reach = json["reach"]?.string
    else { return nil }
    (accessKeyID, userName, self.arn, self.reach) = (id, name, arn, reach)
  }
}
