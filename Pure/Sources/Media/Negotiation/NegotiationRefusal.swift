/// Why an offer or answer leads to no media. What was agreed before stays as it is.
public struct NegotiationRefusal: Error, Sendable, Hashable {
  public enum Code: Sendable, CaseIterable {
    /// No audio stream, or none that is wanted.
    case noAudio
    /// Neither PCMU nor PCMA.
    case noCodec
    /// SRTP, which is not spoken here yet.
    case encrypted
    /// Neither RTP/AVP nor encrypted.
    case transport
    /// A host's name, a multicast address, none at all.
    case address
    /// An answer that does not fit its offer.
    case unfit
    /// An offer while another is not answered, an answer to no offer.
    case outOfTurn
  }

  public let code: Code
  /// The line of the description that it is about; 0 for the whole.
  public let line: Int
  public let message: String

  public init(_ code: Code, line: Int = 0, _ message: String) {
    self.code = code
    self.line = line
    self.message = message
  }

  /// The warn-code for a `488 Not Acceptable Here` (RFC 3261 section 20.43).
  public var warnCode: Int {
    switch code {
    case .noAudio: 304
    case .noCodec: 305
    case .encrypted, .transport: 302
    case .address: 301
    case .unfit, .outOfTurn: 399
    }
  }
}
