import CArgon2

/// Hashes sign-in passwords with argon2id (RFC 9106) at 19 MiB, two passes, one lane.
///
/// A hash costs some 50 ms of a core, so that at most two run at once: a flood of sign-ins waits, the rest of the keep does not.
actor PasswordHasher {
  private static let memoryKibibytes: UInt32 = 19 * 1024
  private static let passes: UInt32 = 2
  private static let hashBytes = 32
  private static let saltBytes = 16
  private static let concurrentMax = 2

  private var running = 0
  private var waiting: [CheckedContinuation<Void, Never>] = []

  /// - Returns: the PHC string, such as `$argon2id$v=19$m=19456,t=2,p=1$SALT$HASH`.
  func hash(_ password: String) async throws(PasswordProblem) -> String {
    await enter()
    defer { leave() }
    return try await Self.hashed(password)
  }

  /// Whether the password is the one that was hashed.
  func verify(_ password: String, phc: String) async -> Bool {
    await enter()
    defer { leave() }
    return await Self.verified(password, phc)
  }

  @concurrent
  private nonisolated static func verified(_ password: String, _ phc: String) async -> Bool { matches(password, phc: phc) }

  private func enter() async {
    if running < Self.concurrentMax {
      running += 1
      return
    }
    await withCheckedContinuation { waiting.append($0) }
  }

  private func leave() {
    if waiting.isEmpty { running -= 1 } else { waiting.removeFirst().resume() }
  }

  /// Off the actor, so that another hash may run meanwhile.
  @concurrent
  private nonisolated static func hashed(_ password: String) async throws(PasswordProblem) -> String { try phc(password) }

  nonisolated static func phc(_ password: String) throws(PasswordProblem) -> String {
    var generator = SystemRandomNumberGenerator()
    let salt = (0..<saltBytes).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    let secret = Array(password.utf8)
    var encoded = [CChar](repeating: 0, count: 256)
    let code = unsafe argon2id_hash_encoded(
      passes, memoryKibibytes, 1, secret, secret.count, salt, salt.count, hashBytes, &encoded, encoded.count)
    guard code == ARGON2_OK.rawValue else { throw PasswordProblem.hashingFailed(code: code) }
    return String(decoding: encoded.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// Whether the password is the one that was hashed; constant time in the password.
  nonisolated static func matches(_ password: String, phc: String) -> Bool {
    let secret = Array(password.utf8)
    return unsafe argon2id_verify(phc, secret, secret.count) == ARGON2_OK.rawValue
  }
}

enum PasswordProblem: Error, Sendable, Hashable {
  /// libargon2's code: memory could not be had, as a rule.
  case hashingFailed(code: Int32)
}
