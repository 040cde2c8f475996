import ConnectAPI
import Contacts
import ResourceStore
import Synchronization
import Vocabulary

/// Carries what configuration writes touch to the cores.
final class ConfigurationFeed: Sendable {
  enum Changes: Sendable {
    case made(InstanceIdentity, [ConfigurationChange])
    case changed([ConfigurationChange])
    case gone
  }

  private struct State {
    var touched: Set<Reference> = []
    var known: Set<String> = []
  }

  private let store: any ConfigurationStore
  private let settings: SettingsReader
  private let state = Mutex(State())
  /// Something was touched.
  let news = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))

  init(store: any ConfigurationStore, place: Place) {
    self.store = store
    settings = SettingsReader(place: place)
    store.observe { [weak self] touched in
      self?.note(touched)
      self?.news.continuation.yield()
    }
  }

  private func note(_ touched: Set<Reference>) { state.withLock { $0.touched.formUnion(touched) } }

  /// Everything there is, at the start.
  func all() async throws -> [(String, Changes)] {
    let made = try await store.read { [settings] in try settings.everything($0) }
    state.withLock { state in
      state.known = Set(made.map(\.identity.id))
      state.touched = []
    }
    return made.map { ($0.identity.id, .made($0.identity, $0.changes)) }
  }

  var isBehind: Bool { state.withLock { !$0.touched.isEmpty } }

  /// What has been touched since the last time, by instance. Nothing costs nothing.
  func take() async throws -> [(String, Changes)] {
    let (touched, known) = state.withLock { state in
      defer { state.touched = [] }
      return (state.touched, state.known)
    }
    guard !touched.isEmpty else { return [] }
    do {
      return try await changes(touched.sorted(), known)
    } catch {
      note(touched)
      throw error
    }
  }

  private func changes(_ touched: [Reference], _ known: Set<String>) async throws -> [(String, Changes)] {
    var changes: [(String, Changes)] = []
    for scope in touched where scope.kind == .scope && known.contains(scope.id) { changes.append((scope.id, .gone)) }
    let new = touched.filter { $0.kind == .instance && !known.contains($0.id) }
    let others = touched.filter { $0.kind != .instance && $0.kind != .scope }
    let (made, changed) = try await store.read { [settings] reader in
      (try new.compactMap { try settings.instance($0.id, reader) }, try settings.changes(others, reader))
    }
    for instance in made { changes.append((instance.identity.id, .made(instance.identity, instance.changes))) }
    state.withLock { $0.known.formUnion(made.map(\.identity.id)) }
    let madeNow = Set(made.map(\.identity.id))
    for (instanceID, some) in changed where !madeNow.contains(instanceID) { changes.append((instanceID, .changed(some))) }
    return changes
  }
}
