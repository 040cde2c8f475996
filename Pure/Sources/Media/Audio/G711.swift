/// The telephone's codec (ITU-T G.711): eight bits a sample, 8,000 samples a second.
///
/// Samples are of 16 bits, as those of ITU-T G.191: the 14 bits of mu-law and the 13 of A-law stand at the top.
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

  /// - Parameter samples: at least as many as octets.
  public static func decode(_ octets: Span<UInt8>, _ law: Law, to samples: inout MutableSpan<Int16>) {
    let table = Self.samples(of: law).span
    for index in octets.indices { samples[index] = table[Int(octets[index])] }
  }

  /// - Parameters:
  ///   - octets: at least as many as samples, from a place on.
  ///   - place: where a packet's payload begins, for one that is written behind its header.
  public static func encode(_ samples: Span<Int16>, _ law: Law, to octets: inout MutableSpan<UInt8>, at place: Int = 0) {
    encode(samples, law, to: &octets, at: place, every: 1)
  }

  /// - Parameter step: from one octet to the next: the number of channels, where they take turns.
  static func encode(
    _ samples: Span<Int16>, _ law: Law, to octets: inout MutableSpan<UInt8>, at place: Int, every step: Int
  ) {
    let (table, shift) = law == .mu ? (muOctets, 2) : (aOctets, 4)
    let (entries, middle) = (table.span, table.count / 2)
    var target = place
    for index in samples.indices {
      octets[target] = entries[Int(samples[index]) >> shift + middle]
      target += step
    }
  }

  /// Writes octets of one law as those of the other.
  public static func transcode(_ octets: Span<UInt8>, from law: Law, to other: inout MutableSpan<UInt8>) {
    let table = (law == .mu ? muToA : aToMu).span
    for index in octets.indices { other[index] = table[Int(octets[index])] }
  }

  public static func sample(of octet: UInt8, _ law: Law) -> Int16 { samples(of: law)[Int(octet)] }
  public static func octet(of sample: Int16, _ law: Law) -> UInt8 {
    law == .mu ? muOctets[Int(sample >> 2) + 0x2000] : aOctets[Int(sample >> 4) + 0x800]
  }
}

extension G711 {
  /// By octet.
  static func samples(of law: Law) -> [Int16] { law == .mu ? muSamples : aSamples }

  private static let muSamples: [Int16] = (UInt8.min...UInt8.max).map(expandMu)
  private static let aSamples: [Int16] = (UInt8.min...UInt8.max).map(expandA)
  /// By the 14 bits that count.
  private static let muOctets: [UInt8] = (-0x2000...0x1FFF).map(compressMu)
  /// By the 12 bits that count.
  private static let aOctets: [UInt8] = (-0x800...0x7FF).map(compressA)
  private static let muToA: [UInt8] = muSamples.map { octet(of: $0, .a) }
  private static let aToMu: [UInt8] = aSamples.map { octet(of: $0, .mu) }

  /// Sign, three bits of segment, four of mantissa, all inverted.
  private static func expandMu(_ octet: UInt8) -> Int16 {
    let bits = Int(~octet)
    let magnitude = ((bits & 0xF) << 1 + 33) << (bits >> 4 & 7) - 33
    return Int16((bits & 0x80 == 0 ? magnitude : -magnitude) << 2)
  }

  private static func compressMu(_ value: Int) -> UInt8 {
    // A negative number is told by its ones' complement, as G.191 does.
    let biased = min((value < 0 ? ~value : value) + 33, 0x1FFF)
    let segment = biased.topBit - 5
    let bits = segment << 4 | biased >> (segment + 1) & 0xF
    return ~UInt8(value < 0 ? bits | 0x80 : bits)
  }

  /// Sign, three bits of segment, four of mantissa, every other one inverted.
  private static func expandA(_ octet: UInt8) -> Int16 {
    let bits = Int(octet ^ 0x55)
    let (segment, mantissa) = (bits >> 4 & 7, bits & 0xF)
    let magnitude = segment == 0 ? mantissa << 1 + 1 : (mantissa << 1 + 33) << (segment - 1)
    return Int16((bits & 0x80 == 0 ? -magnitude : magnitude) << 3)
  }

  private static func compressA(_ value: Int) -> UInt8 {
    let magnitude = value < 0 ? ~value : value
    let segment = max(magnitude.topBit - 3, 0)
    let bits = segment << 4 | magnitude >> max(segment - 1, 0) & 0xF
    return UInt8(value < 0 ? bits : bits | 0x80) ^ 0x55
  }
}

extension Int {
  /// Of a number that is not negative; -1 for none.
  fileprivate var topBit: Int { bitWidth - 1 - leadingZeroBitCount }
}
