/// Makes samples of 8,000 a second and one channel of a WAV file, as its bytes come.
public struct WAVReader: Sendable {
  private enum State: Sendable {
    case header
    case audio(WAVHeader, Resampler)
    case failed
  }

  private var state = State.header
  /// What came and is not used yet: a part of the header, or the beginning of a frame.
  private var rest: [UInt8] = []
  private var samples: [Int16] = []
  private var dataBytesLeft = 0

  public init() {}

  /// Takes bytes of unknown origin, and appends what they make. After a problem nothing more is taken.
  public mutating func take(_ bytes: [UInt8], into output: inout [Int16]) throws(WAVHeader.Problem) {
    switch state {
    case .failed: break
    case .audio(let header, var resampler):
      // The state lets go of the resampler, so that its window is not copied.
      state = .failed
      decode(bytes, header, &resampler, &output)
      state = .audio(header, resampler)
    case .header:
      rest += bytes
      guard let (header, start) = try header(), var resampler = Resampler(rate: header.samplesPerSecond) else { return }
      let audio = Array(rest[start...])
      rest = []
      dataBytesLeft = header.dataBytes ?? .max
      decode(audio, header, &resampler, &output)
      state = .audio(header, resampler)
    }
  }

  /// Nil while it has not all come.
  private mutating func header() throws(WAVHeader.Problem) -> (WAVHeader, start: Int)? {
    do throws(WAVHeader.Problem) {
      return try WAVHeader.read(rest.span)
    } catch {
      if error == .truncated, rest.count < WAVHeader.bytesMax { return nil }
      state = .failed
      rest = []
      throw error
    }
  }

  /// The file is over: appends the rest.
  public mutating func finish(into output: inout [Int16]) throws(WAVHeader.Problem) {
    switch state {
    case .failed: break
    case .header: throw .truncated
    case .audio(_, var resampler):
      state = .failed
      resampler.finish(into: &output)
    }
  }

  private mutating func decode(_ bytes: [UInt8], _ header: WAVHeader, _ resampler: inout Resampler, _ output: inout [Int16]) {
    rest += bytes.prefix(dataBytesLeft)
    dataBytesLeft -= min(bytes.count, dataBytesLeft)
    let frames = rest.count / header.frameBytes
    samples.removeAll(keepingCapacity: true)
    for frame in 0..<frames {
      let start = frame * header.frameBytes
      let first = sample(at: start, header)
      let second = header.channels == 2 ? sample(at: start + header.sampleBytes, header) : first
      samples.append(Int16((Int32(first) + Int32(second)) >> 1))
    }
    rest.removeFirst(frames * header.frameBytes)
    resampler.take(samples.span, into: &output)
  }

  private func sample(at place: Int, _ header: WAVHeader) -> Int16 {
    switch header.coding {
    case .linear: Int16(bitPattern: UInt16(rest[place]) | UInt16(rest[place + 1]) << 8)
    case .g711(let law): G711.sample(of: rest[place], law)
    }
  }
}
