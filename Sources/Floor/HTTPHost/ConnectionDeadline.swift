import NIOCore

/// One deadline at a time, on one event loop. Moving it later, as every request does, leaves the timer scheduled as it is; the
/// timer looks again when it fires.
final class ConnectionDeadline {
  private var eventLoop: (any EventLoop)?
  private var passed: (() -> Void)?
  private var deadline: NIODeadline?
  private var firesAt: NIODeadline?
  private var scheduled: Scheduled<Void>?

  /// `passed` runs once for each deadline that was neither moved nor stopped before its time.
  func start(on eventLoop: any EventLoop, passed: @escaping () -> Void) {
    self.eventLoop = eventLoop
    self.passed = passed
  }

  func set(after seconds: Double) { set(after: seconds, from: .now()) }

  func set(after seconds: Double, from start: NIODeadline) {
    let time = start + .nanoseconds(Int64(seconds * 1e9))
    deadline = time
    if let firesAt, firesAt <= time { return }
    schedule(at: time)
  }

  /// Lets go of `passed` too, which holds the handler.
  func stop() {
    scheduled?.cancel()
    scheduled = nil
    firesAt = nil
    deadline = nil
    passed = nil
    eventLoop = nil
  }

  private func schedule(at time: NIODeadline) {
    scheduled?.cancel()
    firesAt = time
    scheduled = eventLoop?.assumeIsolated().scheduleTask(deadline: time) { self.fire() }
  }

  private func fire() {
    scheduled = nil
    firesAt = nil
    guard let deadline else { return }
    guard deadline <= .now() else { return schedule(at: deadline) }
    self.deadline = nil
    passed?()
  }
}
