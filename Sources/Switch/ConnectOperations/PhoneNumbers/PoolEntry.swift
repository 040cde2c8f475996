import ConnectAPI
import Link
import ResourceStore
import Vocabulary

/// A number of the operator's pool as the switch keeps it, with the claim that it is under.
struct PoolEntry {
  var record: Record
  var number: PooledNumber
  /// The id of the number that was made of it. When its instance is deleted the claim is void.
  var claimedBy: String?
  /// The operator has taken it out of the pool; it is there until it is released.
  var isRemoved = false

  /// A new one.
  init(_ number: PooledNumber, in account: String, at now: Moment) {
    self.number = number
    record = Record(
      kind: .pooledNumber, id: number.number, scope: account, arn: "pooled-number/\(number.number)", name: nil, document: .null,
      sealed: nil, tags: [:], createdAt: now, modifiedAt: now)
  }

  /// nil for a record that is none.
  init?(_ record: Record) {
    guard let country = record.document["Country"]?.string, let type = record.document["Type"]?.string else { return nil }
    self.record = record
    number = PooledNumber(number: record.id, country: country, type: type, trunk: record.document["Trunk"]?.string)
    claimedBy = record.document["ClaimedBy"]?.string
    isRemoved = record.document["Removed"]?.bool ?? false
  }

  static func find(_ number: String, _ reader: any ResourceReader) throws -> PoolEntry? {
    try reader.record(.pooledNumber, number).flatMap { PoolEntry($0) }
  }

  /// The claimed number; nil for one that can be claimed.
  func claim(_ reader: any ResourceReader) throws -> Record? {
    guard let claimedBy, let record = try reader.record(.phoneNumber, claimedBy),
      try reader.record(.instance, record.scope) != nil
    else { return nil }
    return record
  }

  func isClaimed(_ reader: any ResourceReader) throws -> Bool { try claim(reader) != nil }

  func save(_ writer: any ResourceWriter) throws {
    let changed = recordToStore
    if try writer.record(.pooledNumber, record.id) == nil {
      try writer.insert(changed, references: [])
    } else {
      try writer.update(changed, references: [])
    }
  }

  func delete(_ writer: any ResourceWriter) throws { try writer.delete(.pooledNumber, record.id) }

  private var recordToStore: Record {
    var changed = record
    var document = JSON.Object()
    document["Country"] = .string(number.country)
    document["Type"] = .string(number.type)
    document["Trunk"] = number.trunk.map(JSON.string)
    document["ClaimedBy"] = claimedBy.map(JSON.string)
    document["Removed"] = isRemoved ? true : nil
    changed.document = JSON(.object(document))
    return changed
  }
}
