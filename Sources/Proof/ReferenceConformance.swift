import ResourceStore

/// What points at what.
extension ConfigurationStoreConformance {
  static let references: [Promise] = [
    ("what is referred to stays", { try await $0.targetsStay() }),
    ("a reference leads somewhere, in its own scope", { try await $0.referencesLeadSomewhere() }),
    ("referrers are known", { try await $0.referrersAreKnown() }),
    ("a scope is deleted whole", { try await $0.scopesAreDeletedWhole() }),
  ]

  private func targetsStay() async throws {
    let store = try await make()
    let target = Reference(kind: "a", id: "1")
    try await store.write { writer in
      try writer.insert(Self.record("a", "1"), references: [])
      try writer.insert(Self.record("b", "2"), references: [target, target])
    }
    try await refused(.referenced(by: [Reference(kind: "b", id: "2")]), "what is referred to stays") {
      try await store.write { try $0.delete("a", "1") }
    }
    try await store.write { try $0.retag(Self.record("b", "2", tags: [:])) }
    try await refused(.referenced(by: [Reference(kind: "b", id: "2")]), "new tags take no reference away") {
      try await store.write { try $0.delete("a", "1") }
    }
    try await store.write { writer in
      _ = try writer.update(Self.record("b", "2"), references: [])
      try writer.delete("a", "1")
    }
    try check(try await store.read { try $0.record("a", "1") } == nil, "what is no longer referred to can go")
    try await store.write { writer in
      _ = try writer.insert(Self.record("a", "1"), references: [])
      _ = try writer.update(Self.record("b", "2"), references: [target])
      try writer.delete("b", "2")
      try writer.delete("a", "1")
    }
    try await store.write { writer in
      _ = try writer.insert(Self.record("a", "3"), references: [Reference(kind: "a", id: "3")])
      try writer.delete("a", "3")
    }
  }

  private func referencesLeadSomewhere() async throws {
    let store = try await make()
    let nowhere = Reference(kind: "a", id: "x")
    let far = Reference(kind: "a", id: "far")
    try await store.write { writer in
      try writer.insert(Self.record("a", "1"), references: [])
      try writer.insert(Self.record("a", "far", in: "j"), references: [])
    }
    try await refused(.missingReference(nowhere), "a reference leads somewhere") {
      try await store.write { _ = try $0.insert(Self.record("b", "3"), references: [nowhere]) }
    }
    try await refused(.missingReference(far), "a reference stays in its scope") {
      try await store.write { _ = try $0.insert(Self.record("b", "3"), references: [far]) }
    }
    try await refused(.missingReference(nowhere), "a changed reference leads somewhere") {
      try await store.write { _ = try $0.update(Self.record("a", "1"), references: [nowhere]) }
    }
    try await store.write { _ = try $0.insert(Self.record("c", "owned", in: "1"), references: [Reference(kind: "a", id: "1")]) }
  }

  private func referrersAreKnown() async throws {
    let store = try await make()
    let target = Reference(kind: "a", id: "1")
    try await store.write { writer in
      try writer.insert(Self.record("a", "1"), references: [])
      for number in 1...9 { try writer.insert(Self.record("b", "\(number)"), references: [target]) }
      try writer.insert(Self.record("c", "1"), references: [Reference(kind: "b", id: "1")])
    }
    let found = try await store.read { (try $0.referrers(of: "a", "1", limit: 3), try $0.referrers(of: "a", "1", limit: 99)) }
    try check(
      found.0.count == 3 && Set(found.1) == Set((1...9).map { Reference(kind: "b", id: "\($0)") }), "all that point at it")
    do {
      try await store.write { try $0.delete("a", "1") }
      throw Violation("what nine refer to stays")
    } catch StoreProblem.referenced(let by) {
      try check(!by.isEmpty && by.allSatisfy { $0.kind == "b" }, "a refusal names some of those that point at it")
    }
  }

  private func scopesAreDeletedWhole() async throws {
    let store = try await make()
    try await store.write { writer in
      try writer.insert(Self.record("a", "1"), references: [])
      try writer.insert(Self.record("b", "2"), references: [Reference(kind: "a", id: "1")])
      try writer.insert(Self.record("c", "3", in: "1"), references: [Reference(kind: "a", id: "1")])
      try writer.insert(Self.record("a", "4", in: "j"), references: [])
      try writer.deleteAll(in: "i")
    }
    let left = try await store.read { reader in
      try [("a", "1"), ("b", "2"), ("c", "3"), ("a", "4")].map { try reader.record(Kind(rawValue: $0.0), $0.1) != nil }
    }
    try check(left == [false, false, false, true], "a scope goes with what its records own, and nothing else")
    try await store.write { writer in
      try writer.insert(Self.record("a", "1"), references: [])
      try writer.delete("a", "1")
    }
  }
}
