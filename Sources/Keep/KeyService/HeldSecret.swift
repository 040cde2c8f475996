import Crypto
import Foundation

/// A root secret that waits for who will need it again, in memory as the root key has it. It does not print itself.
package final class HeldSecret: Sendable, CustomStringConvertible, CustomReflectable {
  private let page: SecretPage

  /// - Throws: `noMemory`.
  package init(_ secret: RootSecret) throws(KeyServiceProblem) {
    guard let page = SecretPage(secret.bytes, allowsSecretMemory: true) else {
      throw KeyServiceProblem(.noMemory, "no memory for the root secret")
    }
    self.page = page
  }

  /// The secret for one use.
  package func secret() throws(KeyServiceProblem) -> RootSecret {
    try RootSecret(unsafe page.key().withUnsafeBytes { unsafe Array($0) })
  }

  package var description: String { "HeldSecret(hidden)" }
  package var customMirror: Mirror { Mirror(self, children: []) }
}

extension RootSecret {
  /// Hands it to another process by a pipe, which takes all of it at once.
  /// - Returns: whether it did.
  package func write(to descriptor: Int32) -> Bool {
    unsafe bytes.withUnsafeBytes { unsafe Foundation.write(descriptor, $0.baseAddress, $0.count) == $0.count }
  }

  /// All that a pipe brings: of who has written it already, where the pipe does not wait.
  /// - Throws: `secretUnusable`.
  package init(readingAllOf descriptor: Int32) throws(KeyServiceProblem) {
    var buffer = [UInt8](repeating: 0, count: Self.bytesMax + 1)
    defer { buffer.resetBytes(in: buffer.startIndex..<buffer.endIndex) }
    var count = 0
    while count < buffer.count {
      let more = unsafe buffer.withUnsafeMutableBytes { bytes in
        unsafe Foundation.read(descriptor, bytes.baseAddress! + count, bytes.count - count)
      }
      if more < 0, errno == EINTR { continue }
      guard more > 0 else { break }
      count += more
    }
    try self.init(Array(buffer.prefix(count)))
  }
}
