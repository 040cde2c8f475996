import NIOCore
import NIOSSL

/// Where a listener listens, and how it is protected.
public enum Binding: Sendable {
  /// HTTP without TLS: loopback addresses only (`127.0.0.0/8`, `::1`, `localhost`). Port 0 picks a free one.
  case plain(host: String, port: Int)
  /// HTTPS: TLS 1.3, or 1.2 with forward secrecy and an AEAD cipher. Port 0 picks a free one.
  case tls(host: String, port: Int, identity: TLSIdentity)

  var host: String {
    switch self {
    case .plain(let host, _), .tls(let host, _, _): host
    }
  }

  var port: Int {
    switch self {
    case .plain(_, let port), .tls(_, let port, _): port
    }
  }

  var isTLS: Bool {
    if case .tls = self { true } else { false }
  }
}

/// A server's certificate chain, leaf first, and the leaf's private key, both PEM. Does not print its key.
public struct TLSIdentity: Sendable, CustomStringConvertible, CustomReflectable {
  let certificateChainPEM: [UInt8]
  let privateKeyPEM: [UInt8]

  public init(certificateChainPEM: [UInt8], privateKeyPEM: [UInt8]) {
    self.certificateChainPEM = certificateChainPEM
    self.privateKeyPEM = privateKeyPEM
  }

  public var description: String { "TLSIdentity" }
  public var customMirror: Mirror { Mirror(self, children: []) }
}

extension Binding {
  /// The numeric loopback address to bind, so that no later name look-up can lead elsewhere.
  func checkedPlainHost() throws(HTTPHostError) -> String {
    if host == "localhost" { return "127.0.0.1" }
    guard let address = try? SocketAddress(ipAddress: host, port: port), address.isLoopback else {
      throw HTTPHostError(.notLoopback, "plain HTTP listens on a loopback address only, not on \(host): use TLS there")
    }
    return host
  }

  func makeTLSContext() throws(HTTPHostError) -> NIOSSLContext? {
    guard case .tls(_, _, let identity) = self else { return nil }
    do {
      let chain = try NIOSSLCertificate.fromPEMBytes(identity.certificateChainPEM)
      let key = try NIOSSLPrivateKey(bytes: identity.privateKeyPEM, format: .pem)
      var configuration = TLSConfiguration.makeServerConfiguration(
        certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(key))
      configuration.minimumTLSVersion = .tlsv12
      configuration.cipherSuiteValues = Self.forwardSecretAEADs
      // How long a closing connection waits for the peer's close_notify; it has all our bytes by then.
      configuration.shutdownTimeout = .seconds(1)
      configuration.applicationProtocols = ["http/1.1"]
      return try NIOSSLContext(configuration: configuration)
    } catch {
      throw HTTPHostError(.invalidTLSIdentity, "the certificate chain and its key cannot be used together")
    }
  }

  /// TLS 1.2 suites; those of 1.3 are fixed by the library and are all of this kind (RFC 9325 4.2).
  private static let forwardSecretAEADs: [NIOTLSCipher] = [
    .TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, .TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
    .TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384, .TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
    .TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256, .TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256,
  ]
}

extension SocketAddress {
  fileprivate var isLoopback: Bool {
    guard let ipAddress else { return false }
    return ipAddress == "::1" || (self.protocol == .inet && ipAddress.hasPrefix("127."))
  }
}
