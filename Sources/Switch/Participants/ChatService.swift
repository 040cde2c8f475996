import ConnectAPI
import Contacts
import FlowEngine
import Link
import Protection
import Vocabulary

/// What participants of chats can do, whatever wire they use.
struct ChatService: Sendable {
  let host: ContactHost
  let tokens: ParticipantTokens
  let now: @Sendable () -> Moment

  /// Seconds within which a WebSocket must be opened with its URL, and an attachment sent with its own.
  static let urlSecondsMax: Int64 = 100
  static let uploadSecondsMax: Int64 = 900
  /// Seconds for which a connection token is good; it is renewed by connecting again.
  static let connectionSecondsMax: Int64 = 24 * 3_600
  /// WebSockets that one participant may have open.
  static let socketsMax = 5

  /// A participant who has proved who it is.
  struct Connection: Sendable, Hashable {
    let claim: ParticipantTokens.Claim

    var instanceID: String { claim.instanceID }
    var conversation: String { claim.initialContactID }
    var participantID: String { claim.participantID }
  }

  /// The participant whose token it is, to connect with or of a connection; nil for what is no valid token of ours.
  func bearer(of token: String) -> String? {
    let claim = tokens.claim(token, for: .connection, at: now()) ?? tokens.claim(token, for: .participant, at: now())
    return claim?.participantID
  }

  /// Exchanges the participant token for a connection of a day, or of the rest of the chat.
  func connect(_ participantToken: String) async throws(ChatProblem) -> Connection {
    guard let claim = tokens.claim(participantToken, for: .participant, at: now()) else { throw .notAllowed }
    var connection = claim
    connection.expiresAt = min(claim.expiresAt, now().adding(seconds: Self.connectionSecondsMax))
    _ = try await contact(of: Connection(claim: connection))
    return Connection(claim: connection)
  }

  func connectionToken(_ connection: Connection) throws(ChatProblem) -> String { try token(connection.claim, .connection) }

  /// What goes into the URL of a WebSocket.
  func socketToken(_ connection: Connection) throws(ChatProblem) -> (token: String, expiresAt: Moment) {
    var claim = connection.claim
    claim.expiresAt = min(claim.expiresAt, now().adding(seconds: Self.urlSecondsMax))
    return (try token(claim, .webSocket), claim.expiresAt)
  }

  func connection(_ connectionToken: String) async throws(ChatProblem) -> Connection {
    guard let claim = tokens.claim(connectionToken, for: .connection, at: now()) else { throw .notAllowed }
    return Connection(claim: claim)
  }

  /// The participant of a WebSocket's URL; nil when it may not be opened.
  func socket(_ token: String) async -> Connection? {
    guard let claim = tokens.claim(token, for: .webSocket, at: now()) else { return nil }
    let connection = Connection(claim: claim)
    guard (try? await contact(of: connection)) != nil else { return nil }
    let open = host.ports.effects.conversations.count(of: connection.participantID, in: connection.conversation)
    return open < Self.socketsMax ? connection : nil
  }

  /// The participant is there to hear: the others are told the first time.
  func join(_ connection: Connection) async throws(ChatProblem) {
    try await perform(connection) { try $0.participantJoined(connection.participantID, in: connection.conversation, at: $1) }
  }

  /// What is said from now on.
  func items(for connection: Connection) -> AsyncStream<TranscriptItem> {
    host.ports.effects.conversations.listen(to: connection.conversation, as: connection.participantID)
  }

  func send(_ sending: ContactCentre.Sending, isEvent: Bool, from connection: Connection) async throws(ChatProblem)
    -> ContactCentre.Sent
  {
    try await perform(connection) { centre, now in
      isEvent
        ? try centre.sendEvent(sending, from: connection.participantID, in: connection.conversation, at: now)
        : try centre.sendMessage(sending, from: connection.participantID, in: connection.conversation, at: now)
    }
  }

  func disconnect(_ connection: Connection) async throws(ChatProblem) {
    try await perform(connection) { try $0.participantLeft(connection.participantID, in: connection.conversation, at: $1) }
  }

  /// Everything that the participant may read, in order: what it takes up of an earlier chat comes first. A bot that somebody put
  /// into the conversation reads nothing of before: who put it there needs no right to that.
  func transcript(for connection: Connection) async throws(ChatProblem) -> [JSON] {
    let contact = try await contact(of: connection)
    let isBot = contact.chat?.participants.contains { $0.id == connection.participantID && $0.role == .customBot } ?? true
    do { return try await host.transcript(of: contact, withPast: !isBot) } catch { throw .unavailable }
  }

  /// The view that a token of the message that shows it stands for.
  /// - Throws: notFound for a token that is another's, over, or never was: which of them is not told.
  func shownView(_ token: String, for connection: Connection) async throws(ChatProblem) -> ShownView {
    let view = try await read(connection) { centre throws(CentreProblem) in
      try centre.shownView(token, to: connection.participantID, in: connection.conversation)
    }
    guard let view else { throw .noView }
    return view
  }

  // MARK: Attachments

  struct Upload: Sendable, Hashable {
    let attachmentID: String
    /// What goes into the URL to which the bytes are sent.
    let token: String
    let expiresAt: Moment
  }

  func beginUpload(named name: String, contentType: String, sizeBytes: Int, from connection: Connection) async throws(ChatProblem)
    -> Upload
  {
    let attachmentID = try await perform(connection) { centre, now in
      try centre.beginAttachment(
        named: name, contentType: contentType, sizeBytes: sizeBytes, from: connection.participantID,
        in: connection.conversation, at: now
      ).attachmentID
    }
    return try upload(attachmentID, connection)
  }

