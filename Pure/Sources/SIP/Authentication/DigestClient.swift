public import Vocabulary

/// Answers the challenges of a trunk with an account's password (RFC 8760 section 2.4).
public struct DigestClient<Hashing: SIPHashing>: Sendable {
  public let user: String
  private let password: String
  private let acceptsMD5: Bool
  private let hashing: Hashing
  /// The nonce that was used last and how often.
  private var lastNonce: [UInt8] = []
  private var count: UInt32 = 0

  public init(user: String, password: String, acceptsMD5: Bool, hashing: Hashing) {
    self.user = user
    self.password = password
    self.acceptsMD5 = acceptsMD5
    self.hashing = hashing
  }

  /// The header for the request sent anew, after a 401 or 407.
  /// - Returns: nil where no challenge can be answered, or the same one was and does not call the nonce stale: the password is
  ///   wrong, and asking again would lock the account.
  public mutating func answer(
    _ response: SIPResponse, method: SIPMethod, uri: SIPURI, entropy: inout some Entropy
  ) -> (header: HeaderName, value: String)? {
    let isProxy = response.status == 407
    let challenges = response.message.values(of: isProxy ? .proxyAuthenticate : .wwwAuthenticate)
    guard let challenge = challenges.lazy.compactMap(Challenge.init).first(where: { acceptsMD5 || $0.algorithm != .md5 })
    else { return nil }
    let isKnown = Array(challenge.nonce) == lastNonce
    guard !isKnown || challenge.isStale else { return nil }
    lastNonce = Array(challenge.nonce)
    count = isKnown ? count + 1 : 1
    let value = value(for: challenge, method, uri, clientNonce: entropy.uuid())
    return (isProxy ? .proxyAuthorization : .authorization, value)
  }

  private func value(for challenge: Challenge, _ method: SIPMethod, _ uri: SIPURI, clientNonce: String) -> String {
    let parts = [Array(user.utf8)[...], challenge.realm, Array(password.utf8)[...]]
    let secret = challenge.algorithm.hex(parts, hashing)
    let digits = String(count, radix: 16)
    let counter = String(repeating: "0", count: 8 - digits.count) + digits
    let extra = (count: Array(counter.utf8)[...], clientNonce: Array(clientNonce.utf8)[...])
    let response = challenge.algorithm.response(
      secret: secret, method: method, uri: uri.octets[...], nonce: challenge.nonce, extra: challenge.hasAuth ? extra : nil,
      hashing)
    var value = "Digest username=\(user.quotedForSIP), realm=\(challenge.realm.sipText.quotedForSIP)"
    value += ", nonce=\(challenge.nonce.sipText.quotedForSIP), uri=\(uri.text.quotedForSIP)"
    value += ", response=\"\(response.sipText)\", algorithm=\(challenge.algorithm.rawValue)"
    if let opaque = challenge.opaque { value += ", opaque=\(opaque.sipText.quotedForSIP)" }
    if challenge.hasAuth { value += ", qop=auth, nc=\(counter), cnonce=\"\(clientNonce)\"" }
    return value
  }

  private struct Challenge {
    let realm: ArraySlice<UInt8>
    let nonce: ArraySlice<UInt8>
    let opaque: ArraySlice<UInt8>?
    let algorithm: DigestAlgorithm
    let hasAuth: Bool
    let isStale: Bool

    /// Nil for another scheme or algorithm, or a protection that is not `auth`.
    init?(_ value: ArraySlice<UInt8>) {
      guard let digest = DigestValue(value), let realm = digest["realm"], let nonce = digest["nonce"],
        let algorithm = DigestAlgorithm(digest["algorithm"])
      else { return nil }
      self.realm = realm
      self.nonce = nonce
      self.algorithm = algorithm
      opaque = digest["opaque"]
      isStale = digest["stale"]?.isSame(ignoringCase: "true") ?? false
      guard let protections = digest["qop"] else {
        hasAuth = false
        return
      }
      hasAuth = true
      let named = protections.split(separator: Octet.comma).map { $0.filter { !$0.isBlank } }
      guard named.contains(where: { $0.isSame(ignoringCase: "auth") }) else { return nil }
    }
  }
}
