import Contacts
import Link
import Vocabulary

/// One desk's WebSocket: it authenticates with its first message, gets a snapshot or what it missed, and then events as they come
/// and replies to its commands.
struct DeskSocket: Sendable {
  let keepSide: any LinkPeer
  let host: ContactHost
  let desks: OpenDesks

  /// Close codes of our own (RFC 6455 7.4.2), and one of IANA's registry.
  private enum Close {
    static let tryAgainLater: UInt16 = 1013
    static let notAuthenticated: UInt16 = 4401
    static let badMessage: UInt16 = 4400
  }
  private static let messageBytesMax = 64 * 1024

  func serve(_ reader: inout any SocketReader, _ writer: any SocketWriter) async {
    let (session, token, sequence): (DeskSession, String, Int?)
    do {
      guard let found = try await authenticate(&reader) else { return await writer.close(code: Close.notAuthenticated) }
      (session, token, sequence) = found
    } catch {
      return await writer.close(code: Close.tryAgainLater)
    }
    let desk = await desks.connect(session.userID, in: session.instanceID, resumingAfter: sequence)
    do {
      try await host.deskConnected(session.userID, in: session.instanceID)
      try await greet(session, desk.missed, desk.sequence, writer)
      await talk(session, token, desk.output, &reader, writer)
    } catch {
      await writer.close(code: Close.notAuthenticated)
    }
    await desks.disconnected(session.userID, generation: desk.generation, at: host.ports.now())
  }

  /// - Throws: LinkProblem when nobody can say whose the token is.
  private func authenticate(_ reader: inout any SocketReader) async throws -> (DeskSession, String, Int?)? {
    guard let text = await reader.next(), text.utf8.count <= Self.messageBytesMax, let json = try? JSON.parse(text),
      json["type"]?.string == "authenticate", let token = json["token"]?.string,
      let session = try await keepSide.send(CheckDeskSession(token: token))
    else { return nil }
    return (session, token, json["resumeAfter"]?.int)
  }

  private func greet(_ session: DeskSession, _ missed: [String]?, _ sequence: Int, _ writer: any SocketWriter) async throws {
    if let missed {
      try await writer.send(JSON.object([("type", "resumed"), ("sequence", .number(sequence))]).text)
      for text in missed { try await writer.send(text) }
    } else {
      let snapshot = try await host.deskSnapshot(of: session.userID, in: session.instanceID)
      try await writer.send(DeskEvent.snapshot(snapshot).text(sequence))
    }
  }

  private func talk(
    _ session: DeskSession, _ token: String, _ output: AsyncStream<String>, _ reader: inout any SocketReader,
    _ writer: any SocketWriter
  ) async {
    await withTaskGroup(of: Void.self) { group in
      group.addTask(executorPreference: host.ports.tasks) {
        for await text in output { if (try? await writer.send(text)) == nil { return } }
        await writer.close(code: 1000)
      }
      var session = session
      while let text = await reader.next() {
        guard text.utf8.count <= Self.messageBytesMax, let json = try? JSON.parse(text) else {
          await writer.close(code: Close.badMessage)
          break
        }
        guard let current = await self.current(session, token) else {
          await writer.close(code: Close.notAuthenticated)
          break
        }
        session = current
        let reply = await reply(to: json, session)
        guard (try? await writer.send(reply.text)) != nil else { break }
      }
      group.cancelAll()
    }
  }

  /// The session as the keep has it now, or nil when it is over. While the keep is away agents go on, until their sessions end.
  private func current(_ session: DeskSession, _ token: String) async -> DeskSession? {
    do {
      return try await keepSide.send(CheckDeskSession(token: token))
    } catch {
      return host.ports.now() < session.expiresAt ? session : nil
    }
  }

  private func reply(to message: JSON, _ session: DeskSession) async -> JSON {
    let id = message["id"] ?? .null
    guard message["type"]?.string == "command", let verb = DeskVerb.all[message["verb"]?.string ?? ""] else {
      return problem(
        id, "UnknownVerb", "A message is {\"type\": \"command\", \"id\", \"verb\", ...} with a verb of docs/desk-api.md.")
    }
    do {
      let call = DeskCall(
        agentID: session.userID, instanceID: session.instanceID, host: host, keepSide: keepSide, arguments: message)
      return ["type": "reply", "id": id, "result": try await verb.perform(call)]
    } catch let refusal as CentreProblem {
      return problem(id, refusal.code.rawValue, refusal.message)
    } catch let refusal as DeskProblem {
      return problem(id, "invalid", refusal.message)
    } catch {
      return problem(id, "unavailable", "The contact centre could not do this now. Try again.")
    }
  }

  private func problem(_ id: JSON, _ code: String, _ message: String) -> JSON {
    ["type": "reply", "id": id, "error": ["code": .string(code), "message": .string(message)]]
  }
}

/// A command whose arguments make no sense.
struct DeskProblem: Error, Sendable, Hashable {
  let message: String
}
