import CDatagrams
import Glibc

/// A UDP socket that does not wait.
public struct DatagramSocket: ~Copyable, Sendable {
  let descriptor: Int32
  public let port: UInt16

  /// - Parameters:
  ///   - host: an address in text of the machine, `0.0.0.0` or `::` for all.
  ///   - port: 0 picks one that is free.
  /// - Throws: DatagramProblem.
  public init(host: String, port: UInt16) throws(DatagramProblem) {
    descriptor = unsafe cdatagrams_open(host, port)
    guard descriptor >= 0 else { throw DatagramProblem(.cannotBind, number: errno) }
    self.port = cdatagrams_port(descriptor)
  }

  /// Asks for so much room for what has come and was not received yet.
  /// - Returns: the bytes that the kernel gives (net.core.rmem_max bounds it).
  public borrowing func makeRoom(bytes: Int) -> Int { Int(cdatagrams_room(descriptor, Int32(clamping: bytes))) }

  /// Another descriptor of the same socket, which whoever asks for it closes.
  /// - Throws: DatagramProblem.
  public borrowing func duplicate() throws(DatagramProblem) -> Int32 {
    let copy = fcntl(descriptor, F_DUPFD_CLOEXEC, 0)
    guard copy >= 0 else { throw DatagramProblem(.cannotWait, number: errno) }
    return copy
  }

  /// Fills a batch with what waits: with nothing where nothing does.
  public borrowing func receive(into batch: inout DatagramBatch) {
    batch.filled(unsafe Int(cdatagrams_receive(descriptor, batch.memory)))
  }

  /// Sends all of a batch, and empties it.
  /// - Returns: how many the kernel took; the others are lost, as on the way.
  @discardableResult
  public borrowing func send(_ batch: inout DatagramBatch) -> Int {
    defer { batch.removeAll() }
    return unsafe Int(cdatagrams_send(descriptor, batch.memory, UInt32(batch.count)))
  }

  deinit { close(descriptor) }
}

/// Why a socket is not to be had.
public struct DatagramProblem: Error, Sendable, CustomStringConvertible {
  public enum Code: Sendable {
    /// The address is none of this machine's, or the port is in use.
    case cannotBind
    /// The process has as many descriptors as it may, or the kernel no memory.
    case cannotWait
  }

  public let code: Code
  /// errno.
  public let number: Int32

  public var description: String { unsafe String(cString: strerror(number)) }

  init(_ code: Code, number: Int32) {
    self.code = code
    self.number = number
  }
}
