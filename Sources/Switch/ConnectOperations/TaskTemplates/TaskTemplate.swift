import ConnectAPI
import Vocabulary

/// What a template makes of the request for a task.
struct TaskTemplate: Sendable {
  private let template: GetTaskTemplateResponse

  init(_ template: GetTaskTemplateResponse) { self.template = template }

  var id: String { template.id }

  /// The request with what the request leaves to the template filled in.
  /// - Throws: InvalidRequestException for an inactive template, InvalidParameterException for a required field without a
  ///   value and for what is no value of its field.
  func applied(to input: StartTaskContactRequest) throws -> StartTaskContactRequest {
    guard template.status != .inactive else {
      throw ConnectError(.invalidRequest, "TaskTemplateId: the task template \(template.name) is inactive.")
    }
    var input = input
    if input.quickConnectId == nil { input.contactFlowId = input.contactFlowId ?? template.contactFlowId }
    for field in template.fields ?? [] { try fill(field, of: &input) }
    return input
  }

  private func fill(_ field: TaskTemplateField, of input: inout StartTaskContactRequest) throws {
    guard let name = field.id.name else { return }
    let fallback = template.defaults?.defaultFieldValues?.first { $0.id?.name == name }?.defaultValue
    switch field.type {
    case .name: if input.name.isEmpty, let fallback { input.name = fallback }
    case .description: input.description = input.description ?? fallback
    case .scheduledTime, .quickConnect, .selfAssign, .expiryDuration: break
    default: try fillReference(name, of: field, with: fallback, &input)
    }
    if isRequired(name), !has(field, name, input) {
      throw ConnectError(.invalidParameter, "The task template \(template.name) requires a value for the field \(name).")
    }
  }

  private func fillReference(
    _ name: String, of field: TaskTemplateField, with fallback: String?, _ input: inout StartTaskContactRequest
  ) throws {
    if input.references?[name] == nil, let fallback {
      input.references = input.references ?? [:]
      input.references?[name] = ReferenceShape(type: field.referenceType, value: fallback)
    }
    guard let value = input.references?[name]?.value, !TaskTemplateFields.isValue(value, of: field) else { return }
    throw ConnectError(
      .invalidParameter, "References.\(name): is no value of the template's field of the type \(field.type?.rawValue ?? "").")
  }

  private func isRequired(_ name: String) -> Bool {
    template.constraints?.requiredFields?.contains { $0.id?.name == name } == true
  }

  private func has(_ field: TaskTemplateField, _ name: String, _ input: StartTaskContactRequest) -> Bool {
    switch field.type {
    case .name: !input.name.isEmpty
    case .description: input.description?.isEmpty == false
    case .scheduledTime: input.scheduledTime != nil
    case .quickConnect: input.quickConnectId != nil
    case .selfAssign, .expiryDuration: true
    default: input.references?[name] != nil
    }
  }
}

extension TaskTemplateField {
  /// How a contact refers to a value of the field.
  fileprivate var referenceType: ReferenceType {
    switch type {
    case .url: .url
    case .email: .email
    case .number: .number
    case .dateTime: .date
    default: .string
    }
  }
}
