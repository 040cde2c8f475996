import Foundation
import GRDB
import Link
import Opening
import Vocabulary

/// A message whose writer was killed. It stays as it is: to append under its data key would use nonces twice.
struct TornObject: Sendable, SealedBytes {
  let id: String
  let instanceID: String
  let contentClass: ContentClass
  let contactID: String
  let name: String
  let contentType: String
  /// Of the pair that it is sealed to.
  let sealingKey: String
  let message: [UInt8]
  let storedAt: Moment

  enum State: Int, Sendable {
    case waits, sealedAnew, unreadable
  }

  /// - Returns: nil for what was never made bit by bit: that comes whole or not at all.
  init?(_ object: SealedObject, of deposit: Deposit, _ sealingKey: String, at now: Moment) {
    guard object.contentClass == ContentClass.callRecordings.rawValue, object.plaintextBytes == 0,
      let place = ObjectName(.callRecordings, of: deposit, object)
    else { return nil }
    id = object.id
    instanceID = deposit.instanceID
    contentClass = .callRecordings
    contactID = deposit.contactID
    name = place.text
    contentType = object.contentType
    self.sealingKey = sealingKey
    message = object.message
    storedAt = now
  }

  /// - Throws: ContentProblem.unreadable for a row that names no class.
  init(_ row: Row) throws {
    guard let contentClass = ContentClass(rawValue: row["class"]) else {
      throw ContentProblem(.unreadable, "a torn object has no known class")
    }
    self.contentClass = contentClass
    id = row["id"]
    instanceID = row["instance"]
    contactID = row["contact"]
    name = row["name"]
    contentType = row["content_type"]
    sealingKey = row["sealing_key"]
    message = Array(row["message"] as Data)
    storedAt = Moment(microseconds: row["stored_at"])
  }

  func insert(_ database: Database) throws {
    try database.execute(
      sql: """
        INSERT INTO torn_content (id, instance, class, contact, name, content_type, sealing_key, message, stored_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
        """,
      arguments: [
        id, instanceID, contentClass.rawValue, contactID, name, contentType, sealingKey, Data(message), storedAt.microseconds,
      ])
  }

  /// What the message says of itself.
  var context: [String: String] {
    SealedObject.context(id: id, contentClass: contentClass.rawValue, contactID: contactID, instanceID: instanceID)
  }

  var count: Int { message.count }

  func bytes(in range: Range<Int>) async throws(OpeningProblem) -> [UInt8] {
    guard range.upperBound <= message.count else { throw OpeningProblem(.unreadable) }
    return Array(message[range])
  }
}
