import Vocabulary

/// The template of a view: JSON in which a text such as `$.Heading` or `$.Customer.Name` stands for what a flow gives the view.
struct ViewTemplate: Sendable {
  let json: JSON
  /// Bytes that the given values may fill in: one that stands in many places is as large as all of them.
  static let filledBytesMax = 1_000_000

  /// nil for what is no JSON object.
  init?(_ text: String) {
    guard let json = try? JSON.parse(text), json.object != nil else { return nil }
    self.json = json
  }

  /// What a flow may give, in the order of the text.
  var names: [String] {
    var found: [String] = []
    for path in Self.paths(in: json) where !found.contains(path[0]) { found.append(path[0]) }
    return found
  }

  /// A JSON Schema of the data that the template takes.
  var inputSchema: JSON {
    [
      "$schema": "http://json-schema.org/draft-07/schema#", "type": "object",
      "properties": .object(names.map { ($0, [:]) }),
    ]
  }

  /// The template with the data in it; what was not given is left out.
  /// - Returns: nil when it would be too large.
  func filled(with data: JSON) -> JSON? {
    var bytesLeft = Self.filledBytesMax
    let filled = Self.filled(json, data, &bytesLeft)
    return bytesLeft < 0 ? nil : filled
  }

  private static func filled(_ json: JSON, _ data: JSON, _ bytesLeft: inout Int) -> JSON? {
    guard bytesLeft >= 0 else { return nil }
    switch json.content {
    case .string(let text):
      guard let path = path(text) else { return json }
      let value = path.reduce(data as JSON?) { $0?[$1] }
      bytesLeft -= value?.text.utf8.count ?? 0
      return value
    case .array(let elements): return .array(elements.compactMap { filled($0, data, &bytesLeft) })
    case .object(let object):
      return .object(object.members.compactMap { member in filled(member.value, data, &bytesLeft).map { (member.name, $0) } })
    case .null, .bool, .number: return json
    }
  }

  private static func paths(in json: JSON) -> [[String]] {
    switch json.content {
    case .string(let text): path(text).map { [$0] } ?? []
    case .array(let elements): elements.flatMap(paths)
    case .object(let object): object.members.flatMap { paths(in: $0.value) }
    case .null, .bool, .number: []
    }
  }

  /// The names in `$.A.B`; nil for any other text.
  private static func path(_ text: String) -> [String]? {
    guard text.hasPrefix("$.") else { return nil }
    let names = text.dropFirst(2).split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    let isPath = names.allSatisfy { name in
      !name.isEmpty
        && name.utf8.allSatisfy { ($0 | 0x20) >= 0x61 && ($0 | 0x20) <= 0x7a || $0 >= 0x30 && $0 <= 0x39 || $0 == 0x5f }
    }
    return isPath ? names : nil
  }
}
