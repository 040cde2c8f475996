import CSecretMemory
package import Crypto

/// A key or a secret in memory of its own, which is wiped when this goes.
@safe package final class SecretPage: Sendable {
  /// How well the memory is kept.
  package enum Protection: String, Sendable {
    /// memfd_secret(2): no other process can read it, not even root's.
    case secret
    /// Degraded: locked and in no core, but readable by who may read the process's memory.
    case locked
    /// Degraded: as locked, but it may reach the swap.
    case plain
  }

  package let protection: Protection
  private let count: Int
  /// Written once, before anybody else has it.
  private nonisolated(unsafe) let memory: UnsafeMutableRawPointer

  /// - Parameter allowsSecretMemory: false to show what a kernel without memfd_secret gives.
  /// - Returns: nil where no memory could be had.
  package init?(_ key: SymmetricKey, allowsSecretMemory: Bool) {
    let count = key.bitCount / 8
    var kind = CSECRETMEMORY_NONE
    guard let memory = unsafe csecretmemory_map(count, allowsSecretMemory ? 1 : 0, &kind) else { return nil }
    unsafe key.withUnsafeBytes { unsafe memory.copyMemory(from: $0.baseAddress!, byteCount: count) }
    self.count = count
    unsafe self.memory = memory
    protection = kind == CSECRETMEMORY_SECRET ? .secret : kind == CSECRETMEMORY_LOCKED ? .locked : .plain
  }

  deinit { unsafe csecretmemory_unmap(memory, count) }

  /// The key for one use: a copy in the library's storage, which is wiped at its end.
  package func key() -> SymmetricKey { unsafe SymmetricKey(data: UnsafeRawBufferPointer(start: memory, count: count)) }

  /// Where it lies, for the test that tries to read it.
  package var address: UInt { unsafe UInt(bitPattern: memory) }
}
