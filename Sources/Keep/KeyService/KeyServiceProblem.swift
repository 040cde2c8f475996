/// Why the key service did not do what it was asked. It holds no secret.
package struct KeyServiceProblem: Error, Sendable, Hashable, CustomStringConvertible {
  package enum Code: String, Sendable {
    /// The keep has not been given its root secret.
    case sealed
    /// There is no root key yet, or there is one already.
    case notInitialised, alreadyInitialised
    /// The passphrase, credential, file or recovery key is not the one.
    case wrongSecret
    /// A secret that could not be read, or is too short or too long.
    case secretUnusable
    /// There is no such key, alias or pair.
    case notFound
    case alreadyExists
    case disabled
    case pendingDeletion
    case destroyed
    /// A policy or description over its bound, a waiting time outside 7 to 30 days.
    case invalid
    /// A key policy that KMS calls a MalformedPolicyDocument.
    case malformedPolicy
    /// The key's policy, or another, does not let it be used for this.
    case denied
    /// What is stored was changed by somebody else, or does not open.
    case damaged
    /// No memory for the root key, or for argon2id.
    case noMemory
  }

  package let code: Code
  package let message: String

  package init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }

  package var description: String { message }
}
