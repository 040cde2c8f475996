import AWSWire
import ConnectAPI
import Link
import ResourceStore
import Vocabulary

/// Changing where content flows takes two people: the first request asks an officer, and the same one is carried out after.
extension StorageConfigs {
  /// The change from one configuration to another, either of which may be none.
  func change(
    from before: Resource<StoredStorageConfig>?, to after: StoredStorageConfig?, of type: InstanceStorageResourceType,
    in instanceID: String, _ call: LiveCall
  ) async throws -> StorageConfigChange {
    let standard = try await uses.keys.defaultKey(in: uses.access.place.account, at: call.context.now).id
    return StorageConfigChange(
      operation: call.context.operation, instanceID: instanceID, resourceType: type.rawValue, associationID: before?.id,
      config: after?.config.json, key: after?.keyID ?? standard, keyBefore: before?.document.keyID ?? standard)
  }

  /// Carries out what an officer has approved to who calls, and uses the approval up.
  /// - Throws: InvalidRequestException while nobody has, with the approval that waits.
  func carryOut<Output: Shape>(
    _ change: StorageConfigChange, _ call: LiveCall, _ effect: @escaping @Sendable (WriteCall) throws -> Output
  ) async throws -> Output {
    do {
      let caller = call.context.caller
      // A session is whoever began it: nobody could tell whether who decides is another.
      guard caller.session == nil else {
        throw ConnectError(
          .invalidRequest, "This takes a second person's approval: sign it with a key of your own, not in the session of a role.")
      }
      let standing = try await approvals.standing(change, by: caller.arn)
      guard let standing, standing.state(at: call.context.now) == .approved else {
        let approval = if let standing { standing } else { try await asked(change, call) }
        throw Self.waits(for: approval)
      }
      try await makePair(for: change, at: call.context.now)
      let use = try approvals.using(standing)
      return try Output(
        json: try await call.write { write in
          let output = try effect(write)
          guard let database = write.writer.sqlite else { throw ConnectError(.internalService, "Approvals rest in SQLite.") }
          try use(database)
          return output.json
        })
    } catch let problem as ApprovalProblem {
      throw ConnectError(problem.code == .tooMany ? .limitExceeded : .invalidRequest, "\(problem).")
    }
  }

  private func asked(_ change: StorageConfigChange, _ call: LiveCall) async throws -> Approval {
    let caller = call.context.caller
    return try await approvals.request(change, by: caller.arn) { approval in
      var event =
        uses.events.event(
          "RequestChange", for: "switchkeep",
          ["approvalId": .string(approval.id), "kind": .string(approval.kind), "summary": .string(approval.summary)],
          readOnly: false, category: .management
        ).object ?? JSON.Object()
      event["userIdentity"] = AuditEvent.identity(caller)
      event["sourceIPAddress"] = .string(call.carried.request.remoteAddress)
      return JSON(.object(event))
    }
  }

  private static func waits(for approval: Approval) -> ConnectError {
    ConnectError(
      .invalidRequest,
      "This changes where content flows, which takes a second person. It waits for a security officer, who runs"
        + " `switchkeep approval approve \(approval.id)`. Make the same request again after that, within a day.")
  }

  /// Before the change is in force, so that there is a pair to seal to whatever becomes of the key.
  private func makePair(for change: StorageConfigChange, at now: Moment) async throws {
    guard let contentClass = ContentClass(rawValue: change.resourceType) else { return }
    do {
      _ = try await uses.sealingKey(
        for: SealingScope(instanceID: change.instanceID, contentClass: contentClass, keyID: change.key), at: now)
    } catch let problem as KeyServiceProblem where problem.code != .damaged {
      throw ConnectError(
        .invalidRequest, "The contact centre cannot seal under the key \(change.key): its state or its policy does not let it.")
    }
  }
}
