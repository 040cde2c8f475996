public import Vocabulary

/// Turns packets that come unevenly into frames at an even pace.
///
/// Samples lie in a ring by their timestamps, so that packets of any length, in any order, find their place. The host asks for a
/// frame each 20 ms by its own clock. The delay follows how unevenly packets come; it changes by a frame that is left out or put
/// in where it is quiet, which also keeps pace with a sender whose clock runs at another speed.
public struct JitterBuffer: Sendable {
  /// What became of a packet.
  public enum Arrival: Sendable, Hashable {
    case taken
    /// Its time has passed.
    case late
    case duplicate
    /// Its timestamp is far from the others: the stream begins anew if the next one follows it.
    case jumped
    /// Empty, or longer than `packetSamplesMax`.
    case unfit
  }

  public enum Playout: Sendable, Hashable {
    /// All of it was heard.
    case heard
    /// Some of it was lost, and is filled in.
    case concealed
    /// It is put in to hold back what follows.
    case inserted
    /// The stream has not begun, or its first packet still waits.
    case silent
  }

  /// What happened so far.
  public struct Tally: Sendable, Hashable {
    public var taken = 0
    public var late = 0
    public var duplicate = 0
    public var jumped = 0
    public var concealedSamples = 0
    public var insertedFrames = 0
    public var droppedFrames = 0
    public var restarts = 0
  }

  /// 120 ms.
  public static let packetSamplesMax = 960
  /// Half a second, and a power of two. All calls' rings together are what the processor's caches have to hold.
  private static let capacity = 4_096
  /// How late a packet may be that still tells of the same time.
  private static let lateSamplesMax: Int64 = 8_000
  /// No octet of G.711 has this value.
  private static let absent = Int16.min
  /// So many packets in a row do not come late: they tell of another time.
  private static let lateInRowMax = 5
  /// How far the delay may be above what it shall be, in samples, where it is quiet and where it is not. It takes more than a
  /// frame, so that one that is left out is not put in again.
  private static let (surplusMax, surplusLoudMax) = (240, 640)
  /// The same of how far it may be below.
  private static let (deficitMax, deficitLoudMax) = (0, 80)

  public private(set) var tally = Tally()
  private var ring = [Int16](repeating: absent, count: capacity)
  private var delay: PlayoutDelay
  private var concealment = Concealment()
  private var loudness = Loudness()
  /// The position of the next sample that is given out.
  private var playing: Int64 = 0
  private var hasBegun = false
  /// A timestamp and its position.
  private var (lastTimestamp, lastPosition) = (UInt32(0), Int64(0))
  private var afterJump: UInt32?
  private var lateInRow = 0

  /// - Parameter delayMilliseconds: the bounds of the delay, within 10 to 300.
  public init(delayMilliseconds: ClosedRange<Int> = 20...240) {
    let bounds = delayMilliseconds.clamped(to: 10...300)
    delay = PlayoutDelay(bounds: bounds.lowerBound * 8...bounds.upperBound * 8)
  }

  /// How long packets shall wait.
  public var targetMilliseconds: Int { delay.target / 8 }

  /// Takes a packet's payload.
  /// - Parameter isNewStream: nothing of what came before goes on.
  public mutating func put(
    _ payload: Span<UInt8>, _ law: G711.Law, timestamp: UInt32, isNewStream: Bool = false, at now: Moment
  ) -> Arrival {
    guard (1...Self.packetSamplesMax).contains(payload.count) else { return .unfit }
    if isNewStream || !hasBegun { begin(timestamp, at: now.samples) }
    let position = lastPosition + Int64(Int32(bitPattern: timestamp &- lastTimestamp))
    let ahead = position - playing
    guard ahead > -Self.lateSamplesMax, ahead < Int64(Self.capacity - Self.packetSamplesMax) else {
      return jump(payload, law, timestamp, now)
    }
    afterJump = nil
    delay.take(transit: now.samples - position, at: now.samples)
    let skipped = Int(max(0, -ahead))
    guard skipped < payload.count else { return late(payload, law, timestamp, now) }
    lateInRow = 0
    (lastTimestamp, lastPosition) = (timestamp, position)
    guard ring[Self.place(position + Int64(skipped))] == Self.absent else {
      tally.duplicate += 1
      return .duplicate
    }
    tally.taken += 1
    write(payload, law, position, from: skipped)
    return .taken
  }

