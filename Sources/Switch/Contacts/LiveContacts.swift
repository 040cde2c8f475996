import AWSWire
import ConnectAPI
import Contacts
import Link
import ResourceStore
import Vocabulary

/// What the operations on contacts share: the way to the core, and to what the keep knows of contacts that are over.
struct LiveContacts: Sendable {
  let host: ContactHost
  let keepSide: any LinkPeer
  let tokens: ParticipantTokens

  /// Changes contacts, once for a ClientToken.
  func perform<Output: Shape>(
    _ instance: String, _ call: LiveCall, _ body: @escaping @Sendable (inout ContactCentre, Moment) throws -> Output
  ) async throws -> Output {
    if let before = try await host.remembered(call.request) { return try Output(json: before) }
    let json = try await explained {
      try await host.perform(instanceIdentifier(instance), call.request) { try body(&$0, $1).json }
    }
    return try Output(json: json)
  }

  /// The same for what begins a contact.
  func begin<Output: Shape>(
    _ instance: String, _ call: LiveCall, _ body: @escaping @Sendable (inout ContactCentre, Moment) throws -> Output
  ) async throws -> Output {
    if let before = try await host.remembered(call.request) { return try Output(json: before) }
    try await host.admit()
    await host.fetchSealingKeys(of: instanceIdentifier(instance))
    return try await perform(instance, call, body)
  }

  func read<Answer: Sendable>(_ instance: String, _ body: @escaping @Sendable (ContactCentre, Moment) throws -> Answer)
    async throws -> Answer
  {
    try await explained { try await host.read(instanceIdentifier(instance), body) }
  }

  /// Begins a contact that goes on with the conversation of one that is over, once the keep has granted it.
  func perform<Output: Shape>(
    _ instance: String, _ call: LiveCall, goingOn past: Rehydration,
    _ body: @escaping @Sendable (inout ContactCentre, Moment) throws -> (contactID: String, output: Output)
  ) async throws -> Output {
    if let before = try await host.remembered(call.request) { return try Output(json: before) }
    try await host.admit()
    await host.fetchSealingKeys(of: instanceIdentifier(instance))
    await host.departed(past.contactID)
    let key = try await host.freshKey()
    try await grantPast(to: key.id, call)
    let json = try await explained {
      try await host.perform(instanceIdentifier(instance), call.request, giving: key) { centre, now in
        let (contactID, output) = try body(&centre, now)
        return (contactID, output.json)
      }
    }
    return try Output(json: json)
  }

  /// Lets an open contact read what the request of `call` says.
  func grantPast(to key: String, _ call: LiveCall) async throws {
    if let refusal = try await keepSide.send(GrantPast(carried: call.carried, reader: key)) { throw refusal.error }
  }

  private func explained<Answer>(_ body: () async throws -> Answer) async throws -> Answer {
    do {
      return try await body()
    } catch let problem as CentreProblem {
      throw ConnectError(problem)
    }
  }
}

extension Refusal {
  /// As the operation declares it, where the words are Connect's.
  var error: any Error {
    ConnectError.Code(rawValue: code).map { ConnectError($0, message) } ?? WireError(code: code, message: message, status: status)
  }
}

extension ConnectError {
  /// The core's words in Connect's.
  init(_ problem: CentreProblem) {
    let code: Code =
      switch problem.code {
      case .contactNotFound: .contactNotFound
      case .participantNotFound, .agentNotFound, .flowNotFound, .queueNotFound, .statusNotFound, .quickConnectNotFound:
        .resourceNotFound
      case .wrongState: .conflict
      case .wrongChannel, .invalid, .notPermitted: .invalidRequest
      case .tooMany: .limitExceeded
      case .attributesTooLarge: .invalidParameter
      }
    self.init(code, problem.message)
  }
}
