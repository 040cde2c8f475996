import Crypto
import Vocabulary

/// SHA-256 over what a store holds, the same for every engine that holds the same.
///
/// Each field goes in with its length, so that no two contents run together into one.
struct StoreDigest {
  private var hash = SHA256()

  mutating func add(_ record: Record) {
    add(record.kind.rawValue, record.id, record.scope, record.arn, record.document.text)
    add(bytes: record.name.map { Array($0.utf8) })
    add(bytes: record.sealed)
    add(Int64(record.tags.count))
    for (key, value) in record.tags.sorted(by: { $0.key < $1.key }) { add(key, value) }
    add(record.createdAt.microseconds, record.modifiedAt.microseconds, record.sequence)
  }

  mutating func add(from: Reference, to: Reference) { add(from.kind.rawValue, from.id, to.kind.rawValue, to.id) }

  mutating func add(key: [UInt8], _ remembered: Remembered) {
    add(bytes: key)
    add(bytes: remembered.requestDigest)
    add(remembered.response.text)
    add(remembered.expiresAt.microseconds)
  }

  mutating func add(_ item: OutboxItem) {
    add(item.id)
    add(item.topic)
    add(bytes: item.payload)
  }

  func finish() -> [UInt8] { Array(hash.finalize()) }

  private mutating func add(_ texts: String...) { for text in texts { add(bytes: Array(text.utf8)) } }

  private mutating func add(_ numbers: Int64...) { for number in numbers { add("\(number)") } }

  /// An absent field has no length, which tells it from an empty one.
  private mutating func add(bytes: [UInt8]?) {
    hash.update(data: Array("\(bytes.map { "\($0.count)" } ?? "-"):".utf8))
    hash.update(data: bytes ?? [])
  }
}
