import GRDB
import Synchronization

/// Whether an opening of the file may still be written through.
///
/// After a failed write or sync nobody knows what the disk holds: the kernel drops what it could not write and says so once;
/// `fsync` that is asked again answers well. So such a failure is final for the connections that met it.
final class WriteStop: Sendable {
  private let since = Mutex<ContinuousClock.Instant?>(nil)

  /// When it was stopped; nil while it is not.
  var stoppedAt: ContinuousClock.Instant? { since.withLock { $0 } }

  func stop() { since.withLock { if $0 == nil { $0 = .now } } }

  /// Stops for an error that says that the file could not be written, or is not what was written.
  func note(_ error: any Error) {
    guard let error = error as? DatabaseError, Self.codes.contains(error.resultCode.primaryResultCode) else { return }
    stop()
  }

  private static let codes: [ResultCode] = [
    .SQLITE_IOERR, .SQLITE_FULL, .SQLITE_CORRUPT, .SQLITE_NOTADB, .SQLITE_READONLY, .SQLITE_CANTOPEN, .SQLITE_PERM,
  ]
}
