import Foundation
import Keep
import Link
import Vocabulary

/// The certificates of one data folder: the local authority, whose key is the keep's, and the leaf of the listeners.
struct Certificates: Sendable {
  let folder: DataFolder

  private var authorityKeyFile: String { "\(folder.keep)/ca.key" }

  func makeAuthority(at now: Moment) throws {
    let authority = try CertificateAuthority.make(at: now)
    try DataFolder.write(authority.certificatePEM, to: folder.authorityFile, mode: 0o644)
    try DataFolder.write(authority.privateKeyPEM, to: authorityKeyFile, mode: 0o600)
  }

  /// A leaf for these hosts: made anew at every start, so that it never runs out in use.
  func identity(for hosts: [String], at now: Moment) throws -> ServerIdentity {
    let authority = try CertificateAuthority(
      certificatePEM: String(decoding: try DataFolder.read(folder.authorityFile), as: UTF8.self),
      privateKeyPEM: String(decoding: try DataFolder.read(authorityKeyFile), as: UTF8.self))
    let leaf = try authority.issue(for: hosts, at: now)
    return ServerIdentity(certificateChainPEM: Array(leaf.certificatePEM.utf8), privateKeyPEM: Array(leaf.privateKeyPEM.utf8))
  }
}
