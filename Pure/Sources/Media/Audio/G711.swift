/// The telephone's codec (ITU-T G.711): eight bits a sample, 8,000 samples a second.
public enum G711 {
  public static let samplesPerSecond = 8_000

  public enum Law: Sendable, CaseIterable {
    /// PCMU.
    case mu
    /// PCMA.
    case a

    /// The static payload type (RFC 3551 section 6).
    public var payloadType: UInt8 { self == .mu ? 0 : 8 }
    public var encodingName: String { self == .mu ? "PCMU" : "PCMA" }
    /// The octet of digital silence.
    public var silence: UInt8 { self == .mu ? 0xFF : 0xD5 }
  }
}
