import ConnectAPI
import ResourceStore
import Vocabulary

/// What the operations of overrides share.
enum Overrides {
  /// Overrides that some hours may have. In Connect too this cannot be raised.
  static let countMax = 50

  /// - Throws: ResourceNotFoundException.
  static func index(of id: String, in stored: StoredHoursOfOperation) throws -> Int {
    guard let index = stored.overrides.firstIndex(where: { $0.hoursOfOperationOverrideId == id }) else {
      throw ConnectError(.resourceNotFound, "These hours of operation have no override with the id \(id).")
    }
    return index
  }

  /// Names are unique among the overrides of the same hours.
  /// - Throws: DuplicateResourceException, InvalidParameterException.
  static func check(_ override: HoursOfOperationOverride, among others: [HoursOfOperationOverride]) throws {
    if let name = override.name,
      others.contains(where: { $0.name == name && $0.hoursOfOperationOverrideId != override.hoursOfOperationOverrideId })
    {
      throw ConnectError.duplicate("override", named: name)
    }
    _ = try calendarOverride(override)
  }
}

extension Overrides {
  private static let dateFields: [String: @Sendable (HoursOfOperationOverride) -> String?] = [
    "effectiveFrom": { $0.effectiveFrom }, "effectiveTill": { $0.effectiveTill },
  ]

  private static let dateNames = dateFields.keys.sorted().joined(separator: ", ")

  static let searchable = Searchable<HoursOfOperationOverride>(
    fields: [
      "name": { [$0.document.name].compactMap { $0 } },
      "description": { [$0.document.description].compactMap { $0 } },
      "hoursOfOperationId": { [$0.document.hoursOfOperationId].compactMap { $0 } },
      "resourceID": { [$0.id] },
    ],
    conditions: ["DateCondition": { holds($1, for: $0.document) }])

  /// - Throws: InvalidParameterException for a field that is no date of an override, and for what is no date.
  static func checkDates(in criteria: JSON?) throws {
    for member in criteria?.object?.members ?? [] {
      switch member.name {
      case "AndConditions", "OrConditions": try member.value.array?.forEach(checkDates)
      case "DateCondition":
        let field = member.value["FieldName"]?.string ?? ""
        guard dateFields[field] != nil else {
          throw ConnectError(
            .invalidParameter,
            "SearchCriteria.DateCondition.FieldName: \(field) cannot be searched; these can: \(dateNames).")
        }
        _ = try date(member.value["Value"]?.string ?? "", "SearchCriteria.DateCondition.Value")
      default: break
      }
    }
  }

  private static func holds(_ condition: JSON, for override: HoursOfOperationOverride) -> Bool {
    guard let date = dateFields[condition["FieldName"]?.string ?? ""]?(override).flatMap(CivilDate.init),
      let value = condition["Value"]?.string.flatMap(CivilDate.init)
    else { return false }
    switch condition["ComparisonType"]?.string.flatMap(DateComparisonType.init(rawValue:)) ?? .equalTo {
    case .greaterThan: return date > value
    case .lessThan: return date < value
    case .greaterThanOrEqualTo: return date >= value
    case .lessThanOrEqualTo: return date <= value
    case .equalTo: return date == value
    }
  }
}
