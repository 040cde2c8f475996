import AWSWire
import ConnectAPI
import Link
import RequestSigning
import Vocabulary

/// Takes a link back, and ends the session that it was redeemed into.
struct RevokePlayerLink: ApprovalOperation {
  let links: PlayerLinkTable
  let log: AuditLog

  func perform(_ members: JSONMembers, _ call: ApprovalCall) async throws -> JSON {
    var members = members
    let id = try members.string("LinkId", length: 1...64)
    try members.finish()
    try await call.mustBeAllowed(on: call.arn(link: id))
    guard let link = try await links.link(id) else { throw await gone(call) }
    let event = call.recorder.event(call.carried, operation: Self.name, caller: call.caller) { event in
      event["readOnly"] = false
      event["requestParameters"] = ["linkId": .string(id), "userId": .string(link.userID), "objectId": .string(link.objectID)]
    }
    do {
      _ = try await log.receipt(for: event, also: links.removing(id))
    } catch PlayerProblem.notThere {
      throw await gone(call)
    }
    return [:]
  }

  private func gone(_ call: ApprovalCall) async -> WireError {
    await call.refused("ResourceNotFoundException", "There is no such link, or it is over.", 404)
  }
}

extension ApprovalCall {
  func arn(link id: String) -> String {
    "arn:aws:\(ApprovalEndpoint.service):\(place.region):\(place.account):player-link/\(id)"
  }

  /// - Throws: the Refusal, which is on record.
  func mustBeAllowed(_ action: String, on resource: String, context: [String: [String]] = [:]) async throws {
    let asked = AskedOperation(name: operation, source: ApprovalEndpoint.service, wire: .json)
    guard
      case .denied(let refusal, _) = authority.decision(on: action, resource, context: context, for: signatory, carried, asked)
    else { return }
    await authority.record(refusal, carried, asked, caller: caller)
    throw refusal
  }

  /// What is told of a refusal that is no denial of a policy, once it is on record.
  func refused(_ code: String, _ message: String, _ status: Int) async -> WireError {
    let asked = AskedOperation(name: operation, source: ApprovalEndpoint.service, wire: .json)
    await authority.record(Refusal(code: code, message: message, status: status), carried, asked, caller: caller)
    return WireError(code: code, message: message, status: status)
  }
}
