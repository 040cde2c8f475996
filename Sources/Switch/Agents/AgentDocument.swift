import ConnectAPI
import Link
import ResourceStore
import Vocabulary

/// An agent as the switch keeps it.
extension Agent {
  /// What a projection's ARN has beyond its user's.
  private static let arnSuffix = "/projection"
  var projectionARN: String { arn + Self.arnSuffix }

  /// - Parameter record: of the kind `agent`.
  init(_ record: Record) {
    let document = record.document
    self.init(
      id: record.id, instanceID: record.scope, arn: String(record.arn.dropLast(Self.arnSuffix.count)),
      username: document["Username"]?.string ?? "",
      routingProfileID: document["RoutingProfileId"]?.string ?? "",
      securityProfileIDs: (document["SecurityProfileIds"]?.array ?? []).compactMap(\.string),
      isOnDeskPhone: document["IsOnDeskPhone"]?.bool ?? false,
      channels: (document["Channels"]?.array ?? []).compactMap(ChannelSettings.init),
      proficiencies: (document["Proficiencies"]?.array ?? []).compactMap(Proficiency.init))
  }

  var document: JSON {
    [
      "Username": .string(username), "RoutingProfileId": .string(routingProfileID),
      "SecurityProfileIds": .strings(securityProfileIDs), "IsOnDeskPhone": .bool(isOnDeskPhone),
      "Channels": .array(channels.map(\.document)), "Proficiencies": .array(proficiencies.map(\.document)),
    ]
  }
}

extension Agent.ChannelSettings {
  fileprivate init?(_ document: JSON) {
    guard let channel = document["Channel"]?.string else { return nil }
    self.init(
      channel: channel, isAutoAccepting: document["AutoAccept"]?.bool ?? false,
      afterContactWorkSecondsMax: document["AfterContactWorkTimeLimit"]?.int ?? 0)
  }

  fileprivate var document: JSON {
    [
      "Channel": .string(channel), "AutoAccept": .bool(isAutoAccepting),
      "AfterContactWorkTimeLimit": .number(afterContactWorkSecondsMax),
    ]
  }
}

extension Agent.Proficiency {
  fileprivate init?(_ document: JSON) {
    guard let name = document["AttributeName"]?.string, let value = document["AttributeValue"]?.string,
      let level = document["Level"]?.int
    else { return nil }
    self.init(attributeName: name, attributeValue: value, level: level)
  }

  fileprivate var document: JSON {
    ["AttributeName": .string(attributeName), "AttributeValue": .string(attributeValue), "Level": .number(level)]
  }
}
