import Glibc

/// Descriptors: each connection takes one, and shells give a program few unless it asks for more.
enum Descriptors {
  /// Takes as many as the operator allows.
  static func takeAll() {
    var limit = rlimit()
    guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return }
    limit.rlim_cur = limit.rlim_max
    _ = unsafe setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
  }

  /// Brings everything that was written to disk.
  static func sync() { Glibc.sync() }
}
