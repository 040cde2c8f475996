import CDatagrams
import Glibc

/// Waits for many sockets on one thread, which others can wake.
public struct DatagramPoll: ~Copyable, Sendable {
  private static let bellNumber = UInt64.max
  private static let readyMax = 256

  private let descriptor: Int32
  /// Rung from any thread.
  public let bell: DatagramBell
  private var ready = [UInt64](repeating: 0, count: Self.readyMax)

  public init() throws(DatagramProblem) {
    let (poll, bell) = (cdatagrams_poll_open(), cdatagrams_bell())
    self.descriptor = poll
    self.bell = DatagramBell(descriptor: bell)
    guard poll >= 0, bell >= 0, cdatagrams_poll_add(poll, bell, Self.bellNumber) == 0 else {
      throw DatagramProblem(.cannotWait, number: errno)
    }
  }

  /// - Parameter number: what `wait` tells of it; not UInt64.max.
  public func add(_ socket: borrowing DatagramSocket, number: UInt64) throws(DatagramProblem) {
    guard cdatagrams_poll_add(descriptor, socket.descriptor, number) == 0 else {
      throw DatagramProblem(.cannotWait, number: errno)
    }
  }

  public func remove(_ socket: borrowing DatagramSocket) { _ = cdatagrams_poll_remove(descriptor, socket.descriptor) }

  /// Waits until something has come, the bell was rung or the time is over, and tells each socket's number.
  public mutating func wait(nanoseconds: Int64, _ body: (UInt64) -> Void) {
    let count = unsafe Int(cdatagrams_wait(descriptor, nanoseconds, &ready, UInt32(Self.readyMax)))
    for index in 0..<count {
      if ready[index] == Self.bellNumber { bell.hush() } else { body(ready[index]) }
    }
  }

  deinit { close(descriptor) }
}

/// Wakes the thread that waits.
public final class DatagramBell: Sendable {
  private let descriptor: Int32

  init(descriptor: Int32) { self.descriptor = descriptor }

  public func ring() { cdatagrams_ring(descriptor) }
  func hush() { cdatagrams_hush(descriptor) }

  deinit { if descriptor >= 0 { close(descriptor) } }
}
