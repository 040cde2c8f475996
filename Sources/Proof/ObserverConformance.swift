import ResourceStore
import Synchronization
import Vocabulary

/// What those are told who keep something of the store in memory.
extension ConfigurationStoreConformance {
  func observersAreTold() async throws {
    let store = try await make()
    let told = Told()
    store.observe { told.add($0) }
    try await store.write { writer in
      try writer.insert(Self.record("a", "1"), references: [])
      try writer.insert(Self.record("a", "2"), references: [])
    }
    try check(told.take() == [Self.reference("1"), Self.reference("2")], "an insertion is told before the write returns")
    try await store.write { _ = try $0.update(Self.record("a", "1", name: "m"), references: []) }
    try check(told.take() == [Self.reference("1")], "a change is told")
    try await store.write { try $0.delete("a", "2") }
    try check(told.take() == [Self.reference("2")], "a deletion is told")
    try? await store.write { writer in
      try writer.delete("a", "1")
      throw StoreProblem.missingRecord
    }
    try check(told.take().isEmpty, "a write that failed is not told")
    try await store.write { try $0.deleteAll(in: "i") }
    try check(told.take() == [Reference(kind: .scope, id: "i")], "a scope's deletion is told")
    let times = told.times
    try await store.write { try $0.enqueue(topic: "t", payload: []) }
    try check(told.times == times + 1 && told.take().isEmpty, "a message alone is told, and touches nothing")
  }

  private static func reference(_ id: String) -> Reference { Reference(kind: "a", id: id) }
}

private final class Told: Sendable {
  private let state = Mutex((references: Set<Reference>(), times: 0))

  var times: Int { state.withLock { $0.times } }

  func add(_ more: Set<Reference>) {
    state.withLock { state in
      state.references.formUnion(more)
      state.times += 1
    }
  }

  func take() -> Set<Reference> {
    state.withLock { state in
      defer { state.references = [] }
      return state.references
    }
  }
}
