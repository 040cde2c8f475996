import Crypto
import Vocabulary

/// The password of a telephone: made here, told once, and kept by nobody but the telephone.
struct DevicePassword: Sendable {
  let text: String

  /// 26 letters and digits that look like nothing else: 130 bits.
  static func make() -> DevicePassword {
    DevicePassword(text: random(26))
  }

  /// A name for a device of somebody's, unlike every other.
  static func deviceName(for username: String) -> String {
    let plain = username.lowercased().filter { $0.isASCII && ($0.isLetter || $0.isNumber) }
    return "\(plain.isEmpty ? "device" : String(plain.prefix(20)))-\(random(6))"
  }

  /// HA1 of RFC 7616 3.4.2: the digest of name, realm and password.
  func ha1SHA256(_ user: String, _ realm: String) -> [UInt8] {
    Array(SHA256.hash(data: Array("\(user):\(realm):\(text)".utf8)))
  }

  /// The same for a telephone that knows MD5 alone; it is as weak as that.
  func ha1MD5(_ user: String, _ realm: String) -> [UInt8] {
    Array(Insecure.MD5.hash(data: Array("\(user):\(realm):\(text)".utf8)))
  }

  private static let letters = Array("abcdefghijkmnpqrstuvwxyz23456789")

  private static func random(_ count: Int) -> String {
    var generator = SystemRandomNumberGenerator()
    return String((0..<count).map { _ in letters[Int.random(in: letters.indices, using: &generator)] })
  }
}
