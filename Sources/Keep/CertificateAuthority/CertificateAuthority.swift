import Crypto
import Foundation
import SwiftASN1
package import Vocabulary
import X509

/// A certificate authority of this installation alone: P-256, ten years, able to sign servers' certificates and no further
/// authority's. Clients trust its one certificate (`ca_bundle`) instead of each server's.
///
/// It reads and writes no file, and its description shows no key. Keys and serial numbers come from the system's generator.
package struct CertificateAuthority: Sendable, CustomStringConvertible, CustomReflectable {
  static let name = "Switchkeep local CA"
  static let validDays: Int64 = 3653

  package let certificatePEM: String
  package let privateKeyPEM: String
  let certificate: Certificate
  private let privateKey: Certificate.PrivateKey

  private init(_ certificate: Certificate, _ privateKey: P256.Signing.PrivateKey) throws(CertificateProblem) {
    self.certificate = certificate
    self.privateKey = Certificate.PrivateKey(privateKey)
    certificatePEM = try certificate.pem
    privateKeyPEM = privateKey.pemRepresentation + "\n"
  }

  /// A new authority, valid from a little before `now`.
  package static func make(at now: Moment) throws(CertificateProblem) -> CertificateAuthority {
    let key = P256.Signing.PrivateKey()
    let publicKey = Certificate.PublicKey(key.publicKey)
    do {
      let subject = try DistinguishedName { CommonName(name) }
      let certificate = try Certificate(
        version: .v3, serialNumber: .random, publicKey: publicKey,
        notValidBefore: Date(now, skewedBack: true), notValidAfter: Date(now.adding(seconds: validDays * 86_400)),
        issuer: subject, subject: subject, signatureAlgorithm: .ecdsaWithSHA256,
        extensions: try Certificate.Extensions {
          Critical(BasicConstraints.isCertificateAuthority(maxPathLength: 0))
          Critical(KeyUsage(keyCertSign: true))
          SubjectKeyIdentifier(hash: publicKey)
        },
        issuerPrivateKey: Certificate.PrivateKey(key))
      return try CertificateAuthority(certificate, key)
    } catch {
      throw CertificateProblem.notSigned
    }
  }

  /// An authority made earlier.
  ///
  /// - Throws: `notReadable`; `notAnAuthority` when the certificate may not sign others; `keyOfAnother`.
  package init(certificatePEM: String, privateKeyPEM: String) throws(CertificateProblem) {
    guard let certificate = try? Certificate(pemEncoded: certificatePEM),
      let key = try? P256.Signing.PrivateKey(pemRepresentation: privateKeyPEM)
    else { throw .notReadable }
    guard let constraints = try? certificate.extensions.basicConstraints, case .isCertificateAuthority = constraints else {
      throw .notAnAuthority
    }
    guard certificate.publicKey == Certificate.PublicKey(key.publicKey) else { throw .keyOfAnother }
    try self.init(certificate, key)
  }

  package var description: String { "CertificateAuthority" }
  package var customMirror: Mirror { Mirror(self, children: []) }
}

extension CertificateAuthority {
  /// A server's certificate with a new key: P-256, for TLS servers only, 397 days (what clients accept at most), never beyond
  /// the authority itself.
  ///
  /// - Parameter hosts: DNS names and IP addresses, mixed; `ServerNames` says which it adds.
  /// - Throws: `invalidHost`; `authorityExpired`.
  package func issue(for hosts: [String], at now: Moment) throws(CertificateProblem) -> ServerCertificate {
    let names = try ServerNames(hosts)
    let authorityEnd = Moment(certificate.notValidAfter)
    guard now < authorityEnd else { throw .authorityExpired }
    let key = P256.Signing.PrivateKey()
    let publicKey = Certificate.PublicKey(key.publicKey)
    let start = max(Moment(Date(now, skewedBack: true)), Moment(certificate.notValidBefore))
    let end = min(start.adding(seconds: ServerCertificate.validDaysMax * 86_400), authorityEnd)
    do {
      let leaf = try Certificate(
        version: .v3, serialNumber: .random, publicKey: publicKey,
        notValidBefore: Date(start), notValidAfter: Date(end),
        issuer: certificate.subject, subject: try DistinguishedName { CommonName(names.commonName) },
        signatureAlgorithm: .ecdsaWithSHA256,
        extensions: try Certificate.Extensions {
          Critical(BasicConstraints.notCertificateAuthority)
          Critical(KeyUsage(digitalSignature: true))
          try ExtendedKeyUsage([.serverAuth])
          SubjectAlternativeNames(names.generalNames)
          SubjectKeyIdentifier(hash: publicKey)
          AuthorityKeyIdentifier(keyIdentifier: SubjectKeyIdentifier(hash: certificate.publicKey).keyIdentifier)
        },
        issuerPrivateKey: privateKey)
      return ServerCertificate(certificatePEM: try leaf.pem, privateKeyPEM: key.pemRepresentation + "\n")
    } catch {
      throw CertificateProblem.notSigned
    }
  }
}

/// A server's certificate and its private key, PEM. Does not print its key.
package struct ServerCertificate: Sendable, CustomStringConvertible, CustomReflectable {
  static let validDaysMax: Int64 = 397

  package let certificatePEM: String
  package let privateKeyPEM: String

  package var description: String { "ServerCertificate" }
  package var customMirror: Mirror { Mirror(self, children: []) }
}
/// Why no certificate can be made or read.
package enum CertificateProblem: Error, Sendable, Equatable {
  case notReadable
  case notAnAuthority
  case keyOfAnother
  case authorityExpired
  /// Neither an IP address nor a DNS name.
  case invalidHost(String)
  case notSigned
}

extension Certificate {
  fileprivate var pem: String {
    get throws(CertificateProblem) {
      do { return try serializeAsPEM().pemString + "\n" } catch { throw .notSigned }
    }
  }
}

extension Certificate.SerialNumber {
  /// RFC 5280 4.1.2.2: positive and at most twenty octets; here sixteen, unguessable.
  fileprivate static var random: Certificate.SerialNumber {
    var bytes = (0..<16).map { _ in UInt8.random(in: 0...255) }
    bytes[0] = bytes[0] & 0x7F | 0x40
    return Certificate.SerialNumber(bytes: bytes)
  }
}

extension Date {
  /// Whole seconds, as certificates hold them; skewed back for clients whose clock is behind.
  fileprivate init(_ moment: Moment, skewedBack: Bool = false) {
    self.init(timeIntervalSince1970: Double(moment.wholeSeconds - (skewedBack ? 300 : 0)))
  }
}

extension Moment {
  fileprivate init(_ date: Date) { self.init(seconds: Int64(date.timeIntervalSince1970)) }
}
