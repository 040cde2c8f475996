import Foundation

/// Work that may hang in the kernel: on a thread of its own, so that it holds up no task, and who is told to stop does not wait
/// for it.
enum OwnThread {
  static func run(_ body: @escaping @Sendable () throws -> Void) async throws {
    let (results, end) = AsyncStream<Result<Void, any Error>>.makeStream()
    Thread.detachNewThread {
      end.yield(Result { try body() })
      end.finish()
    }
    for await result in results { return try result.get() }
    throw CancellationError()
  }
}
