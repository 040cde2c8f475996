import CProcesses
import Foundation
import Glibc
import Keep
import LinkSocket
import Logging

/// Whom a process reports to, and where its ends of the Link come from.
protocol ProcessControl: Sendable {
  /// Attaches the ends of the Link, each in the place of the one before, until it is cancelled.
  func serve(_ link: SocketLink, logger: Logger) async
  /// Whether the process has nothing to do before the two have met.
  var needsOther: Bool { get }
  func report(_ message: ControlMessage)
  /// Lets the root secret be kept for when this process is started anew.
  func hand(_ secret: RootSecret)
}

/// For a process that is run alone, as under a debugger: there is no supervisor. The keep has a socket in its folder, where a
/// switch of the same user finds it, as often as either is started anew.
struct LoneControl: ProcessControl {
  private static let socketName = "link"
  private static let pause = Duration.milliseconds(100)

  private let role: ServePlan.Role
  private let folder: DataFolder
  /// Where this process listens, by the listener's name.
  private let addresses: [String: Address]
  private let locks: [Int32]

  /// - Parameter acceptsNone: whether it may run with nothing around it.
  /// - Throws: ProgramProblem where `serve`, or another of its role, has the folder.
  init(_ role: ServePlan.Role, _ folder: DataFolder, addresses: [String: Address], acceptsNone: Bool) throws {
    guard acceptsNone else {
      throw ProgramProblem(
        .notIsolated,
        message: "a \(role.rawValue) that is run alone is shut out of nothing, which is for development: "
          + "say so with --accept-no-isolation, or run serve")
    }
    (self.role, self.folder, self.addresses) = (role, folder, addresses)
    locks = [try FolderLock.share(folder), try FolderLock.take(folder, file: "\(role.rawValue).lock")]
  }

  /// The keep has a listener of its own.
  var needsOther: Bool { role == .switch }

  func serve(_ link: SocketLink, logger: Logger) async {
    do {
      switch role {
      case .keep: try await welcome(link)
      case .switch: try await visit(link)
      }
    } catch { logger.error("the Link cannot be taken up", metadata: ["error": "\(error)"]) }
  }

  /// Gives one end of a new socket pair to each switch that comes.
  private func welcome(_ link: SocketLink) async throws {
    let listener = unsafe cprocesses_listen(folder.keep, Self.socketName)
    guard listener >= 0 else { throw ProgramProblem(.cannotWrite, message: "no socket can be made in \(folder.keep)") }
    let (ends, continuation) = AsyncStream<Int32>.makeStream()
    // A thread, since it waits in the kernel.
    Thread.detachNewThread {
      while let end = Self.nextEnd(listener) { continuation.yield(end) }
      continuation.finish()
    }
    for await end in ends { try await link.attach(descriptor: end) }
    shutdown(listener, Int32(SHUT_RDWR))
  }

  private static func nextEnd(_ listener: Int32) -> Int32? {
    while true {
      var (user, pair): (UInt32, [Int32]) = (0, [0, 0])
      let visitor = unsafe cprocesses_accept(listener, &user)
      guard visitor >= 0 else { return nil }
      defer { close(visitor) }
      guard user == geteuid(), unsafe cprocesses_stream_pair(&pair) == 0 else { continue }
      defer { close(pair[1]) }
      _ = unsafe cprocesses_send(visitor, [UInt8(ascii: "L")], 1, pair[1])
      return pair[0]
    }
  }

  private func visit(_ link: SocketLink) async throws {
    while !Task.isCancelled {
      if !link.isConnected, let end = endOfKeep() { try await link.attach(descriptor: end) }
      try? await Task.sleep(for: Self.pause)
    }
  }

  /// nil while there is no keep.
  private func endOfKeep() -> Int32? {
    let socket = unsafe cprocesses_connect(folder.keep, Self.socketName)
    guard socket >= 0 else { return nil }
    defer { close(socket) }
    var (bytes, end) = ([UInt8](repeating: 0, count: 16), Int32(-1))
    _ = unsafe cprocesses_receive(socket, &bytes, bytes.count, &end)
    return end >= 0 ? end : nil
  }

  func report(_ message: ControlMessage) {
    let urls = message.ports.sorted { $0.key < $1.key }.map { name, port in
      "\(name)=\(name == "http" ? "http" : "https")://\(addresses[name]?.authority(port: port) ?? "")"
    }
    let state = message.isSealed.map { ["keep-state=\($0 ? "sealed" : "open")"] } ?? []
    print((["ready"] + urls + ["isolation=none"] + state).joined(separator: " "))
    fflush(nil)
  }

  /// Whoever starts it anew gives it anew.
  func hand(_ secret: RootSecret) {}
}
