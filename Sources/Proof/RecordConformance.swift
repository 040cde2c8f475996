import ResourceStore
import Vocabulary

/// What is written, found, named, tagged and paged.
extension ConfigurationStoreConformance {
  static let records: [Promise] = [
    ("what was written is read", { try await $0.readsWhatWasWritten() }),
    ("no text is cut short or taken for another", { try await $0.textsAreExact() }),
    ("a change leaves what made the record", { try await $0.changesKeepTheOrigin() }),
    ("tags are replaced whole", { try await $0.tagsAreReplaced() }),
    ("names are unique in kind and scope", { try await $0.namesAreUnique() }),
    ("ids and ARNs are unique", { try await $0.idsAreUnique() }),
    ("pages are stable", { try await $0.pagesAreStable() }),
    ("a page is of one kind and scope", { try await $0.pagesAreApart() }),
    ("a sequence is never used again", { try await $0.sequencesAreNew() }),
  ]

  private func readsWhatWasWritten() async throws {
    let store = try await make()
    let full = try await store.write { try $0.insert(Self.record("a", "1", name: "n"), references: []) }
    let bare = try await store.write { try $0.insert(Self.record("a", "2", sealed: nil, tags: [:]), references: []) }
    let empty = try await store.write { try $0.insert(Self.record("a", "3", name: "", sealed: []), references: []) }
    let found = try await store.read { reader in
      [
        try reader.record("a", "1"), try reader.record("a", named: "n", in: "i"), try reader.record(arn: "arn:aws:x:r:1:a/1"),
        try reader.page("a", in: "i", after: nil, limit: 1).first,
      ]
    }
    try check(found == [full, full, full, full], "a record is the same by id, name, ARN and page")
    try check(full.sequence > 0, "a record has a sequence")
    let others = try await store.read { [try $0.record("a", "2"), try $0.record("a", "3")] }
    try check(others == [bare, empty], "what is absent, and what is empty, come back as such")
    let missing = try await store.read { reader in
      [
        try reader.record("a", named: "N", in: "i"), try reader.record("b", "1"), try reader.record("a", "9"),
        try reader.record("a", named: "n", in: "j"),
        try reader.record("b", named: "n", in: "i"), try reader.record(arn: "arn:aws:x:r:1:a/9"),
      ]
    }
    try check(missing.allSatisfy { $0 == nil }, "what is not there is not found")
  }

  /// Some engines end a text at its NUL, fold case, or take two forms of one accent for the same.
  private func textsAreExact() async throws {
    let store = try await make()
    let names = ["n", "N", "n\0", "n\0m", "caf\u{e9}", "cafe\u{301}", " n", "%", "_", "'", "\u{1F600}"]
    try await store.write { writer in
      for (index, name) in names.enumerated() {
        try writer.insert(Self.record("a", "\(index)", name: name, tags: ["k\0t": "v\0w", "'": "\""]), references: [])
      }
    }
    let found = try await store.read { reader in try names.map { try reader.record("a", named: $0, in: "i") } }
    try check(found.map { $0?.id } == names.indices.map { "\($0)" }, "each name finds its own record")
    let kept = zip(found, names).allSatisfy { record, name in record?.name.map { Array($0.utf8) } == Array(name.utf8) }
    try check(kept, "a name comes back byte for byte")
    try check(found[0]?.tags == ["k\0t": "v\0w", "'": "\""], "tags come back as they were")
    let cut = try await store.read { reader in
      (
        try reader.record("a", "0\0x"), try reader.record(arn: "arn:aws:x:r:1:a/0\0x"),
        try reader.page("a", in: "i\0x", after: nil, limit: 1), try reader.referrers(of: "a", "0\0x", limit: 1)
      )
    }
    try check(cut.0 == nil && cut.1 == nil && cut.2.isEmpty && cut.3.isEmpty, "an id with a NUL is not the id before it")
    try await refused(.missingRecord, "an id with a NUL cannot be deleted") {
      try await store.write { try $0.delete("a", "0\0x") }
    }
    try await store.write { try $0.deleteAll(in: "i\0x") }
    try check(try await store.read { try $0.count("a", in: "i") } == names.count, "a scope with a NUL is not the scope before it")
  }

  private func changesKeepTheOrigin() async throws {
    let store = try await make()
    let first = try await store.write { try $0.insert(Self.record("a", "1", name: "n"), references: []) }
    var change = Self.record("a", "1", in: "elsewhere", name: "m", sealed: [9], tags: ["t": "u"])
    change.arn = "arn:other"
    change.createdAt = Self.now.adding(seconds: 5)
    change.modifiedAt = Self.now.adding(seconds: 7)
    change.document = ["changed": true]
    let (wanted, asked) = (change, change)
    let changed = try await store.write { try $0.update(asked, references: []) }
    try check(
      changed.scope == "i" && changed.arn == first.arn && changed.createdAt == first.createdAt
        && changed.sequence == first.sequence,
      "scope, ARN, time and sequence of creation stay")
    try check(
      changed.name == "m" && changed.sealed == [9] && changed.tags == ["t": "u"] && changed.document == wanted.document
        && changed.modifiedAt == wanted.modifiedAt, "the rest is as the change says")
    try check(try await store.read { try $0.record("a", "1") } == changed, "an update returns what is read later")
    let byName = try await store.read { (try $0.record("a", named: "n", in: "i"), try $0.record("a", named: "m", in: "i")) }
    try check(byName.0 == nil && byName.1 == changed, "the old name leads nowhere")
    try await store.write { _ = try $0.insert(Self.record("a", "2", name: "n"), references: []) }
  }

