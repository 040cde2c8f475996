import CArgon2
import Crypto
import Foundation

/// What opens the root key: the bytes of a passphrase, a credential or a file. It does not print itself.
package struct RootSecret: Sendable, Equatable, CustomStringConvertible, CustomReflectable {
  package static let bytesMin = 12
  package static let bytesMax = 4_096

  let bytes: SymmetricKey

  /// - Parameter bytes: line ends at their end are not counted, so that a file may have one.
  /// - Throws: `secretUnusable` for less than 12 or more than 4,096 bytes.
  package init(_ bytes: [UInt8]) throws(KeyServiceProblem) {
    var rest = bytes[...]
    while let last = rest.last, last == 0x0A || last == 0x0D { rest.removeLast() }
    guard (Self.bytesMin...Self.bytesMax).contains(rest.count) else {
      throw KeyServiceProblem(.secretUnusable, "the root secret must have \(Self.bytesMin) to \(Self.bytesMax) bytes")
    }
    self.bytes = SymmetricKey(data: Array(rest))
  }

  package var description: String { "RootSecret(hidden)" }
  package var customMirror: Mirror { Mirror(self, children: []) }
}

/// How hard argon2id (RFC 9106) makes it to guess a secret. Stored beside what it protects, and bounded when it is read.
package struct StretchingCost: Sendable, Hashable {
  package let memoryKibibytes: UInt32
  package let passes: UInt32
  package let lanes: UInt32

  /// RFC 9106 section 4, second recommended option, on one lane.
  package static let standard = StretchingCost(unchecked: 64 * 1_024, 3, 1)
  /// The least that is accepted.
  package static let least = StretchingCost(unchecked: 19 * 1_024, 2, 1)

  private init(unchecked memoryKibibytes: UInt32, _ passes: UInt32, _ lanes: UInt32) {
    self.memoryKibibytes = memoryKibibytes
    self.passes = passes
    self.lanes = lanes
  }

  /// - Throws: `damaged` outside 19 MiB to 1 GiB, 2 to 16 passes, 1 to 4 lanes: less is too weak, more would stop the machine.
  package init(memoryKibibytes: Int64, passes: Int64, lanes: Int64) throws(KeyServiceProblem) {
    guard (19 * 1_024...1_024 * 1_024).contains(memoryKibibytes), (2...16).contains(passes), (1...4).contains(lanes) else {
      throw KeyServiceProblem(.damaged, "the cost of the root secret's stretching is out of bounds")
    }
    self.init(unchecked: UInt32(memoryKibibytes), UInt32(passes), UInt32(lanes))
  }

  /// Off every actor: it takes a tenth of a second and the memory that it says.
  @concurrent
  nonisolated func stretched(_ secret: RootSecret, salt: [UInt8]) async throws(KeyServiceProblem) -> SymmetricKey {
    var key = [UInt8](repeating: 0, count: 32)
    let code = unsafe secret.bytes.withUnsafeBytes { bytes in
      unsafe argon2id_hash_raw(
        passes, memoryKibibytes, lanes, bytes.baseAddress, bytes.count, salt, salt.count, &key, key.count)
    }
    guard code == ARGON2_OK.rawValue else { throw KeyServiceProblem(.noMemory, "argon2id answered \(code)") }
    defer { for index in key.indices { key[index] = 0 } }
    return SymmetricKey(data: key)
  }
}
