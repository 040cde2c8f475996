import Vocabulary

/// Whom and what an event is about, for questions such as who read this, and what did they do.
extension WatchedEvent {
  /// Things that one event is found by, and how long the name of one may be.
  private static let countMax = 24
  private static let bytesMax = 512

  /// Every name of who did it: ARN, user name, access key, who stands behind the session.
  public var people: [String] {
    let identity = json["userIdentity"]
    let session = identity?["sessionContext"]
    let names = [
      principal, identity?["userName"]?.string, identity?["accessKeyId"]?.string, session?["sourceIdentity"]?.string,
      session?["sessionIssuer"]?["arn"]?.string,
    ]
    return Self.kept(names.compactMap(\.self).filter { $0 != "unknown" })
  }

  /// Ids, ARNs and keys that the event names, wherever it does.
  public var objects: [String] {
    var found: [String] = []
    for place in ["requestParameters", "responseElements", "additionalEventData", "serviceEventDetails"] {
      Self.collect(json[place], into: &found, depth: 0)
    }
    for resource in json["resources"]?.array ?? [] { Self.collect(resource, into: &found, depth: 1) }
    return Self.kept(found)
  }

  private static func collect(_ json: JSON?, into found: inout [String], depth: Int) {
    guard let members = json?.object?.members, depth < 4, found.count < countMax else { return }
    for member in members {
      if let text = member.value.string, isIdentifying(member.name) {
        found.append(text)
      } else {
        collect(member.value, into: &found, depth: depth + 1)
      }
    }
  }

  private static func isIdentifying(_ name: String) -> Bool {
    let lower = name.lowercased()
    return lower.hasSuffix("id") || lower.hasSuffix("arn") || lower == "key" || lower == "bucketname" || lower == "name"
      || lower == "rolename" || lower == "username"
  }

  private static func kept(_ names: [String]) -> [String] {
    var seen: Set<String> = []
    return Array(names.filter { !$0.isEmpty && $0.utf8.count <= bytesMax && seen.insert($0).inserted }.prefix(countMax))
  }
}
