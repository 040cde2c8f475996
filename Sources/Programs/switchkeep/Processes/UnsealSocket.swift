import CProcesses
import Foundation
import Glibc
import Keep

/// Where `unseal` finds a sealed keep: a socket of whole messages in the keep's folder, for root and the keep's own user. It is
/// there while the keep is sealed, and no longer.
final class UnsealSocket: Sendable {
  static let name = "unseal"
  /// Attempts that may wait for those before them.
  private static let waitingMax = 4

  /// One message of `unseal`.
  struct Attempt: Sendable {
    /// The number of the user of the system who sends it.
    let user: UInt32
    let message: [UInt8]
    fileprivate let descriptor: Int32

    /// Answers it, which is its end.
    func answer(_ answer: UnsealAnswer) {
      let text = Array(answer.rawValue.utf8)
      _ = unsafe cprocesses_send(descriptor, text, text.count, -1)
      Glibc.close(descriptor)
    }
  }

  let attempts: AsyncStream<Attempt>
  private let folder: String
  private let descriptor: Int32

  init(folder: String) throws {
    let descriptor = unsafe cprocesses_listen(folder, Self.name)
    guard descriptor >= 0 else { throw ProgramProblem(.cannotWrite, message: "no socket can be made in \(folder)") }
    let (attempts, continuation) = AsyncStream<Attempt>.makeStream(bufferingPolicy: .bufferingOldest(Self.waitingMax))
    self.folder = folder
    self.descriptor = descriptor
    self.attempts = attempts
    // A thread, since it waits in the kernel.
    Thread.detachNewThread {
      while let attempt = Self.next(descriptor) {
        if case .enqueued = continuation.yield(attempt) { continue }
        attempt.answer(.busy)
      }
      Glibc.close(descriptor)
      continuation.finish()
    }
  }

  /// - Returns: nil once the socket is shut.
  private static func next(_ listener: Int32) -> Attempt? {
    while true {
      var user: UInt32 = 0
      let descriptor = unsafe cprocesses_accept(listener, &user)
      guard descriptor >= 0 else { return nil }
      var (bytes, handed) = ([UInt8](repeating: 0, count: UnsealKey.bytesMax + 1), Int32(-1))
      let isAllowed = user == 0 || user == geteuid()
      let count = isAllowed ? unsafe cprocesses_receive(descriptor, &bytes, bytes.count, &handed) : -1
      if handed >= 0 { Glibc.close(handed) }
      if count > 0 { return Attempt(user: user, message: Array(bytes.prefix(count)), descriptor: descriptor) }
      Glibc.close(descriptor)
    }
  }

  func close() {
    shutdown(descriptor, Int32(SHUT_RDWR))
    _ = unsafe unlink("\(folder)/\(Self.name)")
  }
}
