import AWSWire
import ConnectAPI
import Link
import ResourceStore

/// A request about one user.
protocol NamesUser {
  var instanceId: String { get }
  var userId: String { get }
}

/// A change of a user that the switch's agent follows. An operation says what it changes; the rest is the same for all.
protocol UserChangeOperation: StagedOperation where Input: NamesUser, Output == EmptyResponse, Staged == AgentChange {
  // Said again, since the compiler infers an associated type from the requirements of the protocol that declares it.
  associatedtype Input
  var users: Users { get }
  func change(_ user: inout StoredUser, _ input: Input) throws
}

extension UserChangeOperation {
  func stage(_ input: Input, _ context: CallContext, _ store: any ConfigurationStore) async throws -> AgentChange {
    try await users.roster.stage {
      try await store.read { reader in
        let before = try users.find(input.userId, in: input.instanceId, ReadCall(context: context, reader: reader))
        var after = before
        try change(&after.document, input)
        return .changed(from: Agent(before), to: Agent(after))
      }
    }
  }

  func perform(_ input: Input, _ staged: AgentChange, _ call: WriteCall) throws -> EmptyResponse {
    try users.change(input.userId, in: input.instanceId, call) { try change(&$0, input) }
    return EmptyResponse()
  }

  func settle(_ input: Input, _ staged: AgentChange, committed: Bool) async {
    await users.roster.settle(staged, committed: committed)
  }
}
