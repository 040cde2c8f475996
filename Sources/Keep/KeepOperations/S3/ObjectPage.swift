/// One page of a listing: objects, and in place of those that share a name up to a delimiter, that beginning.
struct ObjectPage: Sendable {
  enum Entry: Sendable {
    case object(ContentObject)
    case prefix(String)

    var name: String {
      switch self {
      case .object(let object): object.name
      case .prefix(let prefix): prefix
      }
    }
  }

  let entries: [Entry]
  /// The name after which the next page begins; nil when there is none.
  let next: String?

  /// Objects that are asked for at once.
  private static let batchMax = 1_000

  /// Names greater than `after`, in the order of their bytes. An `after` that is itself the beginning that objects share here
  /// stands for all of them.
  static func read(
    _ inventory: any ContentInventory, _ instanceID: String, prefix: String, delimiter: String, after: String, limit: Int
  ) async throws -> ObjectPage {
    guard limit > 0 else { return ObjectPage(entries: [], next: nil) }
    let rollUp = RollUp(prefix: prefix, delimiter: delimiter)
    var entries: [Entry] = []
    var shared = rollUp.beginning(of: after).flatMap { $0.utf8.elementsEqual(after.utf8) ? $0 : nil }
    var position = rollUp.past(shared, from: after)
    while true {
      let batch = try await inventory.objects(in: instanceID, prefix: prefix, after: position, limit: batchMax)
      for object in batch {
        let beginning = rollUp.beginning(of: object.name)
        if let beginning, let shared, beginning.utf8.elementsEqual(shared.utf8) { continue }
        guard entries.count < limit else { return ObjectPage(entries: entries, next: entries.last?.name) }
        entries.append(beginning.map(Entry.prefix) ?? .object(object))
        shared = beginning
      }
      guard batch.count == batchMax, let last = batch.last else { return ObjectPage(entries: entries, next: nil) }
      position = rollUp.past(shared, from: last.name)
    }
  }
}

/// How names are rolled up.
private struct RollUp {
  let prefix: String
  let delimiter: [UInt8]

  init(prefix: String, delimiter: String) {
    self.prefix = prefix
    self.delimiter = Array(delimiter.utf8)
  }

  /// A name up to the first delimiter after the prefix; nil where there is none.
  func beginning(of name: String) -> String? {
    guard !delimiter.isEmpty, name.utf8.starts(with: prefix.utf8) else { return nil }
    let bytes = Array(name.utf8)
    var at = prefix.utf8.count
    while at + delimiter.count <= bytes.count {
      if bytes[at..<(at + delimiter.count)].elementsEqual(delimiter) {
        return String(decoding: bytes[..<(at + delimiter.count)], as: UTF8.self)
      }
      at += 1
    }
    return nil
  }

  /// A name behind all that share `beginning`, to leap over them; or `name`, where that is further.
  func past(_ beginning: String?, from name: String) -> String {
    guard let beginning else { return name }
    let leap = beginning + "\u{10FFFF}"
    return name.utf8.lexicographicallyPrecedes(leap.utf8) ? leap : name
  }
}
