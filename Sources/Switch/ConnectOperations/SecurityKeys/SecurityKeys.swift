import AWSWire
import CCustomerInputKey
import ConnectAPI
import ResourceStore
import Vocabulary

extension Kind {
  static let securityKey: Kind = "security-key"
}

extension ResourceKind where Document == AssociatedSecurityKey {
  static var securityKey: Self { ResourceKind(kind: .securityKey, arnWord: "security-key", noun: "security key") { _ in [] } }
}

/// A public key whose certificates customer input may be encrypted to. The name of its record is its PEM, which an instance has
/// once.
struct AssociatedSecurityKey: Shape {
  static let shapeName = "AssociatedSecurityKey"
  let pem: String

  init(pem: String) { self.pem = pem }
  init(json: JSON) throws(ShapeProblem) { pem = try String(json: json["Key"] ?? .null) }

  var json: JSON { ["Key": .string(pem)] }
}

enum SecurityKeys {
  /// Keys that an instance may have: the one in use, and the next.
  static let keysMax = 2

  static func pems(of instance: String, _ reader: any ResourceReader) throws -> [String] {
    try reader.page(.securityKey, in: instance, after: nil, limit: keysMax).map {
      try AssociatedSecurityKey(json: $0.document).pem
    }
  }

  /// - Throws: InvalidParameterException for what is no RSA public key of 2048 bits or more.
  static func check(_ pem: String) throws {
    let bytes = Array(pem.utf8)
    guard unsafe customer_input_key_bits(bytes, bytes.count) >= CustomerInputEncryption.keyBitsMin else {
      throw ConnectError(.invalidParameter, "Key: must be the PEM of an RSA public key of 2048 bits or more.")
    }
  }

  /// The size of a certificate's key; 0 for a certificate that the key has not signed, or that is not valid now.
  static func bits(of certificate: String, signedBy pem: String) -> Int {
    let (signed, signer) = (Array(certificate.utf8), Array(pem.utf8))
    return Int(unsafe customer_input_certificate_bits(signed, signed.count, signer, signer.count))
  }
}
