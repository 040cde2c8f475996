import AWSWire
import ConnectAPI
import Link
import RequestSigning
import Vocabulary

/// A player reads the object of its session: each answer with its own entry, its own look at every right, and its own grant.
struct PlayerReading: Sendable {
  static let operation = "GetPlayerContent"
  /// Its path is the link's own. Cookies do not know ports, so that one for all paths would go to the switch's listener too.
  static let cookie = "__Secure-player"

  let endpoint: PlayerEndpoint
  let carried: CarriedRequest
  let id: String

  func respond() async throws -> WireResponse {
    let link = try await session()
    guard case .granted(let access) = try await current(link) else { throw PlayerRefusal.denied }
    let selection: PlayedSelection
    do {
      selection = try PlayedSelection(carried.request, access.object)
    } catch {
      await record(access, error.code)
      throw error
    }
    guard carried.request.method == "GET", selection.status != 304 else {
      await record(access, nil)
      let length = WireRequest.Header(name: "content-length", value: String(selection.range.count))
      return WireResponse(status: selection.status, headers: selection.headers + [length], body: [])
    }
    return WireResponse(status: selection.status, headers: selection.headers, body: try await opened(access, selection.range))
  }

  /// Ends the session.
  func end() async throws -> WireResponse {
    let link = try await session()
    let event = endpoint.recorder.event(carried, operation: "EndPlayerSession", caller: nil) { event in
      event["userIdentity"] = endpoint.person(of: link).identity
      event["requestParameters"] = ["linkId": .string(link.id)]
      event["readOnly"] = false
    }
    do {
      _ = try await endpoint.log.receipt(for: event, also: endpoint.links.removing(link.id))
    } catch PlayerProblem.notThere {
      throw PlayerRefusal.noSession
    } catch {
      throw PlayerRefusal.noLedger
    }
    let gone = "\(Self.cookie)=; Path=\(PlayerEndpoint.path)/\(id)/; Max-Age=0; Secure; HttpOnly; SameSite=Strict"
    return .json(200, [:], [WireRequest.Header(name: "set-cookie", value: gone)])
  }

  /// The link that the cookie's session came of.
  private func session() async throws -> PlayerLink {
    for secret in cookies() {
      guard let link = try await endpoint.links.link(id, session: secret), link.expiresAt > endpoint.now() else { continue }
      guard endpoint.authority.admits("player/\(id)", carried) else { throw PlayerRefusal(Refusal.throttled) }
      return link
    }
    let asked = AskedOperation(name: Self.operation, source: endpoint.recorder.source, wire: .json)
    let refusal = await endpoint.authority.refuseStranger(PlayerRefusal.noSession.refusal, carried, asked)
    throw PlayerRefusal(refusal)
  }

  /// A browser sends the cookie once; another value under the name is somebody's try.
  private func cookies() -> [String] {
    carried.request.headers.filter { $0.name == "cookie" }.flatMap { $0.value.split(separator: ";") }.prefix(64).compactMap {
      pair in
      let sides = pair.split(separator: "=", maxSplits: 1).map { $0.trimmingSpaces }
      return sides.count == 2 && sides[0] == Self.cookie ? sides[1] : nil
    }
  }

  private func current(_ link: PlayerLink) async throws -> PlayerAccess.Outcome {
    let outcome = try await PlayerAccess.current(link, endpoint, carried)
    if case .denied(let reason) = outcome {
      await endpoint.recorder.record(carried, operation: Self.operation, caller: nil) { event in
        event["userIdentity"] = endpoint.person(of: link).identity
        event["requestParameters"] = ["linkId": .string(link.id)]
        event["errorCode"] = "AccessDenied"
        event["errorMessage"] = .string(reason)
        event["readOnly"] = true
      }
    }
    return outcome
  }

  /// The content is opened after its entry in the ledger is durable, and by a grant that stands for that entry.
  private func opened(_ access: PlayerAccess, _ range: Range<Int>) async throws -> [UInt8] {
    let entry = event(access) { event in
      event["additionalEventData"] = access.details([
        ("rangeStart", .number(range.lowerBound)), ("bytes", .number(range.count)),
      ])
      event["managementEvent"] = false
      event["eventCategory"] = "Data"
    }
    let envelope = endpoint.recorder.event(carried, operation: access.key.use.operation.rawValue, caller: nil) { event in
      event["userIdentity"] = access.right.person.identity
    }
    let read = ContentRead(
      allowance: access.allowance, key: access.key, object: access.object, range: range,
      resource: PlayerAccess.resource(access.link), entry: entry,
      keyEntry: access.key.use.event(in: envelope, at: endpoint.recorder.place, denied: nil))
    let receipt: LedgerReceipt
    do { receipt = try await endpoint.log.receipt(for: [read.entry, read.keyEntry]) } catch { throw PlayerRefusal.noLedger }
    let bytes = try await endpoint.inventory.open(try Grant.mint(read, for: access.right, receipt))
    guard bytes.count == range.count else { throw ContentProblem(.unreadable, "the content is of another length") }
    return bytes
  }

  private func event(_ access: PlayerAccess, _ change: (inout JSON.Object) -> Void) -> JSON {
    endpoint.recorder.event(carried, operation: Self.operation, caller: nil) { event in
      access.describe(&event)
      event["readOnly"] = true
      change(&event)
    }
  }

  /// The event of what shows no content.
  private func record(_ access: PlayerAccess, _ errorCode: String?) async {
    await endpoint.recorder.trail.record(
      event(access) { event in
        event["eventName"] = "HeadPlayerContent"
        event["errorCode"] = errorCode.map(JSON.string)
        event["additionalEventData"] = access.details([])
      })
  }
}

extension Substring {
  fileprivate var trimmingSpaces: String { String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()) }
}
