import ResourceStore
import Vocabulary

/// The outbox, and the keys of requests that came before.
extension ConfigurationStoreConformance {
  static let messages: [Promise] = [
    ("the outbox is in order", { try await $0.outboxIsInOrder() }),
    ("an acknowledged message does not return", { try await $0.acknowledgedMessagesAreGone() }),
    ("a key is remembered until it expires", { try await $0.keysAreRemembered() }),
    ("expired keys are forgotten", { try await $0.expiredKeysAreForgotten() }),
  ]

  private func outboxIsInOrder() async throws {
    let store = try await make()
    for number in 1...5 { try await store.write { try $0.enqueue(topic: "t\(number)", payload: [UInt8(number)]) } }
    let items = try await store.outbox(limit: 3)
    try check(items.map(\.payload) == [[1], [2], [3]] && items.map(\.topic) == ["t1", "t2", "t3"], "the oldest come first")
    try check(items.map(\.id) == items.map(\.id).sorted(), "ids grow")
    try check(try await store.outbox(limit: 3) == items, "a message stays until it is acknowledged")
  }

  private func acknowledgedMessagesAreGone() async throws {
    let store = try await make()
    for number in 1...5 { try await store.write { try $0.enqueue(topic: "t\(number)", payload: []) } }
    let items = try await store.outbox(limit: 9)
    try check(items.count == 5, "every message is kept")
    try await store.acknowledge(through: items[1].id)
    try check(try await store.outbox(limit: 9).map(\.topic) == ["t3", "t4", "t5"], "all up to the one are gone")
    try await store.acknowledge(through: items[0].id)
    try check(try await store.outbox(limit: 9).count == 3, "an acknowledgement that comes again takes nothing more")
    try await store.acknowledge(through: items[4].id)
    try await store.write { try $0.enqueue(topic: "t6", payload: []) }
    let last = try await store.outbox(limit: 9)
    try check(last.map(\.topic) == ["t6"] && last[0].id > items[4].id, "an id is never used again")
  }

  private func keysAreRemembered() async throws {
    let store = try await make()
    let until = Self.now.adding(seconds: 10)
    try await store.write { writer in
      try writer.remember("k", requestDigest: [7], response: ["a": 1], until: until)
      try writer.remember("k\0l", requestDigest: [8], response: ["a": 2], until: until)
    }
    let found = try await store.read { reader in
      try ["k", "k\0l", "k\0m", "K"].map { try reader.remembered($0, at: Self.now)?.requestDigest }
    }
    try check(found == [[7], [8], nil, nil], "each key is its own")
    let last = try await store.read { reader in
      (try reader.remembered("k", at: Moment(microseconds: until.microseconds - 1)), try reader.remembered("k", at: until))
    }
    try check(last.0?.response == ["a": 1] && last.0?.expiresAt == until, "a key is remembered to its last moment")
    try check(last.1 == nil, "an expired key is not remembered")
    try await store.write { try $0.remember("k", requestDigest: [9], response: ["a": 3], until: until) }
    let again = try await store.read { try $0.remembered("k", at: Self.now) }
    try check(again?.requestDigest == [9] && again?.response == ["a": 3], "what a key does later takes the place of the earlier")
  }

  private func expiredKeysAreForgotten() async throws {
    let store = try await make()
    try await store.write { writer in
      try writer.remember("old", requestDigest: [1], response: .null, until: Self.now.adding(seconds: 1))
      try writer.remember("new", requestDigest: [2], response: .null, until: Self.now.adding(seconds: 2))
    }
    try await store.write { try $0.forget(before: Self.now.adding(seconds: 1)) }
    let left = try await store.read { reader in
      try ["old", "new"].map { try reader.remembered($0, at: Self.now)?.requestDigest }
    }
    try check(left == [nil, [2]], "what has expired goes, and nothing else")
  }
}
