import ResourceStore
import Vocabulary

/// What happens whole, or not at all, or at once.
extension ConfigurationStoreConformance {
  static let transactions: [Promise] = [
    ("a failed write changes nothing", { try await $0.failedWritesChangeNothing() }),
    ("a refused step changes nothing", { try await $0.refusedStepsChangeNothing() }),
    ("every change changes the digest", { try await $0.digestsSeeEverything() }),
    ("many writers at once", { try await $0.manyWritersAtOnce() }),
    ("what was written is read by its writer", { try await $0.writersReadTheirWrites() }),
    ("a read sees one moment", { try await $0.readsSeeOneMoment() }),
    ("the generation grows with each write", { try await $0.generationGrows() }),
    ("observers are told what a write touched", { try await $0.observersAreTold() }),
  ]

  /// What a body throws that fails for reasons of its own.
  private struct Failure: Error {}

  private func failedWritesChangeNothing() async throws {
    let store = try await make()
    try await store.write { writer in
      try writer.insert(Self.record("a", "1", name: "n"), references: [])
      try writer.insert(Self.record("b", "1"), references: [Reference(kind: "a", id: "1")])
      try writer.remember("k", requestDigest: [1], response: .null, until: Self.now)
      try writer.enqueue(topic: "t", payload: [1])
    }
    let before = try await store.digest(includingOutbox: true)
    do {
      try await store.write { writer in
        try writer.insert(Self.record("a", "2"), references: [])
        _ = try writer.update(Self.record("a", "1", name: "m"), references: [Reference(kind: "a", id: "2")])
        try writer.retag(Self.record("a", "1", tags: [:]))
        try writer.delete("b", "1")
        try writer.enqueue(topic: "t", payload: [2])
        try writer.remember("k", requestDigest: [2], response: .null, until: Self.now)
        try writer.forget(before: Self.now)
        try writer.deleteAll(in: "i")
        throw Failure()
      }
      throw Violation("a body's own error is thrown")
    } catch is Failure {}
    try check(try await store.digest(includingOutbox: true) == before, "a failed write changes nothing")
    try await store.write { try $0.delete("b", "1") }
    try await store.write { try $0.delete("a", "1") }
  }

  /// A body may catch what a step throws and go on.
  private func refusedStepsChangeNothing() async throws {
    let store = try await make()
    try await store.write { writer in
      try writer.insert(Self.record("a", "1", name: "n"), references: [])
      try writer.insert(Self.record("b", "1", name: "n"), references: [Reference(kind: "a", id: "1")])
    }
    let before = try await store.digest(includingOutbox: true)
    let nowhere = [Reference(kind: "a", id: "x")]
    let problems = try await store.write { writer in
      let steps: [() throws -> Void] = [
        { try writer.insert(Self.record("a", "2"), references: nowhere) },
        { try writer.insert(Self.record("a", "3", name: "n"), references: []) },
        { _ = try writer.update(Self.record("b", "1", name: "m"), references: nowhere) },
        { try writer.delete("a", "1") },
        { try writer.retag(Self.record("a", "9")) },
      ]
      return steps.count { step in
        do { try step() } catch { return error is StoreProblem }
        return false
      }
    }
    try check(problems == 5, "each step is refused: \(problems) of 5")
    try check(try await store.digest(includingOutbox: true) == before, "a step that was refused leaves nothing behind")
  }

