import AWSWire
import ConnectAPI
import Crypto
import Link
import Vocabulary

/// What the switch says for the ledger. It says what came of a request; who signed that request is the keep's word alone. The
/// keep gives it with its verdict, as a code over the request's id, the operation and the identity, and asks for it back with the
/// event.
struct SwitchEvents: Sendable {
  private let key: SymmetricKey
  private let events: KeepEvent

  /// - Parameter key: stays the same for ever, since events wait on the switch's disk.
  init(key: SymmetricKey, events: KeepEvent) {
    self.key = key
    self.events = events
  }

  /// The caller as the switch is told of it.
  func attested(_ caller: Caller, in message: JudgeRequest) -> Caller {
    let text = Self.text(message.carried.requestID, message.operation, AuditEvent.identity(caller))
    return caller.attested(by: Base64URL.encode(Array(HMAC<SHA256>.authenticationCode(for: text, using: key))))
  }

  /// What the switch says of itself, with the parameters that are taken over.
  private static let own = ["RefuseSealingKey": ["class", "instanceId"]]
  private static let itself: JSON = ["type": "AWSService", "invokedBy": "switchkeep"]

  /// What goes into the ledger: of an event that names somebody who did not sign, that it came.
  /// - Throws: LedgerServiceProblem.malformed.
  func examined(_ stated: [JSON]) throws -> [JSON] {
    try stated.map { event in
      guard var object = event.object, let name = object["eventName"]?.string, !name.isEmpty else {
        throw LedgerServiceProblem(.malformed, "an audit event has no eventName")
      }
      let code = object[AuditEvent.attestation]?.string
      object[AuditEvent.attestation] = nil
      let identity = object["userIdentity"] ?? ["type": "Unknown"]
      if identity == ["type": "Unknown"] || isAttested(object, name, identity, by: code) { return JSON(.object(object)) }
      if identity == Self.itself, let members = Self.own[name] { return own(object, name, members) }
      return refusal(of: object, name, identity)
    }
  }

  private func isAttested(_ event: JSON.Object, _ name: String, _ identity: JSON, by code: String?) -> Bool {
    guard let code = code.flatMap(Base64URL.decode), let requestID = event["requestID"]?.string else { return false }
    let text = Self.text(requestID, name, identity)
    return HMAC<SHA256>.isValidAuthenticationCode(code, authenticating: text, using: key)
  }

  /// Made anew, so that there is nothing in it beyond that.
  private func own(_ event: JSON.Object, _ name: String, _ members: [String]) -> JSON {
    let stated = members.map { ($0, JSON.string(String((event["requestParameters"]?[$0]?.string ?? "").prefix(128)))) }
    let parameters = JSON.object(stated)
    var own = events.event(name, for: "switchkeep", parameters, readOnly: false, category: .management).object
    own?["eventID"] = .string(String((event["eventID"]?.string ?? "").prefix(128)))
    return own.map { JSON(.object($0)) } ?? .null
  }

  /// Delivered twice it is one event, as what it stands for would have been.
  private func refusal(of event: JSON.Object, _ name: String, _ identity: JSON) -> JSON {
    let id = String((event["eventID"]?.string ?? "").prefix(128))
    let parameters: JSON = [
      "EventId": .string(id), "EventName": .string(String(name.prefix(128))),
      "ClaimedArn": .string(String((identity["arn"]?.string ?? "").prefix(512))),
    ]
    var refusal = events.event("RefuseEvent", for: "switchkeep", parameters, readOnly: false, category: .management).object
    refusal?["eventID"] = .string("refused-\(id)")
    return refusal.map { JSON(.object($0)) } ?? .null
  }

  private static func text(_ requestID: String, _ operation: String, _ identity: JSON) -> [UInt8] {
    JSON.array([.string(requestID), .string(operation), identity]).canonicalBytes
  }
}
