import Link
import Vocabulary

/// How each structure of the Link is made of its members: one line each.

extension WireRequest: Inhabited {
  static func inhabitants(_ loot: Loot) -> [WireRequest] {
    loot.requests.map { request in
      WireRequest(
        method: request.method, rawPath: request.path, rawQuery: request.query,
        headers: request.headers.map { Header(name: $0[0], value: $0[1]) }, body: bytes(ofBase64: request.body),
        remoteAddress: "127.0.0.1", isTLS: true)
    }
  }
}

extension CarriedRequest: Inhabited {
  static func inhabitants(_ loot: Loot) -> [CarriedRequest] {
    // The time is the switch's word: it also says that it is the time of the signature.
    WireRequest.inhabitants(loot).flatMap { request in
      Moment.inhabitants(loot).map { CarriedRequest(request: request, requestID: "attack", receivedAt: $0) }
    }
  }
}

extension CarriedQuestion.Resource: Inhabited {
  static func inhabitants(_ loot: Loot) -> [Self] { combined(Self.init(arn:tags:), loot) }
}

extension CarriedQuestion: Inhabited {
  static func inhabitants(_ loot: Loot) -> [Self] { combined(Self.init(action:resources:context:), loot) }
}

extension SealedObject: Inhabited {
  static func inhabitants(_ loot: Loot) -> [Self] {
    combined(Self.init(id:contentClass:attachmentID:contentType:plaintextBytes:message:), loot)
  }
}

extension Deposit: Inhabited {
  static func inhabitants(_ loot: Loot) -> [Self] {
    combined(
      Self.init(commit:contactID:initialContactID:instanceID:keyID:initiatedAt:record:flowLog:objects:readers:isUnrecorded:), loot
    )
  }
}

extension StreamEntry.Kind: Inhabited {
  static func inhabitants(_ loot: Loot) -> [Self] { allCases }
}

extension StreamEntry: Inhabited {
  static func inhabitants(_ loot: Loot) -> [Self] { combined(Self.init(commit:kind:instanceID:pieces:), loot) }
}

// MARK: Messages

extension CheckBinding: Inhabited {
  static func inhabitants(_ loot: Loot) -> [Self] { combined(Self.init(arn:digest:), loot) }
}

extension CheckDeskSession: Inhabited {
  static func inhabitants(_ loot: Loot) -> [Self] { combined(Self.init(token:), loot) }
}

extension EndDeskSession: Inhabited {
  static func inhabitants(_ loot: Loot) -> [Self] { combined(Self.init(token:), loot) }
}

extension GrantPast: Inhabited {
  static func inhabitants(_ loot: Loot) -> [Self] {
    CarriedRequest.inhabitants(loot).flatMap { carried in loot.texts.map { GrantPast(carried: carried, reader: $0) } }
  }
}

extension IntroduceKeep: Inhabited {
  static func inhabitants(_ loot: Loot) -> [Self] { [Self()] }
}

extension IssueContactKeys: Inhabited {
  static func inhabitants(_ loot: Loot) -> [Self] { [Self(count: 1), Self(count: 0), Self(count: -1), Self(count: .max)] }
}

extension IssueSealingKey: Inhabited {
  static func inhabitants(_ loot: Loot) -> [Self] { combined(Self.init(instanceID:contentClass:), loot) }
}

extension IssueServerIdentity: Inhabited {
  static func inhabitants(_ loot: Loot) -> [Self] { [Self()] }
}

extension JudgeRequest: Inhabited {
  static func inhabitants(_ loot: Loot) -> [Self] { combined(Self.init(carried:operation:question:), loot) }
}

extension JudgeMonitoring: Inhabited {
  static func inhabitants(_ loot: Loot) -> [Self] {
    combined(Self.init(instanceID:userID:contactID:monitorContactID:mode:), loot)
  }
}

extension ListOperations: Inhabited {
  static func inhabitants(_ loot: Loot) -> [Self] { [Self()] }
}

extension ListTags: Inhabited {
  static func inhabitants(_ loot: Loot) -> [Self] { combined(Self.init(instanceID:words:), loot) }
}

extension ProveLedger: Inhabited {
  static func inhabitants(_ loot: Loot) -> [Self] {
    [Self(known: nil), Self(known: []), Self(known: Array("no note".utf8))] + loot.texts.map { Self(known: Array($0.utf8)) }
  }
}

extension OpenContactKeys: Inhabited {
  static func inhabitants(_ loot: Loot) -> [Self] { combined(Self.init(ids:), loot) }
}

extension ProvisionInstance: Inhabited {
  static func inhabitants(_ loot: Loot) -> [Self] { combined(Self.init(instanceID:arn:hasPasswords:), loot) }
}

extension ReadAttachment: Inhabited {
  /// Every pair: the right key with the right attachment is one of them.
  static func inhabitants(_ loot: Loot) -> [Self] {
    loot.texts.flatMap { reader in loot.texts.map { Self(reader: reader, attachmentID: $0) } }
  }
}

extension ReadKeepState: Inhabited {
  static func inhabitants(_ loot: Loot) -> [Self] { [Self()] }
}

extension ReadTelephony: Inhabited {
  static func inhabitants(_ loot: Loot) -> [Self] { [Self()] }
}

extension CallerRuleHits: Inhabited {
  static func inhabitants(_ loot: Loot) -> [Self] { combined(Self.init(ruleID:count:since:), loot) }
}

extension CallerReport: Inhabited {
  static func inhabitants(_ loot: Loot) -> [Self] { combined(Self.init(instanceID:contactID:agentID:), loot) }
}

extension RecordCallers: Inhabited {
  static func inhabitants(_ loot: Loot) -> [Self] { combined(Self.init(hits:reports:), loot) }
}

extension ReadTranscript: Inhabited {
  static func inhabitants(_ loot: Loot) -> [Self] { combined(Self.init(reader:), loot) }
}

extension RecordEvents: Inhabited {
  static func inhabitants(_ loot: Loot) -> [Self] { combined(Self.init(events:), loot) }
}

extension RetireInstance: Inhabited {
  /// None that there is: what follows is asked of a keep that still has something.
  static func inhabitants(_ loot: Loot) -> [Self] { [Self(instanceID: ""), Self(instanceID: "%")] }
}

extension SearchContactRecords: Inhabited {
  static func inhabitants(_ loot: Loot) -> [Self] { combined(Self.init(carried:), loot) }
}

extension ServeRequest: Inhabited {
  static func inhabitants(_ loot: Loot) -> [Self] { combined(Self.init(carried:), loot) }
}

extension SignIn: Inhabited {
  static func inhabitants(_ loot: Loot) -> [Self] { combined(Self.init(instanceID:username:password:address:), loot) }
}

extension TakeDeposits: Inhabited {
  static func inhabitants(_ loot: Loot) -> [Self] { combined(Self.init(outboxID:commits:deposits:entries:pieces:numbers:), loot) }
}

extension EndedBoot: Inhabited {
  static func inhabitants(_ loot: Loot) -> [Self] { combined(Self.init(boot:last:), loot) }
}

extension DepositNumbers: Inhabited {
  static func inhabitants(_ loot: Loot) -> [Self] { combined(Self.init(boot:numbers:preceding:), loot) }
}

extension TakeSealedDeposits: Inhabited {
  static func inhabitants(_ loot: Loot) -> [Self] { combined(Self.init(message:), loot) }
}
