import AWSWire
import ConnectAPI
import ResourceStore
import Vocabulary

extension Kind {
  static let quickConnect: Kind = "quick-connect"
}

extension ResourceKind where Document == QuickConnect {
  /// A quick connect refers to its queue and its flow. A user may go before the quick connects that lead to it, as the API
  /// reference of DeleteUser has it: that one is there is checked when it is set, and not held.
  static var quickConnect: Self {
    ResourceKind(kind: .quickConnect, arnWord: "transfer-destination", noun: "quick connect") { quickConnect in
      [
        quickConnect.quickConnectConfig?.queueID.map { Reference(kind: .queue, id: $0) },
        quickConnect.quickConnectConfig?.contactFlowID.map { Reference(kind: .contactFlow, id: $0) },
      ].compactMap { $0 }
    }
  }
}

extension QuickConnectConfig {
  var userID: String? { userConfig.map { identifier($0.userId) } }
  var queueID: String? { queueConfig.map { identifier($0.queueId) } }
  /// The flow that the transferred contact passes, whatever the type.
  var contactFlowID: String? {
    (userConfig?.contactFlowId ?? queueConfig?.contactFlowId ?? flowConfig?.contactFlowId).map(identifier)
  }
  /// The types that it has a config for.
  var configuredTypes: [QuickConnectType] {
    let types: [QuickConnectType?] = [
      userConfig.map { _ in .user }, queueConfig.map { _ in .queue }, phoneConfig.map { _ in .phoneNumber },
      flowConfig.map { _ in .flow },
    ]
    return types.compactMap { $0 }
  }

  /// Ids in place of ARNs, so that a description answers ids as Connect does.
  var normalised: QuickConnectConfig {
    QuickConnectConfig(
      quickConnectType: quickConnectType,
      userConfig: userConfig.map {
        UserQuickConnectConfig(userId: identifier($0.userId), contactFlowId: identifier($0.contactFlowId))
      },
      queueConfig: queueConfig.map {
        QueueQuickConnectConfig(queueId: identifier($0.queueId), contactFlowId: identifier($0.contactFlowId))
      },
      phoneConfig: phoneConfig,
      flowConfig: flowConfig.map { FlowQuickConnectConfig(contactFlowId: identifier($0.contactFlowId)) })
  }
}

/// What the quick connect operations share.
enum QuickConnects {
  static let searchable = Searchable<QuickConnect>(fields: [
    "name": { [$0.document.name].compactMap { $0 } },
    "description": { [$0.document.description].compactMap { $0 } },
    "resourceID": { [$0.id] },
  ])

  /// What a request that sets a destination must be allowed, beside the quick connect itself.
  static func resources(_ config: QuickConnectConfig, in instance: String, _ place: Place) -> [String] {
    [("agent", config.userID), ("queue", config.queueID), ("contact-flow", config.contactFlowID)]
      .compactMap { word, id in id.map { place.arn(word, $0, in: instance) } }
  }

  /// The config with ids for ARNs. That a flow is there is checked as it is stored.
  /// - Throws: InvalidParameterException, ResourceNotFoundException, InvalidRequestException (of an agent's own queue).
  static func checked(_ config: QuickConnectConfig, in instance: String, _ call: WriteCall) throws -> QuickConnectConfig {
    guard config.configuredTypes == [config.quickConnectType] else {
      throw ConnectError(
        .invalidParameter,
        "QuickConnectConfig: the type \(config.quickConnectType.rawValue) needs the config of that type, and no other.")
    }
    if let queue = config.queueConfig?.queueId { _ = try Queues.standard(queue, in: instance, call) }
    if let user = config.userID, try call.reader.record(.agent, user)?.scope != call.instance(instance).id {
      throw ConnectError.notFound("user", user)
    }
    return config.normalised
  }

  static func summary(_ resource: Resource<QuickConnect>, _ call: some Call) -> QuickConnectSummary {
    QuickConnectSummary(
      id: resource.id, arn: resource.arn, name: resource.document.name,
      quickConnectType: resource.document.quickConnectConfig?.quickConnectType, lastModifiedTime: resource.record.modifiedAt,
      lastModifiedRegion: call.context.place.region)
  }
}
