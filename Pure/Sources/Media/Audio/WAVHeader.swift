/// What a WAV file says of its audio (RIFF, as Microsoft and IBM defined it in 1991, and RFC 2361).
public struct WAVHeader: Sendable, Hashable {
  public enum Coding: Sendable, Hashable {
    /// 16 bits with a sign, the lowest byte first.
    case linear
    case g711(G711.Law)
  }

  public let coding: Coding
  /// 1 or 2.
  public let channels: Int
  public let samplesPerSecond: Int
  /// Nil for as much as there is: of a stream whose length was not known when it began.
  public let dataBytes: Int?

  public enum Problem: Error, Sendable, Hashable {
    /// It ends before the audio begins, or that lies beyond `bytesMax`.
    case truncated
    /// No RIFF file of form WAVE.
    case notWAV
    /// Its parts contradict each other.
    case malformed
    /// Another coding, rate or number of channels than are known here.
    case unsupported
  }

  /// How far into a file its audio may begin.
  public static let bytesMax = 64 << 10
  static let unknownBytes: UInt32 = .max

  public init(coding: Coding, channels: Int, samplesPerSecond: Int = G711.samplesPerSecond, dataBytes: Int? = nil) {
    self.coding = coding
    self.channels = channels
    self.samplesPerSecond = samplesPerSecond
    self.dataBytes = dataBytes
  }

  var sampleBytes: Int { coding == .linear ? 2 : 1 }
  public var frameBytes: Int { sampleBytes * channels }

  /// Reads the beginning of a file of unknown origin.
  /// - Returns: the header, and where the audio begins.
  public static func read(_ file: Span<UInt8>) throws(Problem) -> (header: WAVHeader, start: Int) {
    guard file.count >= 12 else { throw .truncated }
    guard file.has("RIFF", at: 0), file.has("WAVE", at: 8) else { throw .notWAV }
    var format: WAVHeader?
    var place = 12
    while true {
      guard place + 8 <= min(file.count, bytesMax) else { throw .truncated }
      let bytes = Int(file.littleDoubleWord(at: place + 4))
      if file.has("data", at: place) {
        guard let format else { throw .malformed }
        let isKnown = bytes != 0 && bytes != Int(unknownBytes)
        let header = WAVHeader(
          coding: format.coding, channels: format.channels, samplesPerSecond: format.samplesPerSecond,
          dataBytes: isKnown ? bytes : nil)
        return (header, place + 8)
      }
      guard bytes <= min(file.count, bytesMax) - place - 8 else { throw .truncated }
      if file.has("fmt ", at: place) {
        guard format == nil else { throw .malformed }
        format = try read(file, place + 8..<place + 8 + bytes)
      }
      // Parts begin at even places.
      place += 8 + bytes + bytes % 2
    }
  }

  private static func read(_ file: Span<UInt8>, _ part: Range<Int>) throws(Problem) -> WAVHeader {
    guard part.count >= 16 else { throw .malformed }
    let start = part.lowerBound
    var tag = file.littleWord(at: start)
    if tag == 0xFFFE {
      guard part.count >= 40 else { throw .malformed }
      tag = file.littleWord(at: start + 24)
    }
    let (channels, rate) = (Int(file.littleWord(at: start + 2)), Int(file.littleDoubleWord(at: start + 4)))
    let coding: Coding? =
      switch (tag, file.littleWord(at: start + 14)) {
      case (1, 16): .linear
      case (6, 8): .g711(.a)
      case (7, 8): .g711(.mu)
      default: nil
      }
    guard let coding, (1...2).contains(channels), Resampler.rates.contains(rate) else { throw .unsupported }
    let header = WAVHeader(coding: coding, channels: channels, samplesPerSecond: rate)
    guard Int(file.littleWord(at: start + 12)) == header.frameBytes else { throw .malformed }
    return header
  }

  /// The bytes of a file before its audio.
  ///
  /// A length that is not known is written as the highest there is, and the count of its samples as nothing: so ffmpeg, Chromium,
  /// SoX and libsndfile play and seek it, and all but SoX tell its duration by the length of the file.
  public var bytes: [UInt8] {
    let isLinear = coding == .linear
    let tag: UInt16 = coding == .linear ? 1 : coding == .g711(.a) ? 6 : 7
    let data = dataBytes.flatMap(UInt32.init(exactly:)) ?? Self.unknownBytes
    let rest: UInt32 = isLinear ? 36 : 50
    let whole = data.addingReportingOverflow(rest &+ data % 2)
    var bytes = Array("RIFF".utf8) + little(whole.overflow ? Self.unknownBytes : whole.partialValue) + Array("WAVEfmt ".utf8)
    bytes += little(UInt32(isLinear ? 16 : 18)) + little(tag) + little(UInt16(channels)) + little(UInt32(samplesPerSecond))
    bytes += little(UInt32(samplesPerSecond * frameBytes)) + little(UInt16(frameBytes)) + little(UInt16(8 * sampleBytes))
    if !isLinear {
      let tally = dataBytes == nil ? 0 : data / UInt32(frameBytes)
      bytes += little(UInt16(0)) + Array("fact".utf8) + little(UInt32(4)) + little(tally)
    }
    return bytes + Array("data".utf8) + little(data)
  }
}

/// Least significant byte first.
private func little(_ value: some FixedWidthInteger) -> [UInt8] {
  (0..<value.bitWidth / 8).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
}

extension Span<UInt8> {
  fileprivate func littleWord(at place: Int) -> UInt16 { UInt16(self[place]) | UInt16(self[place + 1]) << 8 }
  fileprivate func littleDoubleWord(at place: Int) -> UInt32 {
    UInt32(littleWord(at: place)) | UInt32(littleWord(at: place + 2)) << 16
  }
  fileprivate func has(_ name: StaticString, at place: Int) -> Bool {
    var number: UInt32 = 0
    for scalar in name.description.unicodeScalars { number = number << 8 | scalar.value }
    return doubleWord(at: place) == number
  }
}