  private func tagsAreReplaced() async throws {
    let store = try await make()
    let written = try await store.write {
      try $0.insert(Self.record("a", "1", name: "n", tags: ["x": "1", "y": "2"]), references: [])
    }
    try await store.write { writer in
      var change = Self.record("a", "1", name: "ignored", sealed: nil, tags: ["y": "3"])
      change.modifiedAt = Self.now.adding(seconds: 1)
      try writer.retag(change)
    }
    var expected = written
    expected.tags = ["y": "3"]
    expected.modifiedAt = Self.now.adding(seconds: 1)
    let wanted = expected
    try check(try await store.read { try $0.record("a", "1") } == wanted, "tags and their time change, and nothing else")
    try await refused(.missingRecord, "what is not there has no tags") {
      try await store.write { try $0.retag(Self.record("a", "2")) }
    }
  }

  private func namesAreUnique() async throws {
    let store = try await make()
    try await store.write { writer in
      try writer.insert(Self.record("a", "1", name: "n"), references: [])
      try writer.insert(Self.record("a", "2", name: "m"), references: [])
      try writer.insert(Self.record("a", "3", in: "j", name: "n"), references: [])
      try writer.insert(Self.record("b", "4", name: "n"), references: [])
      try writer.insert(Self.record("a", "5"), references: [])
      try writer.insert(Self.record("a", "6"), references: [])
    }
    try await refused(.duplicateName, "a name is taken once") {
      try await store.write { _ = try $0.insert(Self.record("a", "7", name: "n"), references: []) }
    }
    try await refused(.duplicateName, "a change cannot take a name") {
      try await store.write { _ = try $0.update(Self.record("a", "2", name: "n"), references: []) }
    }
    try await store.write { writer in
      _ = try writer.update(Self.record("a", "1", name: "n"), references: [])
      _ = try writer.update(Self.record("a", "2", name: nil), references: [])
      _ = try writer.insert(Self.record("a", "8", name: "m"), references: [])
      try writer.delete("a", "1")
      _ = try writer.insert(Self.record("a", "9", name: "n"), references: [])
    }
  }

  private func idsAreUnique() async throws {
    let store = try await make()
    try await store.write { _ = try $0.insert(Self.record("a", "1"), references: []) }
    try await refused(.duplicateID, "an id is taken once") {
      try await store.write { _ = try $0.insert(Self.record("a", "1", in: "j"), references: []) }
    }
    try await refused(.duplicateID, "an ARN is taken once") {
      try await store.write { writer in
        var second = Self.record("b", "2")
        second.arn = Self.record("a", "1").arn
        _ = try writer.insert(second, references: [])
      }
    }
    try await store.write { _ = try $0.insert(Self.record("b", "1"), references: []) }
    try await refused(.missingRecord, "what is not there cannot change") {
      try await store.write { _ = try $0.update(Self.record("a", "9"), references: []) }
    }
    try await refused(.missingRecord, "what is not there cannot go") { try await store.write { try $0.delete("a", "9") } }
  }

  private func pagesAreStable() async throws {
    let store = try await make()
    try await store.write { writer in
      for number in 1...7 { try writer.insert(Self.record("a", "\(number)"), references: []) }
    }
    let first = try await store.read { try $0.page("a", in: "i", after: nil, limit: 3) }
    try check(first.map(\.id) == ["1", "2", "3"], "a page is in the order of creation")
    try await store.write { writer in
      try writer.delete("a", "2")
      try writer.delete("a", "3")
      try writer.delete("a", "5")
      _ = try writer.update(Self.record("a", "4"), references: [])
      try writer.insert(Self.record("a", "8"), references: [])
    }
    let rest = try await store.read { try $0.page("a", in: "i", after: first[2].sequence, limit: 9) }
    try check(rest.map(\.id) == ["4", "6", "7", "8"], "a page goes on where the last ended, though that record is gone")
    try check(try await store.read { try $0.count("a", in: "i") } == 5, "records are counted")
    let end = try await store.read { try $0.page("a", in: "i", after: rest[3].sequence, limit: 9) }
    try check(end.isEmpty, "after the last there is nothing")
  }

  private func pagesAreApart() async throws {
    let store = try await make()
    try await store.write { writer in
      for number in 1...3 {
        try writer.insert(Self.record("a", "\(number)"), references: [])
        try writer.insert(Self.record("b", "\(number)"), references: [])
        try writer.insert(Self.record("a", "j\(number)", in: "j"), references: [])
      }
    }
    let pages = try await store.read { reader in
      (
        try reader.page("a", in: "i", after: nil, limit: 9), try reader.page("a", in: "j", after: nil, limit: 9),
        try reader.count("b", in: "i"), try reader.count("b", in: "j")
      )
    }
    try check(pages.0.map(\.id) == ["1", "2", "3"] && pages.1.map(\.id) == ["j1", "j2", "j3"], "a page holds its own alone")
    try check(pages.2 == 3 && pages.3 == 0, "a count counts its own alone")
  }

  private func sequencesAreNew() async throws {
    let store = try await make()
    let first = try await store.write { try $0.insert(Self.record("a", "1"), references: []) }
    let last = try await store.write { try $0.insert(Self.record("a", "2"), references: []) }
    try await store.write { try $0.delete("a", "2") }
    let next = try await store.write { try $0.insert(Self.record("a", "2"), references: []) }
    try check(first.sequence < last.sequence && last.sequence < next.sequence, "what is deleted leaves no sequence to use again")
  }
}
