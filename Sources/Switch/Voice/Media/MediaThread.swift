import Datagrams
import Foundation
import Synchronization
import Vocabulary

/// The thread that carries all media. It is told by commands in a mailbox, which it empties once a tick, and tells by events.
final class MediaThread: Sendable {
  private struct Mailbox {
    var commands: [MediaCommand] = []
    /// The thread looks at nothing until the bell rings, or a packet comes.
    var isAsleep = false
  }

  private let mailbox = Mutex(Mailbox())
  private let bell: DatagramBell
  private let hasEnded = DispatchSemaphore(value: 0)

  /// - Parameter tell: called on the thread, with what happened in a tick.
  init(
    ports: [MediaPort], settings: MediaLoop.Settings, recording: any RecordingSink,
    tell: @escaping @Sendable ([MediaEvent]) -> Void
  ) throws(DatagramProblem) {
    let poll = try DatagramPoll()
    for (number, port) in ports.enumerated() { try poll.add(port.socket, number: UInt64(number)) }
    bell = poll.bell
    let held = Mutex<DatagramPoll?>(poll)
    let thread = Thread { [self] in
      guard let poll = held.withLock({ $0.take() }) else { return }
      MediaLoop(poll: poll, ports: ports, settings: settings, recording: recording, tell: tell).run(self)
      hasEnded.signal()
    }
    thread.name = "media"
    thread.start()
  }

  /// In their order. While there are streams the thread looks by itself, each tick.
  func send(_ commands: [MediaCommand]) {
    guard !commands.isEmpty else { return }
    let isAsleep = mailbox.withLock { mailbox in
      mailbox.commands += commands
      return mailbox.isAsleep
    }
    if isAsleep { bell.ring() }
  }

  /// For the thread itself.
  /// - Returns: false where there is something to take.
  func fallAsleep() -> Bool {
    mailbox.withLock { mailbox in
      mailbox.isAsleep = mailbox.commands.isEmpty
      return mailbox.isAsleep
    }
  }

  func takeAll() -> [MediaCommand] {
    mailbox.withLock { mailbox in
      defer { mailbox = Mailbox() }
      return mailbox.commands
    }
  }

  /// Returns when nothing more is sent.
  func stop() {
    send([.stop])
    hasEnded.wait()
  }
}

/// Time that passes evenly from when it was made on, whatever becomes of the system's clock.
struct MediaClock: Sendable {
  private let start: Moment
  private let zero: Int64

  init(start: Moment) {
    self.start = start
    zero = Self.nanoseconds
  }

  static var nanoseconds: Int64 {
    var time = timespec()
    unsafe clock_gettime(CLOCK_MONOTONIC, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }

  func moment(_ nanoseconds: Int64) -> Moment { Moment(microseconds: start.microseconds + (nanoseconds - zero) / 1_000) }

  static func sleep(until nanoseconds: Int64) {
    var time = timespec(tv_sec: Int(nanoseconds / 1_000_000_000), tv_nsec: Int(nanoseconds % 1_000_000_000))
    while unsafe clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &time, nil) == EINTR {}
  }
}
