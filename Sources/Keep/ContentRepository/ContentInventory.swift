package import Vocabulary

/// One sealed object, as its line of the inventory says: metadata alone.
package struct ContentObject: Sendable, Hashable {
  package let id: String
  package let instanceID: String
  package let contentClass: ContentClass
  package let contactID: String
  /// Its key in the instance's bucket. It names ids and times, and nobody.
  package let name: String
  package let plaintextBytes: Int
  /// The SHA-256 of the sealed message: which version of the object this is.
  package let digest: [UInt8]
  package let storedAt: Moment
  /// A media type.
  package let contentType: String
  package let labels: ContentLabels
  /// The name of the sealing pair that its message is sealed to.
  package let sealingKey: String

  package init(
    id: String, instanceID: String, contentClass: ContentClass, contactID: String, name: String, plaintextBytes: Int,
    digest: [UInt8], storedAt: Moment, contentType: String, labels: ContentLabels? = nil, sealingKey: String
  ) {
    self.id = id
    self.instanceID = instanceID
    self.contentClass = contentClass
    self.contactID = contactID
    self.name = name
    self.plaintextBytes = plaintextBytes
    self.digest = digest
    self.storedAt = storedAt
    self.contentType = contentType
    self.labels = labels ?? .unexamined
    self.sealingKey = sealingKey
  }
}

/// What the content interface needs of whoever keeps the sealed objects. Names are ordered and compared as UTF-8 bytes.
package protocol ContentInventory: Sendable {
  /// The instances that have a bucket, in the order of their ids.
  func instances() async throws -> [(id: String, createdAt: Moment)]

  /// In byte order of names, after `name`, beginning with `prefix`; no more than `limit`, and fewer only where there are no more.
  func objects(in instanceID: String, prefix: String, after name: String, limit: Int) async throws -> [ContentObject]

  /// - Returns: nil when the instance has no object of exactly that name.
  func object(in instanceID: String, named name: String) async throws -> ContentObject?

  /// The KMS key that the object rests under: who may use it is to be decided before it is opened.
  func key(of object: ContentObject) async throws -> KMSKey

  /// Opens a range of the plaintext; consumes the grant, which says which object and which range.
  /// - Throws: when the object is gone, is not the version that was granted, or does not open.
  func open(_ grant: consuming Grant) async throws -> [UInt8]
}

/// Why content is not answered. It repeats nothing of the content.
package struct ContentProblem: Error, Sendable, Hashable, CustomStringConvertible {
  package enum Code: String, Sendable {
    /// The object is gone, or is another version than the one that was granted.
    case notThere
    /// Decision, ledger entry and read do not belong together.
    case notGranted
    /// The sealed message does not open.
    case unreadable
  }

  package let code: Code
  package let message: String

  package init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }

  package var description: String { "\(code.rawValue): \(message)" }
}
