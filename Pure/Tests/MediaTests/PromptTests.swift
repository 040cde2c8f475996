import Media
import Testing
import Vocabulary

@Suite struct ResamplerTests {
  private func resampled(_ samples: [Int16], rate: Int, pieces: Int = 1_000) throws -> [Int16] {
    var resampler = try #require(Resampler(rate: rate))
    var output: [Int16] = []
    for piece in samples.pieces(of: pieces) { resampler.take(piece.span, into: &output) }
    resampler.finish(into: &output)
    return output
  }

  @Test(arguments: Resampler.rates) func `speech's band passes as it is`(rate: Int) throws {
    for frequency in [300.0, 1_000, 3_300] {
      let output = try resampled(sines(frequency, count: rate * 2 / 5, rate: rate), rate: rate)
      #expect(abs(output.count - 3_200) <= 1)
      let middle = output[500..<2_700]
      #expect(abs(amplitude(of: frequency, in: middle) - 8_000) < 60)
      // Nothing else is there, and nothing is late.
      let expected = sines(frequency, count: 3_200)
      let error = zip(middle, expected[500..<2_700]).map { Int16(clamping: Int($0) - Int($1)) }
      #expect(rootMeanSquare(error) < 60)
    }
  }

  @Test(arguments: [16_000, 22_050, 24_000, 32_000, 44_100, 48_000], [4_700.0, 5_500, 7_000])
  func `what lies above is gone, and does not fold back`(rate: Int, frequency: Double) throws {
    let output = try resampled(sines(frequency, count: rate * 2 / 5, rate: rate), rate: rate)
    #expect(rootMeanSquare(output[500..<2_700]) < 8_000 / 1_000)
  }

  @Test(arguments: [11_025, 44_100]) func `pieces of any size make the same`(rate: Int) throws {
    let sound = noise(amplitude: 10_000, count: 5_000, seed: 5)
    let whole = try resampled(sound, rate: rate, pieces: 5_000)
    for pieces in [1, 7, 441] { #expect(try resampled(sound, rate: rate, pieces: pieces) == whole) }
  }

  @Test func `other rates are refused`() {
    for rate in [0, -1, 7_999, 96_000, .max] { #expect(Resampler(rate: rate) == nil) }
  }
}

@Suite struct WAVTests {
  private func read(_ file: [UInt8], pieces: Int) throws(WAVHeader.Problem) -> [Int16] {
    var (reader, output) = (WAVReader(), [Int16]())
    for start in stride(from: 0, to: file.count, by: pieces) {
      try reader.take(Array(file[start..<min(start + pieces, file.count)]), into: &output)
    }
    try reader.finish(into: &output)
    return output
  }

  private func problem(_ file: [UInt8]) -> WAVHeader.Problem? {
    do {
      _ = try read(file, pieces: max(file.count, 1))
      return nil
    } catch { return error }
  }

  private func linear(_ samples: [Int16]) -> [UInt8] {
    samples.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8)] }
  }

  @Test(arguments: [1, 3, 44, 100_000]) func `a linear file is read in pieces of any size`(pieces: Int) throws {
    let sound = sines(440, count: 1_000)
    let header = WAVHeader(coding: .linear, channels: 1, dataBytes: 2_000)
    #expect(header.bytes.count == 44)
    #expect(try read(header.bytes + linear(sound) + Array("LIST".utf8), pieces: pieces) == sound)
  }

  @Test func `both channels are heard`() throws {
    let header = WAVHeader(coding: .linear, channels: 2, dataBytes: 8)
    #expect(try read(header.bytes + linear([100, 300, .min, .min]), pieces: 3) == [200, .min])
    let coded = WAVHeader(coding: .g711(.a), channels: 2, dataBytes: nil)
    #expect(try read(coded.bytes + [0xD5, 0xD5, 0x55], pieces: 5) == [8])
  }

  @Test(arguments: [WAVHeader.Coding.linear, .g711(.mu), .g711(.a)], [nil, 1_000] as [Int?])
  func `what is written is read again`(coding: WAVHeader.Coding, bytes: Int?) throws {
    let header = WAVHeader(coding: coding, channels: 2, samplesPerSecond: 16_000, dataBytes: bytes)
    let (read, start) = try WAVHeader.read(header.bytes.span)
    #expect(read == header)
    #expect(start == header.bytes.count)
  }

  @Test func `an extensible format is what it extends`() throws {
    var fmt = WAVHeader(coding: .linear, channels: 1).bytes[20..<36].map { $0 }
    fmt[0...1] = [0xFE, 0xFF]
    fmt += [22, 0, 16, 0, 4, 0, 0, 0] + [1, 0, 0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xAA, 0, 0x38, 0x9B, 0x71]
    let file = Array("RIFF\0\0\0\0WAVEfmt (\0\0\0".utf8) + fmt + Array("data\u{2}\0\0\0".utf8) + [5, 0]
    #expect(try read(file, pieces: 100) == [5])
  }

  @Test func `parts before the audio are passed over`() throws {
    let header = WAVHeader(coding: .linear, channels: 1, dataBytes: 2).bytes
    let file = Array(header[..<12]) + Array("LIST\u{3}\0\0\0abc\0".utf8) + header[12...] + [7, 0]
    #expect(try read(file, pieces: 100) == [7])
  }

  @Test func `what is no WAV file of ours is refused`() {
    let good = WAVHeader(coding: .linear, channels: 1, dataBytes: 2).bytes + [7, 0]
    #expect(problem(good) == nil)
    for count in 0..<44 { #expect(problem(Array(good[..<count])) == .truncated) }
    func changed(_ place: Int, _ bytes: [UInt8]) -> WAVHeader.Problem? {
      problem(Array(good[..<place]) + bytes + good[(place + bytes.count)...])
    }
    #expect(changed(0, Array("RIFX".utf8)) == .notWAV)
    #expect(changed(8, Array("AVI ".utf8)) == .notWAV)
    #expect(changed(20, [2]) == .unsupported)
    #expect(changed(22, [3]) == .unsupported)
    #expect(changed(22, [0]) == .unsupported)
    #expect(changed(24, [1]) == .unsupported)
    #expect(changed(34, [24]) == .unsupported)
    #expect(changed(32, [4]) == .malformed)
    #expect(changed(16, [8]) == .malformed)
    #expect(changed(16, [0xFF, 0xFF, 0xFF, 0xFF]) == .truncated)
    #expect(changed(36, Array("fmt ".utf8)) == .malformed)
    #expect(changed(12, Array("junk".utf8)) == .malformed)
  }

  @Test func `a header that does not end is given up`() {
    let file =
      Array("RIFF\0\0\0\0WAVE".utf8)
      + Array(repeating: Array("junk\u{8}\0\0\0".utf8) + [UInt8](repeating: 0, count: 8), count: 5_000).joined()
    #expect(problem(file) == .truncated)
  }
}
