import AWSWire
import ConnectAPI
import ResourceStore
import Vocabulary

extension Kind {
  static let taskTemplate: Kind = "task-template"
}

extension ResourceKind where Document == GetTaskTemplateResponse {
  /// A template refers to its flows, so that none of them can be deleted while tasks are made of it.
  static var taskTemplate: Self {
    ResourceKind(kind: .taskTemplate, arnWord: "task-template", noun: "task template") { template in
      Set([template.contactFlowId, template.selfAssignFlowId].compactMap { $0 }).sorted().map {
        Reference(kind: .contactFlow, id: $0)
      }
    }
  }
}

/// What the task template operations share.
enum TaskTemplates {
  /// Fields that a template may have.
  static let fieldsMax = 50

  /// The template with ids for ARNs, and with what it has unless it is told otherwise.
  /// - Throws: PropertyValidationException with each property that is wrong, ServiceQuotaExceededException.
  static func checked(
    _ template: GetTaskTemplateResponse, in instance: String, _ call: WriteCall
  ) throws -> GetTaskTemplateResponse {
    guard template.fields?.count ?? 0 <= fieldsMax else {
      throw ConnectError(.serviceQuotaExceeded, "Fields: a task template may have \(fieldsMax) fields at most.")
    }
    let problems = try nameProblems(template, in: instance, call) + flowProblems(template, in: instance, call)
    try PropertyProblem.refuse(problems + TaskTemplateFields.problems(of: template))
    var template = template
    template.status = template.status ?? .active
    template.contactFlowId = template.contactFlowId.map(identifier)
    template.selfAssignFlowId = template.selfAssignFlowId.map(identifier)
    return template
  }

  /// The template with the times of its record.
  static func described(_ resource: Resource<GetTaskTemplateResponse>) -> GetTaskTemplateResponse {
    var template = resource.document
    template.createdTime = resource.record.createdAt
    template.lastModifiedTime = resource.record.modifiedAt
    return template
  }

  private static func nameProblems(
    _ template: GetTaskTemplateResponse, in instance: String, _ call: WriteCall
  ) throws -> [PropertyProblem] {
    guard !template.name.isEmpty else {
      return [PropertyProblem("Name", .requiredPropertyMissing, "A task template has a name.")]
    }
    guard let holder = try call.reader.record(.taskTemplate, named: template.name, in: instance), holder.id != template.id else {
      return []
    }
    return [PropertyProblem("Name", .resourceNameAlreadyExists, "Another task template has the name \(template.name).")]
  }

  private static func flowProblems(
    _ template: GetTaskTemplateResponse, in instance: String, _ call: WriteCall
  ) throws -> [PropertyProblem] {
    try [("ContactFlowId", template.contactFlowId), ("SelfAssignFlowId", template.selfAssignFlowId)].compactMap { path, flow in
      guard let flow, try call.reader.record(.contactFlow, flow, inInstance: instance) == nil else { return nil }
      return PropertyProblem(path, .referencedResourceNotFound, "There is no contact flow \(identifier(flow)) in this instance.")
    }
  }
}

/// One property of a template that is wrong.
struct PropertyProblem {
  /// The reasons that Connect has.
  enum Reason: String {
    case invalidFormat = "INVALID_FORMAT"
    case notSupported = "NOT_SUPPORTED"
    case referencedResourceNotFound = "REFERENCED_RESOURCE_NOT_FOUND"
    case requiredPropertyMissing = "REQUIRED_PROPERTY_MISSING"
    case resourceNameAlreadyExists = "RESOURCE_NAME_ALREADY_EXISTS"
    case uniqueConstraintViolated = "UNIQUE_CONSTRAINT_VIOLATED"
  }

  let path: String
  let reason: Reason
  let message: String

  init(_ path: String, _ reason: Reason, _ message: String) {
    self.path = path
    self.reason = reason
    self.message = message
  }

  /// - Throws: PropertyValidationException that lists the problems, if there are any.
  static func refuse(_ problems: [PropertyProblem]) throws {
    guard !problems.isEmpty else { return }
    throw ConnectError(
      .propertyValidation, problems.map { "\($0.path): \($0.message)" }.joined(separator: " "),
      members: [
        "PropertyList": .array(
          problems.map {
            ["PropertyPath": .string($0.path), "Reason": .string($0.reason.rawValue), "Message": .string($0.message)]
          })
      ])
  }
}