  /// A URL for the bytes of an attachment, to send or to fetch them, good for so many seconds.
  func upload(
    _ attachmentID: String, _ connection: Connection, seconds: Int64 = Self.uploadSecondsMax
  ) throws(ChatProblem) -> Upload {
    var claim = connection.claim
    claim.expiresAt = min(claim.expiresAt, now().adding(seconds: min(seconds, Self.uploadSecondsMax)))
    claim.subject = attachmentID
    return Upload(attachmentID: attachmentID, token: try token(claim, .attachment), expiresAt: claim.expiresAt)
  }

  /// The attachment that a URL's token is for, with its participant.
  func attachment(byToken token: String) async throws(ChatProblem) -> (Connection, Attachment) {
    guard let claim = tokens.claim(token, for: .attachment, at: now()) else { throw .notAllowed }
    let connection = Connection(claim: claim)
    return (connection, try await attachment(claim.subject, for: connection))
  }

  func attachment(_ id: String, for connection: Connection) async throws(ChatProblem) -> Attachment {
    let participantID = connection.participantID
    return try await read(connection) { centre throws(CentreProblem) in
      try centre.attachment(id, for: participantID, in: connection.conversation)
    }
  }

  /// Takes the bytes, once.
  func put(_ bytes: [UInt8], of attachment: Attachment, _ connection: Connection) async throws(ChatProblem) {
    guard bytes.count == attachment.sizeBytes else {
      throw ChatProblem(.invalid, "The attachment was announced with \(attachment.sizeBytes) bytes.")
    }
    let contact = try await contact(of: connection)
    do {
      try await host.store(bytes, of: attachment.id, for: contact)
    } catch {
      throw .unavailable
    }
  }

  func bytes(of attachment: Attachment, _ connection: Connection) async throws(ChatProblem) -> [UInt8] {
    do {
      if let bytes = try await host.attachment(attachment.id, in: connection.conversation) { return bytes }
      if let bytes = try await host.pastAttachment(attachment.id, for: try await contact(of: connection)) { return bytes }
    } catch {
      throw .unavailable
    }
    throw ChatProblem(.notFound, "The attachment has not been sent.")
  }

  func completeUploads(_ ids: [String], from connection: Connection) async throws(ChatProblem) {
    for id in ids { _ = try await bytes(of: try await attachment(id, for: connection), connection) }
    try await perform(connection) {
      try $0.completeAttachments(ids, from: connection.participantID, in: connection.conversation, at: $1)
    }
  }

  // MARK: The way to the core

  /// - Throws: notAllowed when the participant is in no active chat.
  func contact(of connection: Connection) async throws(ChatProblem) -> Contact {
    let contact = try await read(connection) { centre throws(CentreProblem) in
      centre.contact(of: connection.participantID, conversation: connection.conversation)
    }
    guard let contact, contact.chat?.participant(connection.participantID)?.hasLeft == false else { throw .notAllowed }
    return contact
  }

  private func read<Answer: Sendable>(
    _ connection: Connection, _ body: @escaping @Sendable (ContactCentre) throws -> Answer
  ) async throws(ChatProblem) -> Answer {
    do {
      return try await host.read(connection.instanceID) { centre, _ in try body(centre) }
    } catch {
      throw ChatProblem(error)
    }
  }

  private func perform<Answer: Sendable>(
    _ connection: Connection, _ body: @escaping @Sendable (inout ContactCentre, Moment) throws -> Answer
  ) async throws(ChatProblem) -> Answer {
    do {
      return try await host.perform(connection.instanceID, nil, body)
    } catch {
      throw ChatProblem(error)
    }
  }

  private func token(_ claim: ParticipantTokens.Claim, _ purpose: ParticipantTokens.Purpose) throws(ChatProblem) -> String {
    do { return try tokens.token(claim, for: purpose) } catch { throw .unavailable }
  }
}

/// Why a participant cannot have what it asks for.
struct ChatProblem: Error, Sendable, Hashable {
  enum Code: Sendable {
    /// No valid token, or no chat that is open: which of them is not told.
    case notAllowed
    case invalid
    case notFound
    case tooMany
    case tooOften
    case unavailable
  }

  let code: Code
  let message: String

  init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }

  static let notAllowed = ChatProblem(.notAllowed, "Access denied.")
  static let tooOften = ChatProblem(.tooOften, "Rate exceeded. Ask less often.")
  static let overloaded = ChatProblem(.tooOften, "The contact centre has too much to do. Try again.")
  static let noView = ChatProblem(.notFound, "There is no view with that token.")
  static let unavailable = ChatProblem(.unavailable, "The chat cannot be served now. Try again.")

  init(_ error: any Error) {
    guard let problem = error as? CentreProblem else {
      self = (error as? ConnectError)?.code == .serviceUnavailable ? .overloaded : .unavailable
      return
    }
    switch problem.code {
    case .participantNotFound, .agentNotFound, .notPermitted: self = .notAllowed
    case .contactNotFound, .flowNotFound, .queueNotFound, .statusNotFound, .quickConnectNotFound:
      self.init(.notFound, problem.message)
    case .tooMany: self.init(.tooMany, problem.message)
    case .invalid, .wrongState, .wrongChannel, .attributesTooLarge: self.init(.invalid, problem.message)
    }
  }
}
