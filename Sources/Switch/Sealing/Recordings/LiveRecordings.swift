import Media
import Synchronization
import Vocabulary
import Voice

/// Takes both sides of calls as they are spoken and hands them on to be sealed, half a second at a time.
///
/// It is called from media threads and never waits for a disk.
final class LiveRecordings: RecordingSink {
  enum Step: Sendable {
    case begin(contactID: String, header: [UInt8])
    case audio(contactID: String, [UInt8])
    case finish(contactID: String, RecordingTimeline)
  }

  /// Half a second of two channels: what a crash loses is what has not been handed on.
  private static let handedBytes = 8_000
  /// Steps that may wait for a disk that hangs: a minute of 500 calls. What comes after is not recorded.
  private static let stepsMax = 60_000

  private static let sampleMicroseconds = 1_000_000 / Int64(G711.samplesPerSecond)

  /// What was handed on and is not taken yet.
  private struct Waiting {
    var steps: [Step] = []
    /// Contacts whose first step is not done yet.
    var beginning: Set<String> = []
    /// Contacts whose recording is over since too much waited.
    var lost: Set<String> = []
    /// Nobody takes any more.
    var isOver = false

    /// - Returns: false when too much waits: the recording is over then, and that is told.
    mutating func append(_ step: Step, of contactID: String) -> Bool {
      guard !isOver else { return true }
      guard steps.count < LiveRecordings.stepsMax else {
        lost.insert(contactID)
        return false
      }
      steps.append(step)
      if case .begin = step { beginning.insert(contactID) }
      return true
    }
  }

  private struct Recording {
    var writer: RecordingWriter
    var bytes = LiveRecordings.room()

    /// - Returns: what is to be handed on, once it is as much as that.
    mutating func append(_ customer: Span<Int16>, _ agent: Span<Int16>, at position: Int) -> [UInt8]? {
      let time = Moment(microseconds: writer.start.microseconds + Int64(position) * LiveRecordings.sampleMicroseconds)
      _ = writer.write(customer: customer, agent: agent, at: time, into: &bytes)
      return bytes.count >= LiveRecordings.handedBytes ? take() : nil
    }

    mutating func take() -> [UInt8] {
      defer { bytes = LiveRecordings.room() }
      return bytes
    }
  }

  /// Rings when there is something to take; it is over when nothing more comes.
  let bell: AsyncStream<Void>
  private let ring: AsyncStream<Void>.Continuation
  private let waiting = Mutex(Waiting())
  private let recordings = Mutex<[String: Recording]>([:])
  private let now: @Sendable () -> Moment

  init(now: @escaping @Sendable () -> Moment) {
    self.now = now
    (bell, ring) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
  }

  func begin(contactID: String) {
    let writer = RecordingWriter(law: .mu, start: now())
    recordings.withLock { recordings in
      guard recordings[contactID] == nil, hand(.begin(contactID: contactID, header: writer.header), of: contactID) else { return }
      recordings[contactID] = Recording(writer: writer)
    }
  }

  func append(contactID: String, customer: Span<Int16>, agent: Span<Int16>, at position: Int) {
    recordings.withLock { recordings in
      guard let bytes = recordings[contactID]?.append(customer, agent, at: position) else { return }
      if !hand(.audio(contactID: contactID, bytes), of: contactID) { recordings[contactID] = nil }
    }
  }

  private func hand(_ step: Step, of contactID: String) -> Bool {
    let isTaken = waiting.withLock { $0.append(step, of: contactID) }
    if isTaken { ring.yield() }
    return isTaken
  }

  /// What was handed on, in its order.
  func takeSteps() -> [Step] {
    waiting.withLock { waiting in
      defer { waiting.steps = [] }
      return waiting.steps
    }
  }

  /// Whether a recording has begun that nobody seals yet.
  func isBeginning(_ contactID: String) -> Bool { waiting.withLock { $0.beginning.contains(contactID) } }

  /// It is sealed, or never will be.
  func begun(_ contactID: String) { waiting.withLock { _ = $0.beginning.remove(contactID) } }

  /// Contacts whose recording is over since the disk did not keep up, told once.
  func takeLost() -> Set<String> {
    waiting.withLock { waiting in
      defer { waiting.lost = [] }
      return waiting.lost
    }
  }

  func suspend(contactID: String, _ isSuspended: Bool) {
    recordings.withLock { $0[contactID]?.writer.setSuspended(isSuspended) }
  }

  func finish(contactID: String) {
    recordings.withLock { recordings in
      guard var recording = recordings.removeValue(forKey: contactID) else { return }
      guard hand(.audio(contactID: contactID, recording.take()), of: contactID) else { return }
      _ = hand(.finish(contactID: contactID, recording.writer.finish()), of: contactID)
    }
  }

  /// Nothing more comes.
  func stop() {
    waiting.withLock { $0.isOver = true }
    ring.finish()
  }

  private static func room() -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(handedBytes + RecordingWriter.frameBytes * (RecordingWriter.gapFramesMax + 1))
    return bytes
  }
}
