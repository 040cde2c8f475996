import AWSWire
import ConnectAPI
import Vocabulary

/// The template and the actions of a view, as its author gave them.
struct ViewBody: Sendable, Hashable {
  let template: String?
  let actions: [String]?
  /// Bytes of both.
  private static let bytesMax = 400_000

  init(template: String?, actions: [String]?) {
    self.template = template
    self.actions = actions
  }

  init(_ input: ViewInputContent) { self.init(template: input.template, actions: input.actions) }

  /// What `text` wrote.
  init(text: String) throws {
    let json = try JSON.parse(text)
    self.init(template: json["Template"]?.string, actions: json["Actions"]?.array?.compactMap(\.string))
  }

  /// As it is stored and digested.
  var text: String {
    var object = JSON.Object()
    object["Template"] = template.map(JSON.string)
    object["Actions"] = actions.map(JSON.strings)
    return String(decoding: JSON(.object(object)).canonicalBytes, as: UTF8.self)
  }

  /// As Connect describes it: with the schema of what a flow may give.
  var described: ViewContent {
    ViewContent(
      inputSchema: template.flatMap(ViewTemplate.init)?.inputSchema.text, template: template, actions: actions)
  }

  /// A draft may be anything of the right size.
  /// - Throws: InvalidParameterException with the place.
  func check(_ status: ViewStatus) throws(ConnectError) {
    guard text.utf8.count <= Self.bytesMax else {
      throw ConnectError(.invalidParameter, "Content: at most \(Self.bytesMax) bytes.")
    }
    guard status == .published else { return }
    guard let template = template.flatMap(ViewTemplate.init) else {
      throw ConnectError(.invalidParameter, "Content.Template: must be a JSON object when the view is published.")
    }
    guard template.json["Body"]?.array?.allSatisfy({ $0.object != nil }) == true else {
      throw ConnectError(.invalidParameter, "Content.Template: Body must be a list of components.")
    }
    guard actions?.isEmpty == false else {
      throw ConnectError(.invalidParameter, "Content.Actions: a view that is published has one at least.")
    }
  }
}
