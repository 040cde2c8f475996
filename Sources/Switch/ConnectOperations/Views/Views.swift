import AWSWire
import ConnectAPI
import FlowLanguage
import ResourceStore
import Vocabulary

extension Kind {
  static let view: Kind = "view"
  static let viewVersion: Kind = "view-version"
}

extension ResourceKind where Document == StoredView {
  static var view: Self { ResourceKind(kind: .view, arnWord: "view", noun: "view") { _ in [] } }
}

extension ResourceKind where Document == FlowVersion {
  static var viewVersion: Self { ResourceKind(kind: .viewVersion, arnWord: "view", noun: "view version") { _ in [] } }
}

/// A view as it is stored. Its name is the record's.
struct StoredView: Shape, Tagged, Versioned {
  static let shapeName = "StoredView"
  static var kind: ResourceKind<Self> { .view }
  static var versionKind: ResourceKind<FlowVersion> { .viewVersion }

  var description: String?
  /// What `$LATEST` means; nil for a view that was never published.
  var published: ViewBody?
  /// What `$SAVED` means: the content that was given last, published or not.
  var saved: ViewBody
  var lastVersion = 0
  var type = ViewType.customerManaged
  var tags: [String: String]?

  init(description: String?, published: ViewBody?, saved: ViewBody) {
    self.description = description
    self.published = published
    self.saved = saved
  }

  init(json: JSON) throws(ShapeProblem) {
    do {
      description = json["Description"]?.string
      published = try (json["Published"]?.string).map(ViewBody.init(text:))
      saved = try ViewBody(text: json["Saved"]?.string ?? "")
      lastVersion = json["LastVersion"]?.int ?? 0
    } catch {
      throw ShapeProblem(shape: Self.shapeName, member: "Saved")
    }
  }

  var json: JSON {
    var object = JSON.Object()
    object["Description"] = description.map(JSON.string)
    object["Published"] = (published?.text).map(JSON.string)
    object["Saved"] = .string(saved.text)
    object["LastVersion"] = .number(lastVersion)
    return JSON(.object(object))
  }

  var status: ViewStatus { published == nil ? .saved : .published }
}

/// What the view operations share.
enum Views {
  static let searchable = Searchable<StoredView>(
    fields: [
      "name": { [$0.record.name].compactMap { $0 } },
      "description": { [$0.document.description].compactMap { $0 } },
      "resourceID": { [$0.id] },
    ],
    conditions: [
      "ViewTypeCondition": { $0.document.type.rawValue == $1.string },
      "ViewStatusCondition": { $0.document.status.rawValue == $1.string },
    ])

  /// The ARN by which rights to a view are given: without a qualifier, and for a managed view the one that holds no instance.
  static func arn(_ text: String, in instance: String, _ place: Place) -> String {
    ManagedViews.id(text).map { ManagedView.arn($0, place) } ?? place.arn("view", QualifiedFlow(text).flow, in: instance)
  }

  /// Every view that an instance has: the managed ones, then its own, each by name.
  static func all(in instance: String, _ call: some Call) throws -> [Resource<StoredView>] {
    var own: [Resource<StoredView>] = []
    try call.forEach(.view, in: instance) { own.append(try call.resource(.view, $0)) }
    own.sort { ($0.record.name ?? "", $0.id) < ($1.record.name ?? "", $1.id) }
    return ManagedView.all.map { $0.resource(in: instance, call.context.place) } + own
  }

  /// The view of an id or ARN with an optional qualifier, with the content that the qualifier chooses.
  /// - Parameter instance: its id.
  /// - Returns: nil when there is no such view, or no such content of it.
  static func chosen(_ text: String, in instance: String, _ place: Place, _ lookup: some Lookup) throws -> View? {
    guard let id = ManagedViews.id(text) else { return try own(text, in: instance, lookup) }
    return ManagedView.all.first { $0.id == id }.map { described($0.resource(in: instance, place), .latest) }
  }

  static func isThere(_ text: String, in instance: String, _ lookup: some Lookup) throws -> Bool {
    try ManagedViews.id(text) != nil || own(text, in: instance, lookup) != nil
  }

  private static func own(_ text: String, in instance: String, _ lookup: some Lookup) throws -> View? {
    let name = QualifiedFlow(text)
    guard let record = try lookup.reader.record(.view, name.flow, inInstance: instance) else { return nil }
    let view = try lookup.resource(.view, record)
    guard case .named(let number) = name.qualifier else {
      return name.qualifier == .latest && view.document.published == nil ? nil : described(view, name.qualifier)
    }
    guard let part = try lookup.reader.record(.viewVersion, partIdentifier(number, of: view.id)) else { return nil }
    return try described(view, of: try lookup.resource(.viewVersion, part).document)
  }

  /// The view with what is published, or with what was saved last.
  static func described(_ view: Resource<StoredView>, _ qualifier: FlowQualifier) -> View {
    let stored = view.document
    let published = qualifier == .saved ? nil : stored.published
    let body = published ?? stored.saved
    var described = described(view, with: body, status: body == stored.published ? .published : .saved)
    if stored.type == .awsManaged { described.version = ManagedViews.version }
    return described
  }

  static func described(_ view: Resource<StoredView>, of version: FlowVersion) throws -> View {
    var described = described(view, with: try ViewBody(text: version.content), status: .published)
    described.version = version.number
    described.versionDescription = version.description
    return described
  }

  private static func described(_ view: Resource<StoredView>, with body: ViewBody, status: ViewStatus) -> View {
    View(
      id: view.id, arn: view.arn, name: view.record.name, status: status, type: view.document.type,
      description: view.document.description, content: body.described, tags: view.document.tags,
      createdTime: view.record.createdAt, lastModifiedTime: view.record.modifiedAt,
      viewContentSha256: FlowContent.sha256(body.text))
  }
}
