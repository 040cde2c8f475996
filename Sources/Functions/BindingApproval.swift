import Crypto
import Foundation
import Synchronization
import Vocabulary

/// Whether an officer has approved what answers for a function: contacts' data goes there.
package protocol BindingApproval: Sendable {
  func isApproved(_ digest: String, of arn: String) async -> Bool
}

extension FunctionBinding {
  /// SHA-256 over the binding and, of a program, what it holds: a program that is changed is another.
  /// - Throws: FunctionProblem for a program that is not there.
  func digest(programs: String) throws -> String {
    var hash = SHA256()
    hash.update(data: json.bytes)
    if case .program(let name) = target {
      let path = try Program.path(of: name, in: programs)
      guard let content = FileManager.default.contents(atPath: path) else {
        throw FunctionProblem("\(path) cannot be read.")
      }
      hash.update(data: content)
    }
    return hash.finalize().hexadecimal
  }
}
