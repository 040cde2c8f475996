public import Vocabulary

/// Gives a foreign flow the resources of an instance: ARNs and ids of elsewhere, marks of templates, and names.
public struct FlowBinding: Sendable {
  /// What an administrator says stands for a text: a name, an id or an ARN.
  private let map: [String: String]
  private let directory: Directory

  /// What the instance has.
  public struct Directory: Sendable {
    private var arns: [FlowReference.Kind: [String: String]] = [:]

    public init() {}

    /// - Parameters:
    ///   - kind: what it is.
    ///   - words: its name, its id: what may stand for it.
    public mutating func add(_ kind: FlowReference.Kind, _ words: [String], arn: String) {
      for word in words + [arn] { arns[kind, default: [:]][word] = arn }
    }

    /// nil for what the instance does not have. An agent's queue is named by the agent.
    public func arn(_ kind: FlowReference.Kind, _ word: String) -> String? {
      arns[kind]?[word] ?? (kind == .queue ? arns[.agent]?[word] : nil)
    }

    /// Whether the instance says what there is of a kind.
    func holds(_ kind: FlowReference.Kind) -> Bool { ![.bot, .value].contains(kind) }
  }

  /// A flow with what was bound in it.
  public struct Result: Sendable {
    public let content: JSON
    /// What each text became.
    public let bound: [String: String]
    /// What could not be bound, in the order of the text.
    public let unbound: [FlowReference]
  }

  public init(map: [String: String], directory: Directory) {
    self.map = map
    self.directory = directory
  }

  /// - Throws: FlowProblems for what is no flow of that type.
  public func bind(_ content: JSON, as type: FlowType) throws(FlowProblems) -> Result {
    let flow = try FlowReader.read(content.text, as: type).get()
    var (bound, unbound): ([String: String], [FlowReference]) = ([:], [])
    var changes: [String: [String: String]] = [:]
    for reference in flow.references {
      guard let found = target(of: reference, in: content) else {
        unbound.append(reference)
        continue
      }
      if found != reference.text { bound[reference.text] = found }
      changes[reference.action, default: [:]][reference.text] = found
    }
    return Result(content: Self.replacing(changes, in: content), bound: bound, unbound: unbound)
  }

  /// By the map, then as it stands, then by the name that the designer left beside it.
  private func target(of reference: FlowReference, in content: JSON) -> String? {
    let text = substituted(reference.text)
    if !FlowReference.holdsMark(text), let word = text.isEmpty ? nil : text {
      if let arn = directory.arn(reference.kind, word) { return arn }
      if !directory.holds(reference.kind) || reference.kind == .view && ManagedViews.id(word) != nil { return word }
    }
    return Self.displayName(of: reference, in: content).flatMap { directory.arn(reference.kind, map[$0] ?? $0) }
  }

  /// The map's word for the whole text, or the text with the map's words in place of its marks.
  private func substituted(_ text: String) -> String {
    if let whole = map[text] { return whole }
    guard FlowReference.holdsMark(text) else { return text }
    // The longest first, where one mark stands within another.
    let marks = map.filter { FlowReference.holdsMark($0.key) }.sorted {
      ($1.key.utf8.count, $0.key) < ($0.key.utf8.count, $1.key)
    }
    return marks.reduce(text) { $0.replacing($1.key, with: $1.value) }
  }

  /// `Metadata.ActionMetadata.ACTION.parameters.PATH.displayName`.
  private static func displayName(of reference: FlowReference, in content: JSON) -> String? {
    guard let marker = reference.path.firstRange(of: ".Parameters.") else { return nil }
    var place = content["Metadata"]?["ActionMetadata"]?[reference.action]?["parameters"]
    for name in reference.path[marker.upperBound...].split(separator: ".") { place = place?[String(name)] }
    return place?["displayName"]?.string
  }

  private static func replacing(_ changes: [String: [String: String]], in content: JSON) -> JSON {
    guard var flow = content.object, let actions = content["Actions"]?.array else { return content }
    flow["Actions"] = .array(
      actions.map { action in
        guard var object = action.object, let words = action["Identifier"]?.string.flatMap({ changes[$0] }) else { return action }
        object["Parameters"] = object["Parameters"].map { replacing(words, in: $0) }
        return JSON(.object(object))
      })
    return JSON(.object(flow))
  }

  /// Texts that are one of the words, wherever they stand, but not what is said to people.
  private static func replacing(_ words: [String: String], in json: JSON) -> JSON {
    switch json.content {
    case .string(let text): return words[text].map(JSON.string) ?? json
    case .array(let elements): return .array(elements.map { replacing(words, in: $0) })
    case .object(let object):
      return .object(
        object.members.map { ($0.name, Flow.spoken.contains($0.name) ? $0.value : replacing(words, in: $0.value)) })
    case .null, .bool, .number: return json
    }
  }
}
