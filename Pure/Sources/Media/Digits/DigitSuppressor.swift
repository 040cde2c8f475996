/// Takes keys out of audio, from the very beginning of their tones: for agents, monitors and recordings while a caller enters
/// what is to stay secret.
///
/// A block of the detector is full of a tone a block and a half after it began at the latest, which is in the next frame: so
/// frames are held back by `lookBackFrames`, one to spare, and those in which a tone began are silence when they leave. A
/// suspicion is enough, so that some vowels go with the tones. Of a key that comes as RTP events nothing passes, nor of what is
/// held when it comes, since gateways let the beginning of a tone through before they know it for one.
///
/// What is still held when the suppressor goes is never heard.
public struct DigitSuppressor: Sendable {
  public static let lookBackFrames = 2

  private let lookBack: Int
  private var detector = ToneDetector()
  private var held: [Int16]
  private var isMuted: [Bool]
  /// Samples and frames taken so far.
  private var (samples, frames) = (0, 0)
  /// Up to which sample all is muted.
  private var mutedUntil = 0

  /// - Parameter lookBackFrames: fewer let the beginnings of tones through.
  public init(lookBackFrames: Int = Self.lookBackFrames) {
    lookBack = max(lookBackFrames, 0)
    held = Array(repeating: 0, count: (lookBack + 1) * AudioFrame.samples)
    isMuted = Array(repeating: true, count: lookBack + 1)
  }

  /// Takes a frame, and gives out the one that came `lookBackFrames` before, or silence.
  /// - Parameter frame: of `AudioFrame.samples`.
  /// - Returns: whether it is silence that is given out in the place of something.
  public mutating func pass(_ frame: inout MutableSpan<Int16>) -> Bool {
    let place = frames % isMuted.count
    isMuted[place] = samples < mutedUntil
    listen(frame)
    frames += 1
    let oldest = frames % isMuted.count
    let isSilent = isMuted[oldest]
    var all = held.mutableSpan
    for index in 0..<AudioFrame.samples {
      all[place * AudioFrame.samples + index] = frame[index]
      frame[index] = isSilent ? 0 : all[oldest * AudioFrame.samples + index]
    }
    return isSilent
  }

  private mutating func listen(_ frame: borrowing MutableSpan<Int16>) {
    let coefficients = ToneDetector.coefficients
    for index in 0..<AudioFrame.samples {
      samples += 1
      if let block = detector.take(frame[index], coefficients), block.isSuspicious { mute() }
    }
  }

  /// An RTP event has come: what is held and what comes next is silence.
  /// - Parameter playoutMilliseconds: how much later than events audio comes here, through a jitter buffer.
  public mutating func noteEvent(playoutMilliseconds: Int) {
    for place in isMuted.indices { isMuted[place] = true }
    let later = min(max(playoutMilliseconds, 0), 1_000) * G711.samplesPerSecond / 1_000
    mutedUntil = max(mutedUntil, samples + later + Self.lookBackFrames * AudioFrame.samples)
  }

  /// A block that ends here is suspicious: the tone began in the one before it at the earliest, and ends in the one after it.
  private mutating func mute() {
    let first = max(0, samples - 2 * ToneDetector.blockSamples) / AudioFrame.samples
    // The frame that is being taken has the number `frames`.
    for frame in max(first, frames - lookBack)...frames { isMuted[frame % isMuted.count] = true }
    mutedUntil = max(mutedUntil, samples + ToneDetector.blockSamples)
  }
}
