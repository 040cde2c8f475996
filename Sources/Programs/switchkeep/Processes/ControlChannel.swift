import CProcesses
import Foundation
import Glibc
import LinkSocket
import Logging

/// A process's end of the control socket: sockets of the Link come from it, and the supervisor is told what listens.
struct ControlChannel: Sendable {
  /// The ends of the Link, each taking the place of the one before; it ends with the supervisor.
  let descriptors: AsyncStream<Int32>

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

  func report(_ ports: [String: Int]) {
    let text = Array(ControlMessage.text(ports).utf8)
    _ = unsafe cprocesses_send(InheritedDescriptor.control, text, text.count, -1)
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
