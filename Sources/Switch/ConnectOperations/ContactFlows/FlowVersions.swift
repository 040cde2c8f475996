import AWSWire
import ConnectAPI
import ResourceStore
import Vocabulary

extension Kind {
  static let contactFlowVersion: Kind = "contact-flow-version"
  static let contactFlowModuleVersion: Kind = "contact-flow-module-version"
}

extension ResourceKind where Document == FlowVersion {
  static var contactFlowVersion: Self {
    ResourceKind(kind: .contactFlowVersion, arnWord: "contact-flow", noun: "contact flow version") { _ in [] }
  }
  static var contactFlowModuleVersion: Self {
    ResourceKind(kind: .contactFlowModuleVersion, arnWord: "flow-module", noun: "flow module version") { _ in [] }
  }
}

/// A copy of what a flow or flow module published, which never changes.
struct FlowVersion: Shape {
  static let shapeName = "FlowVersion"
  let number: Int
  let description: String?
  let content: String
  /// The settings of a flow module.
  let settings: String?

  init(number: Int, description: String?, content: String, settings: String?) {
    self.number = number
    self.description = description
    self.content = content
    self.settings = settings
  }

  init(json: JSON) throws(ShapeProblem) {
    number = try Int(json: json["Number"] ?? .null)
    description = json["Description"]?.string
    content = try String(json: json["Content"] ?? .null)
    settings = json["Settings"]?.string
  }

  var json: JSON {
    var object = JSON.Object()
    object["Number"] = .number(number)
    object["Description"] = description.map(JSON.string)
    object["Content"] = .string(content)
    object["Settings"] = settings.map(JSON.string)
    return JSON(.object(object))
  }
}

/// What has versions: a flow, a flow module, a view. They are parts of it, by their numbers.
protocol Versioned: Shape {
  static var kind: ResourceKind<Self> { get }
  static var versionKind: ResourceKind<FlowVersion> { get }
  /// The number of the version that was made last, 0 before the first. Numbers are not used twice, so that a name means one
  /// content for ever.
  var lastVersion: Int { get set }
}

/// What the operations of all sorts of versions share.
enum FlowVersions {
  /// - Returns: the new version's number.
  /// - Throws: InvalidRequestException for a digest of another content, LimitExceededException.
  static func create<Owner: Versioned>(
    of owner: Resource<Owner>, content: String, settings: String?, description: String?, digest: String?, _ call: WriteCall
  ) throws -> Int {
    try check(digest, content, of: owner.id)
    var owner = owner
    owner.document.lastVersion += 1
    let number = owner.document.lastVersion
    let version = FlowVersion(number: number, description: description, content: content, settings: settings)
    try call.createPart(Owner.versionKind, id: String(number), name: nil, version, of: owner.record)
    try call.save(Owner.kind, owner)
    return number
  }

  /// - Throws: InvalidRequestException for a digest that is given, and is another content's.
  static func check(_ digest: String?, _ content: String, of id: String) throws {
    guard digest == nil || digest?.lowercased() == FlowContent.sha256(content) else {
      throw ConnectError(.invalidRequest, "The SHA-256 digest given is not that of the published content of \(id).")
    }
  }

  /// - Throws: ResourceNotFoundException, ResourceInUseException while an alias means it.
  static func delete<Owner: Versioned>(_ number: Int, of owner: Resource<Owner>, _ call: WriteCall) throws {
    try call.delete(Owner.versionKind, try call.part(Owner.versionKind, String(number), of: owner.record))
  }

  static func page<Owner: Versioned, Item>(
    of owner: Resource<Owner>, maxResults: Int?, nextToken: String?, _ call: ReadCall,
    _ item: (_ arn: String, FlowVersion) -> Item
  ) throws -> Page<Item> {
    try call.page(Owner.versionKind.kind, in: owner.id, maxResults: maxResults, nextToken: nextToken) { record in
      item(record.arn, try call.resource(Owner.versionKind, record).document)
    }
  }
}
