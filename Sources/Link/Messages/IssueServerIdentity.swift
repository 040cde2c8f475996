/// Switch to keep, before it listens: the certificate and private key of its TLS listener, for the name that the keep was told of
/// at its start. The switch has no say in it.
public struct IssueServerIdentity: LinkMessage {
  public static let name = "issue-server-identity"
  public static let layout = LinkLayout(IssueServerIdentity.init)
  public typealias Reply = ServerIdentity

  public init() {}
}

/// A certificate chain and its private key, both PEM.
public struct ServerIdentity: LinkStructure, Hashable {
  public static let layout = LinkLayout(
    ServerIdentity.init(certificateChainPEM:privateKeyPEM:), \.certificateChainPEM, \.privateKeyPEM)

  public let certificateChainPEM: [UInt8]
  public let privateKeyPEM: [UInt8]

  public init(certificateChainPEM: [UInt8], privateKeyPEM: [UInt8]) {
    self.certificateChainPEM = certificateChainPEM
    self.privateKeyPEM = privateKeyPEM
  }
}
