import Link
import LinkSocket
import Logging
import ServiceLifecycle
import Switch
import Synchronization
import Vocabulary

/// The switch as its listeners see it: it says that it is sealed until the keep is open for the first time, and is whole then.
final class SwitchFront: Sendable {
  private struct State {
    var process: SwitchProcess?
    var url: String?
    var isKeepSealed = true
  }

  private static let pause = Duration.milliseconds(100)

  private let host: ProcessHost
  private let compose: @Sendable () async throws -> SwitchProcess
  private let state = Mutex(State())

  /// - Parameter compose: opens the switch; it needs an open keep.
  init(_ host: ProcessHost, compose: @escaping @Sendable () async throws -> SwitchProcess) {
    self.host = host
    self.compose = compose
    host.link.onConnected { [self] in await follow() }
  }

  /// As far as was heard: a keep that is away keeps the state that it had.
  var isKeepSealed: Bool { state.withLock(\.isKeepSealed) }

  /// What keeps the keep from serving, in a word.
  var keepProblem: StaticString? {
    let (isSealed, process) = state.withLock { ($0.isKeepSealed, $0.process) }
    return isSealed ? "sealed" : process?.refusesKeep == true ? "rolled-back" : nil
  }

  func services() async throws -> LateServices {
    await hear()
    if !isKeepSealed {
      let services = try await open()
      return LateServices(logger: host.logger) { services }
    }
    return LateServices(logger: host.logger) { [self] in
      await follow()
      return isKeepSealed ? [] : try await open()
    }
  }

  private func open() async throws -> [any Service] {
    let process = try await compose()
    let url = state.withLock { state in
      state.process = process
      return state.url
    }
    url.map(process.listens)
    host.answer()
    return process.services
  }

  /// Asks the keep, until it is open.
  private func follow() async {
    repeat {
      await hear()
      if isKeepSealed { try? await Task.sleep(for: Self.pause) }
    } while isKeepSealed && !Task.isCancelled
    await state.withLock(\.process)?.checkKeep()
  }

  private func hear() async {
    guard let heard = try? await host.link.send(ReadKeepState()) else { return }
    state.withLock { $0.isKeepSealed = heard.isSealed }
  }

  func listens(at url: String) {
    state.withLock { state in
      state.url = url
      return state.process
    }?.listens(at: url)
  }

  func respond(to request: WireRequest) async -> WireResponse {
    guard let process = state.withLock(\.process) else { return SealedSwitch.respond(to: request, requestID: Host.newID()) }
    return await process.respond(to: request)
  }

  func upgrade(_ request: WireRequest) async -> SocketVerdict {
    guard let process = state.withLock(\.process) else { return SealedSwitch.upgrade(request, requestID: Host.newID()) }
    return await process.upgrade(request)
  }

  func close() async throws { try await state.withLock(\.process)?.close() }
}
