public import Vocabulary

/// What one principal really did, and the narrowest policy that would have let it.
public struct UsedRights: Sendable, Hashable {
  public struct Use: Sendable, Hashable {
    public var count: Int
    public var last: Moment

    public init(count: Int, last: Moment) {
      self.count = count
      self.last = last
    }
  }

  /// Action -> how often and when last.
  public private(set) var uses: [String: Use] = [:]

  public init() {}

  public mutating func use(_ action: String, at moment: Moment) {
    var use = uses[action] ?? Use(count: 0, last: moment)
    use.count += 1
    use.last = max(use.last, moment)
    uses[action] = use
  }

  /// Allows these actions and no other. Resources stay open: what was not touched yet may be meant all the same.
  public var policy: JSON {
    let statement: JSON = [
      "Sid": "Used", "Effect": "Allow", "Action": .strings(uses.keys.sorted()), "Resource": "*",
    ]
    return ["Version": "2012-10-17", "Statement": .array(uses.isEmpty ? [] : [statement])]
  }

  /// The patterns of actions that a policy document allows, and that nothing was done by: what could go at once.
  public func unusedPatterns(of document: JSON) -> [String] {
    let statements = document["Statement"].map { $0.array ?? [$0] } ?? []
    let allowed = statements.filter { $0["Effect"]?.string == "Allow" }
    let patterns = allowed.flatMap { statement -> [String] in
      guard let actions = statement["Action"] else { return [] }
      return (actions.array ?? [actions]).compactMap(\.string)
    }
    let used = uses.keys.map { Array($0.lowercased().utf8) }
    return Set(patterns).sorted().filter { pattern in
      let glob = Glob(pattern.lowercased(), wildcards: true)
      return !used.contains(where: glob.matches)
    }
  }
}
