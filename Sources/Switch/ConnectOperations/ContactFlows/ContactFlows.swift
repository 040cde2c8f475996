import AWSWire
import ConnectAPI
import FlowLanguage
import ResourceStore
import Vocabulary

extension Kind {
  static let contactFlow: Kind = "contact-flow"
}

extension ResourceKind where Document == StoredContactFlow {
  static var contactFlow: Self {
    ResourceKind(kind: .contactFlow, arnWord: "contact-flow", noun: "contact flow") { _ in [] }
  }
}

/// A contact flow as it is stored: what Describe answers but for the content, and the two contents that a flow may have. Contacts
/// run the published one; the saved one is the draft that `ID:$SAVED` means.
struct StoredContactFlow: Shape, Tagged, Dated {
  static let shapeName = "StoredContactFlow"
  var flow: ContactFlow
  var published: String?
  var saved: String?
  var lastVersion: Int

  init(flow: ContactFlow, published: String?, saved: String?) {
    self.flow = flow
    self.published = published
    self.saved = saved
    lastVersion = 0
  }

  init(json: JSON) throws(ShapeProblem) {
    flow = try ContactFlow(json: json["Flow"] ?? .null)
    published = json["Published"]?.string
    saved = json["Saved"]?.string
    lastVersion = json["LastVersion"]?.int ?? 0
  }

  var json: JSON {
    var object = JSON.Object()
    object["Flow"] = flow.json
    object["Published"] = published.map(JSON.string)
    object["Saved"] = saved.map(JSON.string)
    object["LastVersion"] = .number(lastVersion)
    return JSON(.object(object))
  }

  var tags: [String: String]? {
    get { flow.tags }
    set { flow.tags = newValue }
  }
  var lastModifiedTime: Moment? {
    get { flow.lastModifiedTime }
    set { flow.lastModifiedTime = newValue }
  }
  var lastModifiedRegion: String? {
    get { flow.lastModifiedRegion }
    set { flow.lastModifiedRegion = newValue }
  }
}

extension StoredContactFlow: Runnable {
  static var kind: ResourceKind<Self> { .contactFlow }
  static var versionKind: ResourceKind<FlowVersion> { .contactFlowVersion }
  static var earlierKind: ResourceKind<FlowVersion> { .earlierFlowContent }
}

/// What the contact flow operations share.
enum ContactFlows {
  static let searchable = Searchable<StoredContactFlow>(
    fields: [
      "name": { [$0.document.flow.name].compactMap { $0 } },
      "description": { [$0.document.flow.description].compactMap { $0 } },
      "resourceID": { [$0.id] },
    ],
    conditions: [
      "TypeCondition": { $0.document.flow.type?.rawValue == $1.string },
      "StateCondition": { $0.document.flow.state?.rawValue == $1.string },
      "StatusCondition": { status(of: $0.document).rawValue == $1.string },
    ])

  /// PUBLISHED as soon as there is a published content.
  static func status(of flow: StoredContactFlow) -> ContactFlowStatus { flow.published == nil ? .saved : .published }

  /// - Throws: InvalidContactFlowException with `problems`, one for each thing that is wrong.
  static func check(_ content: String, type: ContactFlowType, in instance: String, _ lookup: some Lookup) throws {
    let problems = try FlowContent(text: content, type: FlowType(rawValue: type.rawValue) ?? .contactFlow)
      .problems(in: instance, lookup)
    guard problems.isEmpty else {
      throw ConnectError(
        .invalidContactFlow, "The content is not a valid flow: \(problems.prefix(3).joined(separator: " "))",
        members: ["problems": .array(problems.map { ["message": .string(String($0.prefix(256)))] })])
    }
  }

  /// The flow as described: with a content, that content's digest, state and version.
  static func described(_ flow: StoredContactFlow, with content: ChosenContent) -> ContactFlow {
    var described = flow.flow
    described.content = content.text
    described.status = content.isDraft ? .saved : .published
    described.flowContentSha256 = FlowContent.sha256(content.text)
    described.version = content.version?.number
    described.versionDescription = content.version?.description
    return described
  }

  /// As Connect answers a search: without the content.
  static func summary(_ stored: StoredContactFlow) -> ContactFlow {
    var summary = stored.flow
    summary.status = status(of: stored)
    return summary
  }

  /// The flows that every instance begins with: one of each type.
  static func makeDefaults(prompts: DefaultPrompts, in instance: String, _ call: WriteCall) throws {
    for flow in DefaultFlow.all {
      let content = flow.content(prompts).text
      try make(name: flow.name, type: flow.type, description: flow.description, content: content, in: instance, call)
    }
  }

  private static func make(
    name: String, type: ContactFlowType, description: String, content: String, in instance: String, _ call: WriteCall
  ) throws {
    let id = call.context.newID()
    let flow = ContactFlow(
      arn: call.context.place.arn("contact-flow", id, in: instance), id: id, name: name, type: type, state: .active,
      description: description)
    try call.create(
      .contactFlow, id: id, name: name, StoredContactFlow(flow: flow, published: content, saved: nil), tags: nil, in: instance)
  }
}
