import ServiceLifecycle

/// Runs the host as long as the program does. What is open stays on disk.
struct ContactService: Service {
  let host: ContactHost

  func run() async throws {
    await withGracefulShutdownHandler {
      await host.run()
    } onGracefulShutdown: {
      host.stop()
    }
  }
}