  /// Gives out the next frame. It is called each 20 ms.
  /// - Parameter frame: of `AudioFrame.samples`.
  public mutating func play(to frame: inout MutableSpan<Int16>, at now: Moment) -> Playout {
    guard hasBegun else {
      frame.update(repeating: 0)
      return .silent
    }
    let surplus = Int(now.samples - delay.floor - playing) - delay.target
    if -surplus > (loudness.isQuiet ? Self.deficitMax : Self.deficitLoudMax), concealment.hasHeard {
      tally.insertedFrames += 1
      concealment.fill(&frame, 0..<AudioFrame.samples)
      return .inserted
    }
    guard surplus > (loudness.isQuiet ? Self.surplusMax : Self.surplusLoudMax) else { return playNext(to: &frame) }
    tally.droppedFrames += 1
    // As many as a frame has samples.
    var leftOut = InlineArray<160, Int16>(repeating: 0)
    var missed = leftOut.mutableSpan
    let isWhole = read(to: &missed) == 0
    let playout = playNext(to: &frame)
    if isWhole { Self.blend(leftOut.span, to: &frame) }
    return playout
  }
}

extension JitterBuffer {
  private static func place(_ position: Int64) -> Int { Int(truncatingIfNeeded: position) & (capacity - 1) }

  /// The stream begins, or begins anew, with this timestamp: it is played after the delay.
  private mutating func begin(_ timestamp: UInt32, at now: Int64) {
    if hasBegun {
      tally.restarts += 1
      var all = ring.mutableSpan
      all.update(repeating: Self.absent)
    }
    hasBegun = true
    (lastTimestamp, lastPosition) = (timestamp, playing + Int64(delay.target))
    (afterJump, lateInRow) = (nil, 0)
    delay.restart(transit: now - lastPosition, at: now)
  }

  private mutating func jump(_ payload: Span<UInt8>, _ law: G711.Law, _ timestamp: UInt32, _ now: Moment) -> Arrival {
    guard afterJump == timestamp else {
      tally.jumped += 1
      afterJump = timestamp &+ UInt32(payload.count)
      return .jumped
    }
    begin(timestamp, at: now.samples)
    return put(payload, law, timestamp: timestamp, at: now)
  }

  private mutating func late(_ payload: Span<UInt8>, _ law: G711.Law, _ timestamp: UInt32, _ now: Moment) -> Arrival {
    tally.late += 1
    lateInRow += 1
    guard lateInRow >= Self.lateInRowMax else { return .late }
    begin(timestamp, at: now.samples)
    return put(payload, law, timestamp: timestamp, at: now)
  }

  private mutating func write(_ payload: Span<UInt8>, _ law: G711.Law, _ position: Int64, from skipped: Int) {
    let samples = G711.samples(of: law)
    let table = samples.span
    var all = ring.mutableSpan
    for index in skipped..<payload.count { all[Self.place(position + Int64(index))] = table[Int(payload[index])] }
  }

  /// Takes a frame out of the ring.
  /// - Returns: how many of its samples are absent.
  private mutating func read(to frame: inout MutableSpan<Int16>) -> Int {
    let start = Self.place(playing)
    playing += Int64(AudioFrame.samples)
    var missing = 0
    var all = ring.mutableSpan
    for index in 0..<AudioFrame.samples {
      let place = (start + index) & (Self.capacity - 1)
      let sample = all[place]
      if sample == Self.absent { missing += 1 }
      frame[index] = sample
      all[place] = Self.absent
    }
    return missing
  }

  private mutating func playNext(to frame: inout MutableSpan<Int16>) -> Playout {
    let missing = read(to: &frame)
    guard missing > 0 else {
      concealment.hear(&frame, 0..<AudioFrame.samples)
      loudness.take(frame)
      return .heard
    }
    guard concealment.hasHeard || missing < AudioFrame.samples else {
      frame.update(repeating: 0)
      return .silent
    }
    tally.concealedSamples += missing
    var start = 0
    while start < AudioFrame.samples {
      let isAbsent = frame[start] == Self.absent
      var end = start + 1
      while end < AudioFrame.samples, (frame[end] == Self.absent) == isAbsent { end += 1 }
      if isAbsent { concealment.fill(&frame, start..<end) } else { concealment.hear(&frame, start..<end) }
      start = end
    }
    loudness.take(frame)
    return .concealed
  }

  /// Begins the frame with the one that was left out before it, so that there is no step.
  private static func blend(_ leftOut: Span<Int16>, to frame: inout MutableSpan<Int16>) {
    let blended = 32
    for index in 0..<blended {
      let (old, new) = (Int32(leftOut[index]), Int32(frame[index]))
      frame[index] = Int16(clamping: old + (new - old) * Int32(index + 1) / Int32(blended + 1))
    }
  }
}

/// Where a voice pauses.
private struct Loudness: Sendable {
  /// Of samples, at least, for a frame that is not quiet.
  private static let quietMax: Int32 = 48

  private var frame: Int32 = 0
  /// Of the last seconds, in 1/64.
  private var usual: Int32 = 0

  /// Whether the last frame was far below what is usual.
  var isQuiet: Bool { frame < max(Self.quietMax, usual >> 9) }

  mutating func take(_ samples: borrowing MutableSpan<Int16>) {
    var sum: Int32 = 0
    for index in samples.indices { sum += Int32(samples[index].magnitude) }
    frame = sum / Int32(samples.count)
    usual += frame - usual >> 6
  }
}
