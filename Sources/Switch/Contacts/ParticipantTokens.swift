import AWSWire
import Crypto
import Foundation
import Protection
import Vocabulary

/// The bearer tokens of chat participants: encrypted and authenticated, so that nothing of them need be stored and nobody can
/// make one.
struct ParticipantTokens: Sendable {
  enum Purpose: String, Sendable {
    /// Given by StartChatContact; exchanged for a connection.
    case participant
    case connection
    case webSocket = "web-socket"
    case attachment
  }

  struct Claim: Sendable, Hashable {
    let instanceID: String
    let initialContactID: String
    let participantID: String
    var expiresAt: Moment
    /// What else the token is for: an attachment's id, a connection's.
    var subject = ""
  }

  let key: ProtectionKey

  func token(_ claim: Claim, for purpose: Purpose) throws -> String {
    let json: JSON = [
      "i": .string(claim.instanceID), "c": .string(claim.initialContactID), "p": .string(claim.participantID),
      "e": .number(Int(claim.expiresAt.microseconds)), "s": .string(claim.subject),
    ]
    return Base64URL.encode(try Protected(json, under: key, at: purpose.rawValue).bytes)
  }

  /// nil for a token that is not ours, not for that, or over.
  func claim(_ token: String, for purpose: Purpose, at now: Moment) -> Claim? {
    guard token.utf8.count <= 2_048, let bytes = Base64URL.decode(token),
      let json = try? Protected<JSON>(bytes: bytes).open(under: key, at: purpose.rawValue),
      let expires = json["e"]?.int, expires > now.microseconds
    else { return nil }
    return Claim(
      instanceID: json["i"]?.string ?? "", initialContactID: json["c"]?.string ?? "", participantID: json["p"]?.string ?? "",
      expiresAt: Moment(microseconds: Int64(expires)), subject: json["s"]?.string ?? "")
  }
}