  private func digestsSeeEverything() async throws {
    let store = try await make()
    try await store.write { writer in
      try writer.insert(Self.record("a", "1"), references: [])
      try writer.insert(Self.record("a", "2"), references: [])
    }
    let changes: [@Sendable (any ResourceWriter) throws -> Void] = [
      { _ = try $0.update(Self.record("a", "1", sealed: [1, 2, 4]), references: []) },
      { _ = try $0.update(Self.record("a", "1", sealed: nil), references: []) },
      { _ = try $0.update(Self.record("a", "1", sealed: []), references: []) },
      { _ = try $0.update(Self.record("a", "1", name: "n"), references: []) },
      { _ = try $0.update(Self.record("a", "1", name: "n"), references: [Reference(kind: "a", id: "2")]) },
      { try $0.retag(Self.record("a", "1", tags: ["k": "w"])) },
      { try $0.remember("k", requestDigest: [1], response: .null, until: Self.now) },
      { try $0.remember("k", requestDigest: [2], response: .null, until: Self.now) },
      { try $0.delete("a", "1") },
      { _ = try $0.insert(Self.record("a", "1"), references: []) },
    ]
    var seen = [try await store.digest(includingOutbox: false)]
    for change in changes {
      try await store.write(change)
      seen.append(try await store.digest(includingOutbox: false))
    }
    try check(Set(seen).count == seen.count, "each change gives a digest of its own")
    let without = seen[changes.count]
    let with = try await store.digest(includingOutbox: true)
    try await store.write { try $0.enqueue(topic: "t", payload: [1]) }
    try check(try await store.digest(includingOutbox: false) == without, "the outbox can be left out")
    try check(try await store.digest(includingOutbox: true) != with, "the outbox can be taken in")
  }

  private func manyWritersAtOnce() async throws {
    let store = try await make()
    let failures = try await withThrowingTaskGroup(of: Bool.self) { group in
      for number in 0..<200 {
        group.addTask {
          do {
            try await store.write { writer in
              try writer.insert(Self.record("a", "\(number)"), references: [])
              try writer.enqueue(topic: "\(number)", payload: [])
              if number % 3 == 0 { throw Failure() }
            }
            return false
          } catch is Failure {
            return true
          }
        }
      }
      return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
    }
    let ids = try await store.read { Set(try $0.page("a", in: "i", after: nil, limit: 999).map(\.id)) }
    let expected = Set((0..<200).filter { $0 % 3 != 0 }.map { "\($0)" })
    try check(failures == 67 && ids == expected, "each writer's failure is its own: \(failures) failed, \(ids.count) are there")
    try check(Set(try await store.outbox(limit: 999).map(\.topic)) == expected, "messages go with their writer")
  }

  private func writersReadTheirWrites() async throws {
    let store = try await make()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for writer in 0..<8 {
        group.addTask {
          for number in 0..<20 {
            let id = "\(writer).\(number)"
            try await store.write { _ = try $0.insert(Self.record("a", id), references: []) }
            let found = try await store.read { reader in
              try reader.record("a", id) != nil && reader.page("a", in: "i", after: nil, limit: 999).contains { $0.id == id }
            }
            try check(found, "a write that returned is read")
            let topics = try await store.write { writer in
              try writer.enqueue(topic: id, payload: [])
              return try writer.record("a", id) != nil
            }
            try check(topics, "a later transaction sees the earlier")
            try check(try await store.outbox(limit: 999).contains { $0.topic == id }, "a message that was left is there")
          }
        }
      }
      try await group.waitForAll()
    }
  }

  private func readsSeeOneMoment() async throws {
    let store = try await make()
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask {
        for number in 0..<100 {
          try await store.write { writer in
            try writer.insert(Self.record("a", "\(number)"), references: [])
            try writer.insert(Self.record("b", "\(number)"), references: [])
          }
        }
      }
      for _ in 0..<4 {
        group.addTask {
          for _ in 0..<100 {
            let counts = try await store.read { (try $0.count("a", in: "i"), try $0.count("b", in: "i")) }
            try check(counts.0 == counts.1, "a read sees one moment: \(counts)")
          }
        }
      }
      try await group.waitForAll()
    }
  }

  private func generationGrows() async throws {
    let store = try await make()
    let before = store.generation
    try await store.write { _ = try $0.insert(Self.record("a", "1"), references: []) }
    try check(store.generation > before, "a write makes a new generation")
    let after = store.generation
    _ = try await store.read { try $0.record("a", "1") }
    try check(store.generation == after, "a read makes none")
  }
}
