import Datagrams
import Foundation
import Synchronization
import Vocabulary

/// The thread that carries all media. It is told by commands in a mailbox, which it empties once a tick, and tells by events.
final class MediaThread: Sendable {
  private let mailbox = Mutex<[MediaCommand]>([])
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
      MediaLoop(poll: poll, ports: ports, settings: settings, recording: recording, tell: tell).run { self.takeAll() }
      hasEnded.signal()
    }
    thread.name = "media"
    thread.start()
  }

  /// In their order.
  func send(_ commands: [MediaCommand]) {
    guard !commands.isEmpty else { return }
    mailbox.withLock { $0 += commands }
    bell.ring()
  }

  private func takeAll() -> [MediaCommand] {
    mailbox.withLock { commands in
      defer { commands = [] }
      return commands
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
