import Link
import Opening
import Vocabulary

/// Takes what a switch leaves: as it comes, or sealed while the keep was away.
extension KeepProcess {
  func serveDeposits(_ link: LinkResponder) {
    link.handle(TakeDeposits.self) { message in
      try await take(message)
      return Done()
    }
    link.handle(TakeSealedDeposits.self) { message in
      do {
        let page = try await SealedPages(uses: keyUses).page(message.message)
        if !page.events.isEmpty { try await log.append(switchEvents.examined(page.events)) }
        do { try await take(page.deposits) } catch let problem as LinkProblem where problem.code == .malformed {
          throw SealedPages.Refused(name: page.deposits.outboxID, reason: problem.message)
        }
      } catch let problem as SealedPages.Refused {
        // It will never be another: to wait with it would hold up what comes after. What it was to bring is missed by its
        // numbers.
        try await log.append([event("RefuseDeposit", ["Id": .string(problem.name), "Reason": .string(problem.reason)])])
      }
      return Done()
    }
  }

  private func take(_ message: TakeDeposits) async throws {
    let refused = try await archive.take(message, at: configuration.now()) { findings in
      findings.gaps.map { event("DepositGap", .object($0.parameters + [("outbox", .string(message.outboxID))])) }
        + findings.unrecorded.map {
          event("ContactUnrecorded", ["contactId": .string($0.contactID), "instanceId": .string($0.instanceID)])
        }
        + findings.recordings.map {
          event(
            "RecordingStored",
            [
              "contactId": .string($0.contactID), "instanceId": .string($0.instanceID), "objectId": .string($0.id),
              "truncated": false, "bytes": .number($0.plaintextBytes),
            ])
        }
    }
    checkpoints.wake()
    // What comes as a deposit and is none of a switch of ours is on record, and nowhere else.
    if !refused.isEmpty { try await log.append(refused.map { event("RefuseDeposit", ["Id": .string($0)]) }) }
  }

  private func event(_ name: String, _ parameters: JSON) -> JSON {
    events.event(name, for: "switchkeep", parameters, readOnly: false, category: .management)
  }
}

extension DepositGap {
  fileprivate var parameters: [(String, JSON)] {
    [("boot", .string(boot)), ("expected", .number(first)), ("last", .number(last))]
      + (received.map { [("received", .number($0))] } ?? [])
  }
}

/// Opens what a switch has sealed to the keep as a whole.
struct SealedPages: Sendable {
  /// Why something is no page, for good.
  struct Refused: Error {
    /// Of the pair that it says it is sealed to.
    let name: String
    let reason: String
  }

  let uses: KeyUses

  /// - Throws: Refused; KeyServiceProblem where it can be opened later, such as once a key is enabled.
  func page(_ message: [UInt8]) async throws -> DepositPage {
    guard let name = try? await MessageReader.keyNames(of: message, providerID: KeyService.providerID).first,
      let scope = try await uses.keys.scope(ofSealingKey: name), scope.contentClass == .deposits
    else { throw Refused(name: "", reason: "it is not sealed to a key for deposits") }
    let use = try await uses.ofService(.decrypt, scope.keyID, ["switchkeep:class": DepositPage.contentClass])
    try await uses.log.append([use.entry])
    let key = try await uses.keys.openingKey(named: name, under: use.allowance.use.keyID)
    do {
      let reader = try await MessageReader(message, with: key, expecting: ["switchkeep:class": DepositPage.contentClass])
      var plaintext = LinkReader(try await reader.readAll())
      let page = try DepositPage(from: &plaintext)
      try plaintext.finish()
      guard reader.context["switchkeep:outbox"] == page.deposits.outboxID else {
        throw Refused(name: name, reason: "it is of another outbox than it says")
      }
      return page
    } catch let problem as OpeningProblem {
      throw Refused(name: name, reason: "\(problem.code)")
    } catch let problem as LinkProblem {
      throw Refused(name: name, reason: problem.message)
    }
  }
}
