import ConnectAPI
import Link
import ResourceStore

/// Searches the tags that the resources of an instance have, whichever process owns the resource. Each tag is told once.
struct SearchResourceTags: GatheringOperation {
  let keepSide: any LinkPeer

  static let rule: OperationRule<SearchResourceTagsRequest> = OperationRule(
    action: "connect:SearchResourceTags",
    resources: { [$1.instanceARN($0.instanceId)] },
    conditionKeys: [.instanceID(\.instanceId)],
    audit: .read(["InstanceId", "ResourceTypes", "MaxResults"]),
    refuses: [])

  /// Tags that one search may find, whatever its pages.
  private static let tagsMax = 1_000
  /// The resource types of the API -> the kinds of the switch; the keep's have none here.
  private static let kinds: [String: Kind?] = [
    "agent": nil, "security-profile": nil, "transfer-destination": .quickConnect, "agent-state": .agentStatus,
    "contact-flow": .contactFlow,
    "flow-module": .contactFlowModule, "operating-hours": .hoursOfOperation, "prompt": .prompt,
    "routing-profile": .routingProfile,
    "standard-queue": .queue,
  ]

  func gather(_ input: SearchResourceTagsRequest, _ context: CallContext) async throws -> [[String: String]] {
    try await keepSide.send(ListTags(instanceID: instanceIdentifier(input.instanceId), words: try types(input)))
  }

  func perform(
    _ input: SearchResourceTagsRequest, _ gathered: [[String: String]], _ call: ReadCall
  ) throws -> SearchResourceTagsResponse {
    let instance = try call.instance(input.instanceId).id
    var tags = gathered
    for kind in try types(input).compactMap({ Self.kinds[$0] ?? nil }) {
      try call.forEach(kind, in: instance) { tags.append($0.tags) }
    }
    let condition = input.searchCriteria?.tagSearchCondition
    let found = Set(tags.flatMap { $0.map { TagSet(key: $0.key, value: $0.value) } }).filter { matches($0, condition) }
    guard found.count <= Self.tagsMax else {
      throw ConnectError(.maximumResultReturned, "More than \(Self.tagsMax) tags match. Narrow ResourceTypes or SearchCriteria.")
    }
    let sorted = found.sorted { ($0.key ?? "", $0.value ?? "") < ($1.key ?? "", $1.value ?? "") }
    let page = try call.page(of: sorted, maxResults: input.maxResults, nextToken: input.nextToken) { $0 }
    return SearchResourceTagsResponse(tags: page.items, nextToken: page.nextToken)
  }

  /// The types asked for; every one when none is.
  private func types(_ input: SearchResourceTagsRequest) throws -> [String] {
    let asked = input.resourceTypes ?? []
    let known = Self.kinds.keys.sorted()
    if let unknown = asked.first(where: { !known.contains($0) }) {
      throw ConnectError(
        .invalidParameter, "ResourceTypes: there is no type \(unknown); these are: \(known.joined(separator: ", ")).")
    }
    return asked.isEmpty ? known : known.filter(asked.contains)
  }

  private func matches(_ tag: TagSet, _ condition: TagSearchCondition?) -> Bool {
    guard let condition else { return true }
    return holds(tag.key, condition.tagKey, condition.tagKeyComparisonType)
      && holds(tag.value, condition.tagValue, condition.tagValueComparisonType)
  }

  private func holds(_ text: String?, _ wanted: String?, _ comparison: StringComparisonType?) -> Bool {
    guard let wanted else { return true }
    let (text, searched) = ((text ?? "").lowercased(), wanted.lowercased())
    return switch comparison {
    case .startsWith: text.hasPrefix(searched)
    case .contains: text.contains(searched)
    case .exact, nil: text == searched
    }
  }
}
