import ConnectAPI

/// What the fields of a task template must be, and what its constraints and defaults may say of them.
enum TaskTemplateFields {
  /// A task has one of each of these, so that a template has one field for it at most.
  private static let ofTask: Set<TaskTemplateFieldType> = [
    .name, .description, .scheduledTime, .quickConnect, .selfAssign, .expiryDuration,
  ]

  /// In the order of the template.
  static func problems(of template: GetTaskTemplateResponse) -> [PropertyProblem] {
    let fields = template.fields ?? []
    guard !fields.isEmpty else { return [PropertyProblem("Fields", .requiredPropertyMissing, "A task template has a field.")] }
    let own = fields.enumerated().flatMap { problems(of: $1, "Fields[\($0)]") }
    return own + twice(fields) + unknown(template.constraints, fields) + problems(of: template.defaults, fields)
  }

  private static func problems(of field: TaskTemplateField, _ path: String) -> [PropertyProblem] {
    var problems: [PropertyProblem] = []
    if field.id.name == nil {
      problems.append(PropertyProblem("\(path).Id.Name", .requiredPropertyMissing, "A field has a name."))
    }
    if field.type == nil { problems.append(PropertyProblem("\(path).Type", .requiredPropertyMissing, "A field has a type.")) }
    let options = field.singleSelectOptions ?? []
    let optionsPath = "\(path).SingleSelectOptions"
    if field.type == .singleSelect, options.isEmpty {
      problems.append(PropertyProblem(optionsPath, .requiredPropertyMissing, "A SINGLE_SELECT field has options."))
    }
    if field.type != .singleSelect, !options.isEmpty {
      problems.append(PropertyProblem(optionsPath, .notSupported, "Only a SINGLE_SELECT field has options."))
    }
    if Set(options).count != options.count {
      problems.append(PropertyProblem(optionsPath, .uniqueConstraintViolated, "An option stands there twice."))
    }
    return problems
  }

  /// Names are unique, and so are the types of which a task has one.
  private static func twice(_ fields: [TaskTemplateField]) -> [PropertyProblem] {
    fields.enumerated().flatMap { index, field in
      let before = fields[..<index]
      return [
        field.id.name != nil && before.contains { $0.id.name == field.id.name }
          ? PropertyProblem("Fields[\(index)].Id.Name", .uniqueConstraintViolated, "Another field has this name.") : nil,
        field.type.map { type in ofTask.contains(type) && before.contains { $0.type == type } } == true
          ? PropertyProblem("Fields[\(index)].Type", .uniqueConstraintViolated, "Another field has this type.") : nil,
      ].compactMap { $0 }
    }
  }

  /// The constraints that are on no field.
  private static func unknown(
    _ constraints: TaskTemplateConstraints?, _ fields: [TaskTemplateField]
  ) -> [PropertyProblem] {
    let lists = [
      ("RequiredFields", constraints?.requiredFields?.map(\.id)), ("ReadOnlyFields", constraints?.readOnlyFields?.map(\.id)),
      ("InvisibleFields", constraints?.invisibleFields?.map(\.id)),
    ]
    return lists.flatMap { list, ids in
      (ids ?? []).enumerated().compactMap { index, id in
        field(id, fields) == nil ? missing("Constraints.\(list)[\(index)].Id") : nil
      }
    }
  }

  private static func problems(
    of defaults: TaskTemplateDefaults?, _ fields: [TaskTemplateField]
  ) -> [PropertyProblem] {
    let values = defaults?.defaultFieldValues ?? []
    return values.enumerated().compactMap { index, value in
      let path = "Defaults.DefaultFieldValues[\(index)]"
      guard let field = field(value.id, fields) else { return missing("\(path).Id") }
      if values[..<index].contains(where: { $0.id == value.id }) {
        return PropertyProblem("\(path).Id", .uniqueConstraintViolated, "The field has a default value already.")
      }
      return isValue(value.defaultValue ?? "", of: field)
        ? nil : PropertyProblem("\(path).DefaultValue", .invalidFormat, "This is no value of the field's type.")
    }
  }

  /// Whether a text says a value of the field; text of every form is one of the other types.
  static func isValue(_ text: String, of field: TaskTemplateField) -> Bool {
    switch field.type {
    case .boolean: Bool(text) != nil
    case .number: Double(text)?.isFinite == true
    case .singleSelect: field.singleSelectOptions?.contains(text) == true
    default: true
    }
  }

  private static func field(_ id: TaskTemplateFieldIdentifier?, _ fields: [TaskTemplateField]) -> TaskTemplateField? {
    id?.name.flatMap { name in fields.first { $0.id.name == name } }
  }

  private static func missing(_ path: String) -> PropertyProblem {
    PropertyProblem(path, .referencedResourceNotFound, "The template has no such field.")
  }
}
