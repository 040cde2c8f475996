import Glibc

/// The descriptors that a process of `serve` is started with, beside the standard ones.
enum InheritedDescriptor {
  /// Where the supervisor hands over sockets, and is told what listens where.
  static let control: Int32 = 3
  /// The lock of the folder: it is held until the last process of it has ended.
  static let lock: Int32 = 4
  /// The operator's certificate and its key, opened by who may read them.
  static let certificate: Int32 = 5
  static let certificateKey: Int32 = 6
  /// A pipe with the root secret, which the keep cannot read where it lies.
  static let rootSecret: Int32 = 7
  static let end: UInt32 = 8

  /// What this process starts in its turn gets none of them.
  static func keepToSelf() {
    for descriptor in control..<Int32(end) { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
  }
}
