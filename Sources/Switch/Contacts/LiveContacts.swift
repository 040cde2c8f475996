import AWSWire
import ConnectAPI
import Contacts
import Link
import Protection
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

  func read<Answer: Sendable>(_ instance: String, _ body: @escaping @Sendable (ContactCentre, Moment) throws -> Answer)
    async throws -> Answer
  {
    try await explained { try await host.read(instanceIdentifier(instance), body) }
  }

  /// The record of a contact that is over.
  /// - Throws: ResourceNotFoundException.
  func record(_ contactID: String, in instance: String) async throws -> JSON {
    if let record = await host.leavingRecord(contactID, in: instanceIdentifier(instance)) { return record }
    let message = ReadContactRecord(instanceID: instanceIdentifier(instance), contactID: contactID)
    guard let record = try await keepSide.send(message) else {
      throw ConnectError(.contactNotFound, "There is no contact with the id \(contactID) in this instance.")
    }
    return record
  }

  private func explained<Answer>(_ body: () async throws -> Answer) async throws -> Answer {
    do {
      return try await body()
    } catch let problem as CentreProblem {
      throw ConnectError(problem)
    }
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
      case .wrongChannel, .invalid: .invalidRequest
      case .tooMany: .limitExceeded
      case .attributesTooLarge: .invalidParameter
      }
    self.init(code, problem.message)
  }
}
