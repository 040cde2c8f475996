import Crypto
import SIP

/// The digests of digest authentication, by swift-crypto.
struct SwiftCryptoHashing: SIPHashing {
  /// Of this process alone: nonces of one that ended are stale.
  private let secret = SymmetricKey(size: .bits256)

  func md5(_ octets: [UInt8]) -> [UInt8] { Array(Insecure.MD5.hash(data: octets)) }
  func sha256(_ octets: [UInt8]) -> [UInt8] { Array(SHA256.hash(data: octets)) }

  func keyedDigest(_ octets: [UInt8]) -> [UInt8] {
    Array(HMAC<SHA256>.authenticationCode(for: octets, using: secret))
  }

  func areEqual(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    guard left.count == right.count else { return false }
    return zip(left, right).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
  }
}
