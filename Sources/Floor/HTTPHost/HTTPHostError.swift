/// Why a listener cannot be made or a WebSocket cannot be written to.
public struct HTTPHostError: Error, Equatable, CustomStringConvertible {
  public enum Code: String, Sendable {
    /// Plain HTTP was asked for on an address that other machines reach.
    case notLoopback
    /// The address or port cannot be bound: taken, not this machine's, or not allowed.
    case cannotBind
    /// The certificate chain or its key cannot be read, or they do not belong together.
    case invalidTLSIdentity
    /// The peer of a WebSocket is gone.
    case connectionClosed
  }

  public let code: Code
  public let reason: String

  init(_ code: Code, _ reason: String) {
    self.code = code
    self.reason = reason
  }

  public var description: String { "\(code.rawValue): \(reason)" }
}
