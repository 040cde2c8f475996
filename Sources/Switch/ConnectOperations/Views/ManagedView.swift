import ConnectAPI
import FlowLanguage
import ResourceStore
import Vocabulary

/// A view that every instance has and nobody changes: one component that takes what flows give the view of that name.
struct ManagedView: Sendable {
  let id: String
  let name: String
  let description: String
  let actions: [String]
  /// What a flow may give it.
  let properties: [String]

  static let all: [ManagedView] = [
    ManagedView(
      id: "after-contact-work", name: "After contact work", description: "What is left to do after a contact.",
      actions: ["Submit"], properties: ["Heading", "SubHeading", "Sections", "ErrorText"]),
    ManagedView(
      id: "cards", name: "Cards", description: "Topics to choose from, each with its details and actions.",
      actions: ["ActionSelected", "Back", "NoMatchFound"],
      properties: ["Heading", "SubHeading", "Cards", "CardsPerRow", "NoMatchFound", "AttributeBar", "Back", "ErrorText"]),
    ManagedView(
      id: "confirmation", name: "Confirmation", description: "Says that something is done, and what comes next.",
      actions: ["Next"], properties: ["Heading", "SubHeading", "Graphic", "Next", "AttributeBar"]),
    ManagedView(
      id: "detail", name: "Detail", description: "Information, and actions to choose from.",
      actions: ["ActionSelected", "Back"],
      properties: ["Heading", "Description", "Sections", "AttributeBar", "Actions", "Back", "ErrorText"]),
    ManagedView(
      id: "form", name: "Form", description: "Fields to fill in.",
      actions: ["ActionSelected", "Back", "Cancel", "Edit", "Next", "Previous", "Submit"],
      properties: [
        "Heading", "SubHeading", "Sections", "AttributeBar", "Wizard", "Back", "Cancel", "Edit", "Next", "Previous", "ErrorText",
      ]),
    ManagedView(
      id: "list", name: "List", description: "Items to choose from.",
      actions: ["ActionSelected", "Back"], properties: ["Heading", "SubHeading", "Items", "AttributeBar", "Back", "ErrorText"]),
  ]

  static func arn(_ id: String, _ place: Place) -> String {
    ARN(partition: place.partition, service: "connect", region: place.region, account: "aws", resource: "view/\(id)").description
  }

  private var body: ViewBody {
    let component: JSON = [
      "_id": .string(id), "Type": .string(name), "Props": .object(properties.map { ($0, .string("$.\($0)")) }), "Content": [],
    ]
    return ViewBody(template: (["Head": ["Title": .string(name)], "Body": [component]] as JSON).text, actions: actions)
  }

  /// As if it stood in the instance.
  func resource(in instance: String, _ place: Place) -> Resource<StoredView> {
    var view = StoredView(description: description, published: body, saved: body)
    view.type = .awsManaged
    let record = Record(
      kind: .view, id: id, scope: instance, arn: Self.arn(id, place), name: name, document: view.json, sealed: nil, tags: [:],
      createdAt: Moment(seconds: 0), modifiedAt: Moment(seconds: 0))
    return Resource(record: record, document: view)
  }
}
