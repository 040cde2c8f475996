import ConnectAPI
import Contacts
import ResourceStore
import Vocabulary

/// The views that flows show, as a customer's client draws them.
struct ShownViews: Sendable {
  let store: any ConfigurationStore
  let place: Place

  /// The view with what the flow gave it in its template.
  /// - Throws: notFound when the view is gone, invalid when it is too large with its data.
  func view(_ shown: ShownView, in instance: String) async throws -> JSON {
    let found = try await store.read { reader in
      try Views.chosen(shown.name, in: instance, place, StoredResources(reader: reader))
    }
    guard let view = found, let content = view.content else { throw ChatProblem.noView }
    var described = JSON.Object()
    described["Id"] = view.id.map(JSON.string)
    described["Arn"] = view.arn.map(JSON.string)
    described["Name"] = view.name.map(JSON.string)
    described["Version"] = view.version.map { .number($0) }
    described["Content"] = try filled(content, with: shown.data)
    return JSON(.object(described))
  }

  private func filled(_ content: ViewContent, with data: JSON) throws -> JSON {
    var content = content
    if let template = content.template.flatMap(ViewTemplate.init) {
      guard let filled = template.filled(with: data) else {
        throw ChatProblem(.invalid, "The view is larger than \(ViewTemplate.filledBytesMax) bytes with its data.")
      }
      content.template = filled.text
    }
    return content.json
  }
}
