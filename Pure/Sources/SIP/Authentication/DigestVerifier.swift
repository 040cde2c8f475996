public import Vocabulary

/// Challenges peers and verifies their answers (RFC 7616 as RFC 8760 has it for SIP, RFC 2617 for old phones).
///
/// A nonce says when it was issued and to which host, under a keyed digest: none is remembered before somebody has proved a
/// password with it.
public struct DigestVerifier<Hashing: SIPHashing>: Sendable {
  public enum Verdict: Sendable, Hashable {
    case verified
    /// Nothing was proved or disproved: no credentials, or ones of a nonce whose time is over.
    case unproven(isStale: Bool)
    /// The credentials are wrong, or used before.
    case wrong
  }

  /// How long a nonce may be used.
  public static var nonceSecondsMax: Int64 { 300 }

  public let realm: String
  private let hashing: Hashing
  private var memory = NonceMemory()

  public init(realm: String, hashing: Hashing) {
    self.realm = realm
    self.hashing = hashing
  }

  // MARK: Challenging

  /// The values of a challenge's header, one for each algorithm, the preferred one first (RFC 8760 section 2.3).
  /// - Parameter isOld: for a phone that knows MD5 alone: some of those give up at any challenge of another algorithm.
  public func challenges(
    to host: String, allowsMD5: Bool, isOld: Bool, isStale: Bool, at now: Moment, entropy: inout some Entropy
  ) -> [String] {
    let nonce = nonce(to: host, at: now, salt: entropy.next()).sipText
    let algorithms = isOld && allowsMD5 ? [.md5] : DigestAlgorithm.allCases.filter { $0 != .md5 || allowsMD5 }
    return algorithms.map { algorithm in
      "Digest realm=\(realm.quotedForSIP), nonce=\"\(nonce)\", algorithm=\(algorithm.rawValue), qop=\"auth\""
        + (isStale ? ", stale=true" : "")
    }
  }

  private func nonce(to host: String, at now: Moment, salt: UInt64) -> [UInt8] {
    let stamp = [UInt64(bitPattern: now.microseconds), salt].flatMap { word in
      (0..<8).map { UInt8(truncatingIfNeeded: word >> UInt64(56 - 8 * $0)) }
    }
    let tag = hashing.keyedDigest(stamp + Array(realm.utf8) + [0] + Array(host.utf8)).prefix(16)
    return (stamp + tag).hexadecimal
  }

  /// When the nonce was issued; nil for one that is not ours, or was for another host.
  private func issued(_ nonce: ArraySlice<UInt8>, to host: String) -> Moment? {
    guard nonce.count == 64, let stamp = UInt64(nonce.prefix(16).sipText, radix: 16),
      let salt = UInt64(nonce.dropFirst(16).prefix(16).sipText, radix: 16)
    else { return nil }
    let issued = Moment(microseconds: Int64(bitPattern: stamp))
    return hashing.areEqual(self.nonce(to: host, at: issued, salt: salt), Array(nonce)) ? issued : nil
  }

  // MARK: Verifying

  /// The user that the credentials for this realm name; nil where there are none that can be read. Not proved.
  public func claimedUser(_ request: SIPRequest, in header: HeaderName = .authorization) -> [UInt8]? {
    credentials(request, header).map { Array($0.user) }
  }

  private func credentials(_ request: SIPRequest, _ header: HeaderName) -> DigestCredentials? {
    for value in request.message.values(of: header) {
      if let credentials = DigestCredentials(value), credentials.realm.elementsEqual(realm.utf8) { return credentials }
    }
    return nil
  }

  /// - Parameter secret: the claimed user's; nil for one who does not exist, which takes the same work and is as wrong.
  public mutating func verify(
    _ request: SIPRequest, in header: HeaderName = .authorization, secret: DigestSecret?, from host: String, at now: Moment
  ) -> Verdict {
    guard let credentials = credentials(request, header) else { return .unproven(isStale: false) }
    guard let issued = issued(credentials.nonce, to: host), issued <= now else { return .unproven(isStale: true) }
    let isRight = isRight(credentials, of: request, secret)
    guard issued > memory.staleUntil, now < issued.adding(seconds: Self.nonceSecondsMax) else {
      // Only who knows the password is told that the nonce alone is at fault (RFC 7616 section 3.3).
      return isRight ? .unproven(isStale: true) : .wrong
    }
    guard isRight else { return .wrong }
    return memory.take(Array(credentials.nonce), issued: issued, count: credentials.counted?.count) ? .verified : .wrong
  }

  private func isRight(_ credentials: DigestCredentials, of request: SIPRequest, _ secret: DigestSecret?) -> Bool {
    let known = secret?.value(credentials.algorithm)
    let expected = credentials.algorithm.response(
      secret: known ?? Self.nobody, method: request.method, uri: credentials.uri, nonce: credentials.nonce,
      extra: credentials.counted.map { ($0.text, $0.clientNonce) }, hashing)
    let isSame = hashing.areEqual(expected, credentials.response.map(\.lowercased))
    return isSame && known != nil && isMeant(credentials.uri, request.uri)
  }

  private static var nobody: [UInt8] { [UInt8](repeating: 0x30, count: 64) }

  /// What was signed is the request that came, or the same resource otherwise written.
  private func isMeant(_ signed: ArraySlice<UInt8>, _ uri: SIPURI) -> Bool {
    if signed.elementsEqual(uri.octets) { return true }
    guard let signed = try? SIPURI(signed, at: .header(.authorization)) else { return false }
    return signed.isEquivalent(to: uri)
  }
}
