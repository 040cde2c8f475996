import Foundation
import GRDB
import SQLiteEngine
package import Vocabulary

/// The KMS key that content is sealed to where nobody chose another.
extension KeyService {
  package static let defaultAlias = "alias/switchkeep/default"

  /// The default key; made when there is none.
  /// - Parameter account: whose policies say who may use it, as its policy has it.
  /// - Throws: `sealed`.
  package func defaultKey(in account: String, at now: Moment) async throws -> KMSKey {
    for _ in 0..<2 {
      do { return try await key(Self.defaultAlias) } catch let problem as KeyServiceProblem where problem.code == .notFound {
        do {
          return try await createKey(
            description: "Content for which no other key was chosen", policy: Self.defaultPolicy(account).text,
            alias: Self.defaultAlias, at: now)
        } catch let problem as KeyServiceProblem where problem.code == .alreadyExists {
          // Somebody else has just made it.
          continue
        }
      }
    }
    return try await key(Self.defaultAlias)
  }

  /// The policy that KMS gives a key for which none was said: the account's own policies decide.
  static func defaultPolicy(_ account: String) -> JSON {
    [
      "Version": "2012-10-17", "Id": "key-default-1",
      "Statement": [
        [
          "Sid": "Enable IAM User Permissions", "Effect": "Allow",
          "Principal": ["AWS": .string("arn:aws:iam::\(account):root")], "Action": "kms:*", "Resource": "*",
        ]
      ],
    ]
  }
}
