import Crypto
import Foundation

/// What opens a sealed keep, as `unseal` hands it over: the root secret, or the recovery key as it was written down.
package enum UnsealKey: Sendable {
  case secret(RootSecret)
  case recovery(RecoveryKey)

  /// Of a message: a letter, and the key.
  package static let bytesMax = 1 + RootSecret.bytesMax

  /// - Throws: `secretUnusable`.
  package init(message: [UInt8]) throws(KeyServiceProblem) {
    let key = try RootSecret(Array(message.dropFirst()))
    switch message.first {
    case UInt8(ascii: "S"): self = .secret(key)
    case UInt8(ascii: "R"): self = .recovery(try RecoveryKey(written: key))
    default: throw KeyServiceProblem(.secretUnusable, "this is no message of `unseal`")
    }
  }

  package var message: [UInt8] {
    switch self {
    case .secret(let secret): [UInt8(ascii: "S")] + (unsafe secret.bytes.withUnsafeBytes { unsafe Array($0) })
    case .recovery(let key): [UInt8(ascii: "R")] + Array(key.text.utf8)
    }
  }

  /// As the audit event says it.
  package var kind: String {
    switch self {
    case .secret: "secret"
    case .recovery: "recovery-key"
    }
  }
}

/// What a sealed keep says to it.
package enum UnsealAnswer: String, Sendable {
  case opened, wrong, unusable, busy, failed
}

extension KeyService {
  /// - Throws: `wrongSecret`, `notInitialised`.
  package func unlock(with key: UnsealKey) async throws {
    switch key {
    case .secret(let secret): try await unlock(with: secret)
    case .recovery(let recovery): try await unlock(with: recovery)
    }
  }
}

extension RecoveryKey {
  /// - Throws: `secretUnusable`.
  package init(written text: RootSecret) throws(KeyServiceProblem) {
    try self.init(text: unsafe text.bytes.withUnsafeBytes { unsafe String(decoding: $0, as: UTF8.self) })
  }
}
