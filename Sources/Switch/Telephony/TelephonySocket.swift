import Contacts
import Crypto
import Vocabulary

/// The WebSocket of the program that carries the calls: one at a time, which knows the token that `serve` has written.
struct TelephonySocket: Sendable {
  static let path = "/telephony"

  let telephony: AttachedTelephony
  let host: ContactHost
  let directory: TelephonyDirectory
  /// nil where no program may be attached.
  let token: String?

  /// Close codes of our own (RFC 6455 7.4.2).
  private enum Close {
    static let notAuthenticated: UInt16 = 4401
    static let taken: UInt16 = 4409
  }
  private static let messageBytesMax = 64 * 1024
  private static let addressBytesMax = 256

  func upgrade() -> SocketVerdict {
    guard token != nil else { return .refuse(WireResponse(status: 404, headers: [], body: [])) }
    return .accept(subprotocol: nil) { reader, writer in await serve(&reader, writer) }
  }

  private func serve(_ reader: inout any SocketReader, _ writer: any SocketWriter) async {
    guard let text = await reader.next(), let hello = try? JSON.parse(text), isKnown(hello["token"]?.string) else {
      return await writer.close(code: Close.notAuthenticated)
    }
    guard let commands = telephony.attach() else { return await writer.close(code: Close.taken) }
    try? await writer.send(JSON.object([("type", "attached")]).text)
    await withTaskGroup(of: Void.self) { group in
      group.addTask {
        for await text in commands { if (try? await writer.send(text)) == nil { return } }
        await writer.close(code: 1000)
      }
      while let text = await reader.next() {
        guard text.utf8.count <= Self.messageBytesMax, let message = try? JSON.parse(text) else { break }
        if let answer = await answer(to: message) { try? await writer.send(answer.text) }
      }
      telephony.detach()
      group.cancelAll()
    }
    await host.telephonyLost()
  }

  /// In constant time: digests are compared.
  private func isKnown(_ given: String?) -> Bool {
    guard let token, let given else { return false }
    return SHA256.hash(data: Array(given.utf8)) == SHA256.hash(data: Array(token.utf8))
  }

  private func answer(to message: JSON) async -> JSON? {
    switch message["type"]?.string {
    case "event":
      guard let event = TelephonyMessages.event(message), let contactID = message["contactId"]?.string,
        let instanceID = message["instanceId"]?.string
      else { return problem(message["id"], "An event has a name of docs/telephony-port.md, contactId and instanceId.") }
      await host.telephony(event, of: contactID, in: instanceID)
      return nil
    case "call": return await call(message)
    default: return problem(message["id"], "A message has the type call or event.")
    }
  }

  private func call(_ message: JSON) async -> JSON {
    guard let to = message["to"]?.string else { return problem(message["id"], "A call has a to.") }
    let from = message["from"]?.string
    guard to.utf8.count <= Self.addressBytesMax, from?.utf8.count ?? 0 <= Self.addressBytesMax else {
      return problem(message["id"], "An address has at most \(Self.addressBytesMax) bytes.")
    }
    if let flow = message["contactFlowId"]?.string {
      guard let instanceID = message["instanceId"]?.string else { return problem(message["id"], "A call has an instanceId.") }
      return await begin(message["id"], from, to, flow, [], instanceID)
    }
    switch await directory.route(to, from: from, over: message["trunk"]?.string ?? "") {
    case .flow(let instanceID, let flow, let number, let tags):
      return await begin(message["id"], from, number, flow, tags, instanceID)
    case .refused(let status): return ["type": "reply", "id": message["id"] ?? .null, "refused": .number(status)]
    case .unknown: return ["type": "reply", "id": message["id"] ?? .null, "refused": .number(Self.notFound)]
    }
  }

  /// SIP's, of a number that nobody has (RFC 3261 21.4.5).
  private static let notFound = 404

  private func begin(
    _ id: JSON?, _ from: String?, _ to: String, _ flow: String, _ tags: [String], _ instanceID: String
  ) async -> JSON {
    do {
      try await host.admit()
      let contactID = try await host.perform(instanceID, nil) {
        try $0.callArrived(from: from, to: to, flow: flow, tags: tags, at: $1)
      }
      return [
        "type": "reply", "id": id ?? .null, "contactId": .string(contactID), "instanceId": .string(instanceID),
      ]
    } catch {
      return problem(id, (error as? CentreProblem)?.message ?? "The call cannot be taken now.")
    }
  }

  private func problem(_ id: JSON?, _ text: String) -> JSON { ["type": "reply", "id": id ?? .null, "error": .string(text)] }
}

extension ContactHost {
  /// Something has happened on the telephone. Who transfers finds what was made before, as the desk does.
  func telephony(_ event: TelephonyEvent, of contactID: String, in instanceID: String) async {
    if case .agentReferred = event { _ = try? await read(instanceID) { _, _ in } }
    happened(instanceID) { $0.telephony(event, of: contactID, at: $1) }
  }

  /// Nobody carries the calls any more: they are over.
  func telephonyLost() {
    for instanceID in centres.keys.sorted() {
      happened(instanceID) { centre, now in
        for contact in centre.contacts.values.filter({ $0.channel == .voice && $0.isOnLine }).sorted(by: { $0.id < $1.id }) {
          centre.telephony(.transportFailed, of: contact.id, at: now)
        }
      }
    }
  }
}

extension Contact {
  /// A callback that waits for an agent has called nobody yet.
  fileprivate var isOnLine: Bool {
    phase != .scheduled && phase != .afterContactWork && (phase != .queued || call?.isCustomerConnected == true)
  }
}
