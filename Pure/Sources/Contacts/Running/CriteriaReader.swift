import FlowEngine
import Routing
import Vocabulary

/// Connect's RoutingCriteria in routing's numbers. What nobody is known to have stands for something that nobody has.
struct CriteriaReader {
  let numbers: Numbers

  /// nil where there are no steps.
  func criteria(_ json: JSON) -> RoutingCriteria? {
    let steps = (json["Steps"]?.array ?? []).compactMap { step in
      step["Expression"].flatMap(expression).map {
        RoutingCriteria.Step(expression: $0, expirySeconds: step["Expiry"]?["DurationInSeconds"].flatMap(Self.seconds))
      }
    }
    return steps.isEmpty ? nil : RoutingCriteria(steps: steps)
  }

  private func expression(_ json: JSON) -> RoutingCriteria.Expression? {
    if let condition = json["AttributeCondition"] { return self.condition(condition) }
    if let condition = json["NotAttributeCondition"] { return self.condition(condition).map { .not($0) } }
    if let parts = json["AndExpression"]?.array { return .all(parts.compactMap(expression)) }
    if let parts = json["OrExpression"]?.array { return .any(parts.compactMap(expression)) }
    return nil
  }

  private func condition(_ json: JSON) -> RoutingCriteria.Expression? {
    if let agents = json["MatchCriteria"]?["AgentsCriteria"]?["AgentIds"]?.array?.compactMap(\.string) {
      return .agents(agents.compactMap { numbers.agents.existing(CentreSurroundings.id($0)) }.map { AgentNumber($0) })
    }
    guard let name = json["Name"]?.string, let value = json["Value"]?.string else { return nil }
    let (minimum, maximum) = bounds(json)
    return .proficiency(
      name: numbers.attributeNames.existing(name) ?? .max, value: numbers.attributeValues.existing(value) ?? .max,
      minimum: minimum, maximum: maximum)
  }

  private func bounds(_ json: JSON) -> (Double, Double) {
    if let range = json["Range"] {
      return (Self.number(range["MinProficiencyLevel"]) ?? 1, Self.number(range["MaxProficiencyLevel"]) ?? 5)
    }
    let level = Self.number(json["ProficiencyLevel"]) ?? 1
    switch json["ComparisonOperator"]?.string {
    case "Match": return (level, level)
    case "NumberLessOrEqualTo": return (1, level)
    case "NumberGreaterThan": return (level.nextUp, 5)
    case "NumberLessThan": return (1, level.nextDown)
    default: return (level, 5)
    }
  }

  /// Flows write numbers as text, too.
  private static func number(_ json: JSON?) -> Double? { json?.double ?? json?.string.flatMap(Double.init) }
  private static func seconds(_ json: JSON) -> Int? { json.int ?? json.string.flatMap(Int.init) }
}

extension QueueFigures {
  init(_ figures: RoutingFigures, at now: Moment) {
    self.init()
    agentsOnline = figures.agentsOnline
    agentsAvailable = figures.agentsAvailable
    agentsStaffed = figures.agentsStaffed
    agentsAfterContactWork = figures.agentsAfterContactWork
    agentsOnContact = figures.agentsOnContact
    agentsError = figures.agentsError
    agentsNonProductive = figures.agentsNonProductive
    contactsInQueue = figures.contactsInQueue
    oldestContactAgeSeconds = figures.oldestSince.map { Int((now.microseconds - $0.microseconds) / 1_000_000) } ?? 0
  }
}
