import Foundation
import Keep
import SwiftASN1
import Testing
import Vocabulary
import X509

@Suite struct CertificateAuthorityTests {
  private static let now = Moment(seconds: 1_800_000_000)
  private static let day: Int64 = 86_400

  private static func later(days: Int64) -> Moment { now.adding(seconds: days * day) }

  @Test func anAuthorityMaySignServersOnly() throws {
    let authority = try CertificateAuthority.make(at: Self.now)
    let certificate = try Certificate(pemEncoded: authority.certificatePEM)
    #expect(try certificate.extensions.basicConstraints == .isCertificateAuthority(maxPathLength: 0))
    #expect(certificate.extensions[oid: .X509ExtensionID.basicConstraints]?.critical == true)
    #expect(try certificate.extensions.keyUsage == KeyUsage(keyCertSign: true))
    #expect(certificate.subject == certificate.issuer)
    #expect("\(certificate.subject)".contains("Switchkeep local CA"))
    #expect(certificate.publicKey.isValidSignature(certificate.signature, for: certificate))
    #expect(certificate.notValidAfter > Date(timeIntervalSince1970: Self.later(days: 3650).seconds))
  }

  @Test func aLeafIsForItsHostsAndTheLocalOnes() throws {
    let authority = try CertificateAuthority.make(at: Self.now)
    let issued = try authority.issue(for: ["Desk.Example", "192.0.2.7", "::", "localhost", "2001:db8::1"], at: Self.now)
    let leaf = try Certificate(pemEncoded: issued.certificatePEM)
    let names = try #require(try leaf.extensions.subjectAlternativeNames)
    #expect(
      Array(names) == [
        .dnsName("localhost"), .ipAddress(.init(contentBytes: [127, 0, 0, 1])),
        .ipAddress(.init(contentBytes: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1])), .dnsName("desk.example"),
        .ipAddress(.init(contentBytes: [192, 0, 2, 7])),
        .ipAddress(.init(contentBytes: [0x20, 1, 0x0D, 0xB8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1])),
      ])
    #expect(try leaf.extensions.basicConstraints == .notCertificateAuthority)
    #expect(try leaf.extensions.extendedKeyUsage == ExtendedKeyUsage([.serverAuth]))
    let authorityCertificate = try Certificate(pemEncoded: authority.certificatePEM)
    #expect(
      try leaf.extensions.authorityKeyIdentifier?.keyIdentifier
        == authorityCertificate.extensions.subjectKeyIdentifier?.keyIdentifier)
    #expect(leaf.notValidAfter.timeIntervalSince(leaf.notValidBefore) == 397 * 86_400)
    #expect(leaf.notValidBefore <= Date(timeIntervalSince1970: Self.now.seconds))
    let key = try Certificate.PrivateKey(pemEncoded: issued.privateKeyPEM)
    #expect(key.publicKey == leaf.publicKey)
    let other = try Certificate(pemEncoded: try authority.issue(for: [], at: Self.now).certificatePEM)
    #expect(leaf.serialNumber != other.serialNumber)
    #expect(leaf.serialNumber.bytes.count == 16)
  }

  @Test(arguments: [
    "", "a b", "-a.example", "a..example", "*.example", "1.2.3", "1.2.3.4.5", "a\u{0}.example", "é.example", "a:1",
  ])
  func whatIsNoHostIsRefused(host: String) throws {
    let authority = try CertificateAuthority.make(at: Self.now)
    #expect(throws: CertificateProblem.invalidHost(host)) { try authority.issue(for: [host], at: Self.now) }
  }

  @Test func anAuthorityIsReadBackAndPrintsNoKey() throws {
    let authority = try CertificateAuthority.make(at: Self.now)
    let again = try CertificateAuthority(certificatePEM: authority.certificatePEM, privateKeyPEM: authority.privateKeyPEM)
    let leaf = try again.issue(for: ["desk.example"], at: Self.now)
    let (issued, issuer) = (
      try Certificate(pemEncoded: leaf.certificatePEM), try Certificate(pemEncoded: authority.certificatePEM)
    )
    #expect(issuer.publicKey.isValidSignature(issued.signature, for: issued))
    var dumped = ""
    dump(again, to: &dumped)
    dump(leaf, to: &dumped)
    #expect(!("\(again) \(leaf)" + dumped).contains("PRIVATE"))
  }

  @Test func whatIsNoAuthorityIsRefused() throws {
    let authority = try CertificateAuthority.make(at: Self.now)
    let other = try CertificateAuthority.make(at: Self.now)
    let leaf = try authority.issue(for: [], at: Self.now)
    #expect(throws: CertificateProblem.keyOfAnother) {
      try CertificateAuthority(certificatePEM: authority.certificatePEM, privateKeyPEM: other.privateKeyPEM)
    }
    #expect(throws: CertificateProblem.notAnAuthority) {
      try CertificateAuthority(certificatePEM: leaf.certificatePEM, privateKeyPEM: leaf.privateKeyPEM)
    }
    #expect(throws: CertificateProblem.notReadable) {
      try CertificateAuthority(certificatePEM: authority.certificatePEM, privateKeyPEM: authority.certificatePEM)
    }
    #expect(throws: CertificateProblem.authorityExpired) { try authority.issue(for: [], at: Self.later(days: 3660)) }
  }

  @Test func aLeafDoesNotOutliveItsAuthority() throws {
    let authority = try CertificateAuthority.make(at: Self.now)
    let leaf = try Certificate(pemEncoded: authority.issue(for: [], at: Self.later(days: 3600)).certificatePEM)
    #expect(leaf.notValidAfter == (try Certificate(pemEncoded: authority.certificatePEM)).notValidAfter)
  }

  private static let opensslPath = "/usr/bin/openssl"

  @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: opensslPath), "openssl verify: /usr/bin/openssl is absent"))
  func opensslAcceptsTheChainStrictly() throws {
    let now = Moment(seconds: Int64(Date().timeIntervalSince1970))
    let authority = try CertificateAuthority.make(at: now)
    let leaf = try authority.issue(for: ["desk.example"], at: now)
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("authority-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let (root, server) = (folder.appendingPathComponent("ca.pem"), folder.appendingPathComponent("leaf.pem"))
    try authority.certificatePEM.write(to: root, atomically: true, encoding: .utf8)
    try leaf.certificatePEM.write(to: server, atomically: true, encoding: .utf8)
    func verify(_ check: String...) throws -> Int32 {
      let process = Process()
      process.executableURL = URL(fileURLWithPath: Self.opensslPath)
      process.arguments = ["verify", "-x509_strict", "-purpose", "sslserver", "-CAfile", root.path] + check + [server.path]
      process.standardOutput = FileHandle.nullDevice
      process.standardError = FileHandle.nullDevice
      try process.run()
      process.waitUntilExit()
      return process.terminationStatus
    }
    #expect(try verify("-verify_hostname", "desk.example") == 0)
    #expect(try verify("-verify_ip", "127.0.0.1") == 0)
    #expect(try verify("-verify_hostname", "other.example") != 0)
  }
}
