import CProcesses
import Foundation
import Glibc
import Keep
import LinkSocket
import Logging

/// A process's end of the control socket: sockets of the Link come from it, and the supervisor is told what listens.
struct ControlChannel: ProcessControl {
  /// The ends of the Link, each taking the place of the one before; it ends with the supervisor.
  let descriptors: AsyncStream<Int32>

  var needsOther: Bool { true }

  init() {
    let (descriptors, continuation) = AsyncStream<Int32>.makeStream()
    self.descriptors = descriptors
    // A thread, since it waits in the kernel.
    Thread.detachNewThread {
      while let descriptor = Self.receive() { continuation.yield(descriptor) }
      continuation.finish()
    }
  }

  private static func receive() -> Int32? {
    while true {
      var (bytes, descriptor) = ([UInt8](repeating: 0, count: 16), Int32(-1))
      guard unsafe cprocesses_receive(InheritedDescriptor.control, &bytes, bytes.count, &descriptor) > 0 else { return nil }
      if descriptor >= 0 { return descriptor }
    }
  }

  func report(_ message: ControlMessage) {
    let text = Array(message.text.utf8)
    _ = unsafe cprocesses_send(InheritedDescriptor.control, text, text.count, -1)
  }

  /// Lets the supervisor have the secret, for when this process is started anew.
  func hand(_ secret: RootSecret) {
    guard let pipe = secret.pipe() else { return }
    _ = unsafe cprocesses_send(InheritedDescriptor.control, [UInt8(ascii: "S")], 1, pipe)
    close(pipe)
  }

  /// Attaches what comes to the Link. When the supervisor is gone, this process ends as if it were told to.
  func serve(_ link: SocketLink, logger: Logger) async {
    for await descriptor in descriptors {
      do { try await link.attach(descriptor: descriptor) } catch {
        logger.error("the Link cannot be taken up", metadata: ["error": "\(type(of: error))"])
      }
    }
    if !Task.isCancelled { kill(getpid(), SIGTERM) }
  }
}

extension RootSecret {
  /// The end of a pipe that it can be read from, once; nil where there is none to be had.
  func pipe() -> Int32? {
    var ends: [Int32] = [0, 0]
    guard unsafe cprocesses_pipe(&ends) == 0 else { return nil }
    defer { close(ends[1]) }
    // A pipe takes 4 KiB at once, and nobody needs to read meanwhile (pipe(7)).
    if write(to: ends[1]) { return ends[0] }
    close(ends[0])
    return nil
  }
}
