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

  /// What goes into the ledger: of an event that is none, or names somebody who did not sign, that it came.
  /// - Throws: LedgerServiceProblem.malformed.
  func examined(_ stated: [JSON]) throws -> [JSON] { try stated.map(examined) }

  private func examined(_ event: JSON) throws -> JSON {
    guard var object = event.object, let name = object["eventName"]?.string, !name.isEmpty else {
      throw LedgerServiceProblem(.malformed, "an audit event has no eventName")
    }
    if object["userIdentity"]?["type"] == "AWSService", let members = Self.found[name] { return found(event, name, members) }
    let code = object[AuditEvent.attestation]?.string
    object[AuditEvent.attestation] = nil
    let identity = object["userIdentity"] ?? ["type": "Unknown"]
    guard isSound(event, name), identity == ["type": "Unknown"] || isAttested(object, name, identity, by: code) else {
      return refusal(of: event, name, identity)
    }
    // The switch answers requests of the Connect API. What the keep and its operators do, the keep says itself.
    object["eventSource"] = .string(AuditEvent.connect)
    object["eventType"] = "AwsApiCall"
    return JSON(.object(object))
  }

  /// Bytes of an event, and of its id.
  private static let bytesMax = 256 * 1024
  private static let idBytesMax = 128
  /// Seconds that an event may be ahead of the keep's clock: both are on one machine.
  private static let aheadSecondsMax: Int64 = 300

  /// Whether it can be stored, found and shown as it is. One that waited for the keep is late, and none is early.
  private func isSound(_ event: JSON, _ name: String) -> Bool {
    guard let id = event["eventID"]?.string, (1...Self.idBytesMax).contains(id.utf8.count), id.utf8.allSatisfy(Self.isPrintable),
      name.utf8.count <= Self.idBytesMax, let at = event["eventTime"]?.string.flatMap(Moment.init(rfc3339:)),
      at <= events.now().adding(seconds: Self.aheadSecondsMax)
    else { return false }
    return event.text.utf8.count <= Self.bytesMax
  }

  private static func isPrintable(_ byte: UInt8) -> Bool { (0x21...0x7E).contains(byte) }

  private func isAttested(_ event: JSON.Object, _ name: String, _ identity: JSON, by code: String?) -> Bool {
    guard let code = code.flatMap(Base64URL.decode), let requestID = event["requestID"]?.string else { return false }
    let text = Self.text(requestID, name, identity)
    return HMAC<SHA256>.isValidAuthenticationCode(code, authenticating: text, using: key)
  }

  private func refusal(of event: JSON, _ name: String, _ identity: JSON) -> JSON {
    let parameters: JSON = [
      "EventId": .string(Self.cut(event["eventID"]?.string)), "EventName": .string(Self.cut(name)),
      "ClaimedArn": .string(Self.cut(identity["arn"]?.string)),
    ]
    return own("RefuseEvent", parameters, for: event)
  }

  /// What a switch finds by itself, and the members that such an event has.
  private static let found = [
    "RefuseSealingKey": ["instanceId", "class"], "RecordingFailed": ["instanceId", "contactId", "reason"],
    "RefuseGuesses": ["address", "deviceId", "wrong", "silentSeconds", "unreported"],
    "EndMonitoring": ["instanceId", "contactId", "monitorContactId", "userId", "reason"],
  ]

  private func found(_ event: JSON, _ name: String, _ members: [String]) -> JSON {
    let stated = event["requestParameters"]
    return own(name, .object(members.map { ($0, .string(Self.cut(stated?[$0]?.string))) }), for: event)
  }

  /// Delivered twice it is one event: all of it comes from what it stands for.
  private func own(_ name: String, _ parameters: JSON, for event: JSON) -> JSON {
    var own = events.event(name, for: "switchkeep", parameters, readOnly: false, category: .management).object ?? JSON.Object()
    let digest = SHA256.hash(data: event.canonicalBytes).prefix(16).hexadecimal
    own["eventID"] = .string("\(name)-\(digest)")
    let stated = event["eventTime"]?.string.flatMap(Moment.init(rfc3339:)) ?? Moment(seconds: 0)
    own["eventTime"] = .string(min(stated, Self.lastDay).rfc3339)
    return JSON(.object(own))
  }

  private static let lastDay = Moment(seconds: 253_402_214_400)

  private static func cut(_ text: String?) -> String { String(decoding: (text ?? "").utf8.prefix(256), as: UTF8.self) }

  private static func text(_ requestID: String, _ operation: String, _ identity: JSON) -> [UInt8] {
    JSON.array([.string(requestID), .string(operation), identity]).canonicalBytes
  }
}
