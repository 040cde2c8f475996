import Crypto
import ResourceStore
import Vocabulary

/// The same token with the same request answers the same again and does nothing; with another request it is refused.
struct Idempotency {
  /// How long a token is remembered: a day, as long as a client may sensibly retry.
  static let secondsMax: Int64 = 86_400

  let key: String
  let requestDigest: [UInt8]

  init(key: String, requestDigest: [UInt8]) {
    self.key = key
    self.requestDigest = requestDigest
  }

  /// - Returns: nil when the operation has no token, or the request gives none.
  init?(tokenMember: String?, input: JSON, operation: String, account: String) {
    guard let tokenMember, let token = input[tokenMember]?.string, !token.isEmpty, var object = input.object else { return nil }
    object[tokenMember] = nil
    key = "\(account)/\(operation)/\(token)"
    requestDigest = Array(SHA256.hash(data: JSON(.object(object)).canonicalBytes))
  }

  /// The response of the first time, if there was one.
  /// - Throws: IdempotencyException when that was another request.
  func remembered(_ reader: any ResourceReader, at now: Moment) throws -> JSON? {
    guard let remembered = try reader.remembered(key, at: now) else { return nil }
    guard remembered.requestDigest == requestDigest else {
      throw ConnectError(.idempotency, "ClientToken: used before with another request. Use a new token for a new request.")
    }
    return remembered.response
  }

  func remember(_ response: JSON, _ writer: any ResourceWriter, at now: Moment) throws {
    try writer.remember(key, requestDigest: requestDigest, response: response, until: now.adding(seconds: Self.secondsMax))
  }
}
