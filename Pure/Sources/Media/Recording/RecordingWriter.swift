public import Vocabulary

/// Writes a call as it goes: two channels of G.711, the customer's side and the agents', each frame where the clock has it.
///
/// What is not there is silence of the same length: before a party joins, where frames are missing, while recording is
/// suspended. So a place in the audio is a time of the call, and nothing of it is ever moved or written again: what was made can
/// be sealed at once. The file is a WAV file of a length that is not known when it begins; `WAVHeader` says how players take it.
public struct RecordingWriter: Sendable {
  public static let channels = 2
  public static let frameBytes = AudioFrame.samples * channels
  /// 24 hours: a file stays far below what 32 bits can count.
  public static let framesMax = 24 * 3_600 * 1_000 / AudioFrame.milliseconds
  /// Of silence that one call fills in. The rest comes with the calls after it.
  public static let gapFramesMax = 50
  /// How far a host's timer may run ahead.
  private static let aheadFramesMax = 2

  public enum Outcome: Sendable, Hashable {
    case written
    /// The clock has not come so far: the frame is left out.
    case early
    /// There are `framesMax`: nothing more is written.
    case full
  }

  public let law: G711.Law
  public let start: Moment
  public private(set) var frames = 0
  /// Frames that were missing.
  public private(set) var gapFrames = 0
  public private(set) var isSuspended = false
  public private(set) var timeline: RecordingTimeline

  /// - Parameter start: the time of the first sample.
  public init(law: G711.Law, start: Moment) {
    self.law = law
    self.start = start
    timeline = RecordingTimeline(law: law, start: start)
  }

  /// What the file begins with.
  public var header: [UInt8] { WAVHeader(coding: .g711(law), channels: Self.channels).bytes }

  /// Appends a frame of each side, and silence for those that are missing before it.
  ///
  /// Nothing is allocated when `output` has room for `gapFramesMax` frames.
  /// - Parameters:
  ///   - customer: `AudioFrame.samples` of the customer and whoever else is outside, as played out.
  ///   - agent: the same of agents.
  ///   - now: the start and what has passed since by a clock that is never set, forward or back.
  public mutating func write(
    customer: Span<Int16>, agent: Span<Int16>, at now: Moment, into output: inout [UInt8]
  ) -> Outcome {
    let due = Int(clamping: (now.microseconds - start.microseconds) / Int64(AudioFrame.milliseconds * 1_000))
    guard frames < Self.framesMax else { return .full }
    guard frames < due + Self.aheadFramesMax else { return .early }
    // A frame that is a little late is not missing.
    let missing = min(max(0, due - frames - Self.aheadFramesMax), Self.gapFramesMax, Self.framesMax - frames - 1)
    gapFrames += missing
    for _ in 0..<missing { appendSilence(to: &output) }
    appendSilence(to: &output)
    if !isSuspended { fill(customer, agent, &output) }
    return .written
  }

  /// The offset of the next sample from the beginning, in samples of one channel.
  public var sample: Int { frames * AudioFrame.samples }

  /// From the next frame on there is silence, or sound again.
  public mutating func setSuspended(_ isSuspended: Bool) {
    guard isSuspended != self.isSuspended else { return }
    self.isSuspended = isSuspended
    note(isSuspended ? .suspended : .resumed)
  }

  /// Something has happened at this place of the recording.
  public mutating func note(_ kind: RecordingTimeline.Event.Kind, party: RecordingTimeline.Party? = nil) {
    timeline.append(RecordingTimeline.Event(kind, sample: sample, party: party))
  }

  /// The recording is over.
  public mutating func finish() -> RecordingTimeline {
    note(.ended)
    return timeline
  }
}

extension RecordingWriter {
  private mutating func appendSilence(to output: inout [UInt8]) {
    output.append(contentsOf: repeatElement(law.silence, count: Self.frameBytes))
    frames += 1
  }

  /// Puts sound in the place of the last frame.
  private func fill(_ customer: Span<Int16>, _ agent: Span<Int16>, _ output: inout [UInt8]) {
    let first = output.count - Self.frameBytes
    var octets = output.mutableSpan
    G711.encode(customer, law, to: &octets, at: first, every: Self.channels)
    G711.encode(agent, law, to: &octets, at: first + 1, every: Self.channels)
  }
}
