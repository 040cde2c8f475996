import Crypto
import Foundation

/// Answers a challenge by SHA-256 (RFC 8760).
enum Digest {
  static func authorization(_ challenge: SIPText, _ telephone: Orders.Telephone, method: String, uri: String) throws -> String {
    let values = challenge.headers.filter { $0.name == "WWW-Authenticate" }.map(\.value)
    guard let value = values.first(where: { $0.contains("SHA-256") }), let realm = SIPText.parameter("realm", of: value),
      let nonce = SIPText.parameter("nonce", of: value)
    else { throw Broken(description: "no challenge that is known: \(values)") }
    let secret = hash("\(telephone.user):\(realm):\(telephone.password)")
    let response = hash("\(secret):\(nonce):00000001:abcd:auth:\(hash("\(method):\(uri)"))")
    return "Authorization: Digest username=\"\(telephone.user)\", realm=\"\(realm)\", nonce=\"\(nonce)\", uri=\"\(uri)\", "
      + "algorithm=SHA-256, qop=auth, nc=00000001, cnonce=\"abcd\", response=\"\(response)\"\r\n"
  }

  private static func hash(_ text: String) -> String {
    SHA256.hash(data: Data(text.utf8)).map { String(format: "%02x", $0) }.joined()
  }
}
