import Access
import ConnectAPI
import Detection
import ResourceStore
package import Vocabulary

/// What each identity and role may do, beside what it really did: rights that nobody uses are rights that somebody steals.
extension KeepProcess {
  /// One line for each identity and role, and for whoever else did something.
  /// - Parameter from: what happened before is not looked at.
  package func reportAccess(from: Moment) async throws -> [JSON] {
    try await recordCommand("ReportAccess", ["from": .string(from.rfc3339)], errorCode: nil)
    let (used, granted) = (try usedRights(from: from), try await grantedPolicies())
    return Set(used.keys).union(granted.keys).sorted().map { arn in
      Self.line(arn, used[arn] ?? UsedRights(), granted[arn])
    }
  }

  private static func line(_ arn: String, _ used: UsedRights, _ granted: [JSON]?) -> JSON {
    let uses = used.uses.sorted { $0.key < $1.key }.map { action, use -> JSON in
      ["Action": .string(action), "Count": .number(use.count), "Last": .string(use.last.rfc3339)]
    }
    return [
      "Principal": .string(arn), "IsKnown": .bool(granted != nil), "Used": .array(uses),
      "UnusedActions": .strings(Set((granted ?? []).flatMap(used.unusedPatterns)).sorted()), "ProposedPolicy": used.policy,
    ]
  }

  private func usedRights(from: Moment) throws -> [String: UsedRights] {
    var query = LedgerQuery()
    query.from = from
    var used: [String: UsedRights] = [:]
    try LedgerReader(keepFolder: configuration.folder).find(query) { line in
      guard let event = try JSON.parse(line)["event"].flatMap(WatchedEvent.init), event.errorCode == nil,
        let principal = Self.principal(event)
      else { return }
      for action in Self.actions(event) { used[principal, default: UsedRights()].use(action, at: event.at) }
    }
    return used
  }

  /// The identity, or the role of a session. People of instances have no policies.
  private static func principal(_ event: WatchedEvent) -> String? {
    let identity = event.json["userIdentity"]
    guard identity?["type"]?.string != "Directory" else { return nil }
    return identity?["sessionContext"]?["sessionIssuer"]?["arn"]?.string ?? identity?["arn"]?.string
  }

  /// The permissions that an event needed ("Actions, resources, and condition keys" of each service).
  private static func actions(_ event: WatchedEvent) -> [String] {
    switch event.source {
    case "connect.amazonaws.com": return ["connect:\(event.name)"]
    case ApprovalEndpoint.service:
      guard event.json["eventType"]?.string == "AwsApiCall" else { return [] }
      return ["switchkeep:\(event.name)"] + (event.name == CreatePlayerLink.name ? [ContentRead.action] : [])
    case STSEndpoint.source: return event.name == AssumeRole.name ? assuming(event) : []
    case S3Endpoint.source: return bucketActions[event.name].map { [$0] } ?? []
    case KeyUse.source: return ["kms:\(event.name)"]
    default: return []
    }
  }

  private static func assuming(_ event: WatchedEvent) -> [String] {
    let parameters = event.json["requestParameters"]
    return ["sts:AssumeRole"] + (parameters?["tags"]?.array?.isEmpty == false ? ["sts:TagSession"] : [])
      + (parameters?["sourceIdentity"] != nil ? ["sts:SetSourceIdentity"] : [])
  }

  private static let bucketActions = [
    "ListBuckets": "s3:ListAllMyBuckets", "GetBucketLocation": "s3:GetBucketLocation", "HeadBucket": "s3:ListBucket",
    "ListObjects": "s3:ListBucket", "ListObjectsV2": "s3:ListBucket", "HeadObject": "s3:GetObject", "GetObject": "s3:GetObject",
    "GetObjectTagging": "s3:GetObjectTagging",
  ]

  private func grantedPolicies() async throws -> [String: [JSON]] {
    let context = systemContext()
    return try await store.read { reader in
      var found: [String: [JSON]] = [:]
      for kind in [Kind.iamUser, .iamRole] {
        try ReadCall(context: context, reader: reader).forEach(kind, in: context.place.account) { record in
          found[record.arn] = (record.document["Policies"]?.object?.members ?? []).map(\.value)
        }
      }
      return found
    }
  }
}
