package import NIOCore
import NIOPosix

/// The thread, for as long as the program runs. A task that prefers it (SE-0417) runs there with all that it calls, but for what
/// actors do that have an executor of their own.
package final class LoopTasks: TaskExecutor {
  package let loop: any EventLoop
  private let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)

  package init() { loop = group.next() }

  package func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    loop.execute { unsafe job.runSynchronously(on: self.asUnownedTaskExecutor()) }
  }

  /// Has something done on the thread, once the time has come.
  package func at(_ instant: ContinuousClock.Instant, _ body: @escaping @Sendable () -> Void) {
    let (seconds, attoseconds) = (ContinuousClock.now.duration(to: instant)).components
    loop.scheduleTask(in: .nanoseconds(seconds * 1_000_000_000 + attoseconds / 1_000_000_000)) { body() }
  }
}
