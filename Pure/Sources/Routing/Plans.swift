/// The criteria of contacts that wait, each of them once: many contacts ask for the same.
struct Plans: Sendable {
  struct Step: Sendable {
    let requirement: Int32
    let expirySeconds: Int?
  }

  /// What a step asks for, laid out for the most frequent question: one proficiency.
  struct Requirement: Sendable {
    let proficiency: Range?
    let namesAgents: Bool
  }
  struct Range: Sendable {
    let name: UInt32
    let value: UInt32
    let minimum: Double
    let maximum: Double
  }

  private var criteria = Interning<RoutingCriteria>()
  private var steps: ContiguousArray<ContiguousArray<Step>> = []
  private var expressions = Interning<RoutingCriteria.Expression>()
  private var requirements: ContiguousArray<Requirement> = []

  func criteria(_ plan: Int32) -> RoutingCriteria? { plan < 0 ? nil : criteria[plan] }

  /// nil past the last step, and without a plan.
  func step(_ step: Int32, of plan: Int32) -> Step? {
    guard plan >= 0, Int(step) < steps[Int(plan)].count else { return nil }
    return steps[Int(plan)][Int(step)]
  }

  mutating func hold(_ criteria: RoutingCriteria) -> Int32 {
    let (plan, isNew) = self.criteria.hold(criteria)
    guard isNew else { return plan }
    let steps = ContiguousArray(criteria.steps.map { Step(requirement: hold($0.expression), expirySeconds: $0.expirySeconds) })
    if Int(plan) == self.steps.count { self.steps.append(steps) } else { self.steps[Int(plan)] = steps }
    return plan
  }

  private mutating func hold(_ expression: RoutingCriteria.Expression) -> Int32 {
    let (number, isNew) = expressions.hold(expression)
    guard isNew else { return number }
    let requirement = Requirement(expression)
    if Int(number) == requirements.count { requirements.append(requirement) } else { requirements[Int(number)] = requirement }
    return number
  }

  mutating func letGo(_ plan: Int32) {
    guard criteria.letGo(plan) else { return }
    for step in steps[Int(plan)] { expressions.letGo(step.requirement) }
    steps[Int(plan)] = []
  }

  /// Whether agents of the same skills may differ in it.
  func namesAgents(_ requirement: Int32) -> Bool { requirements[Int(requirement)].namesAgents }

  func isMet(_ requirement: Int32, by agent: UInt32, _ skills: ContiguousArray<AgentRules.Proficiency>) -> Bool {
    guard let range = requirements[Int(requirement)].proficiency else {
      return expressions[requirement]?.isMet(by: AgentNumber(agent), skills) ?? true
    }
    for skill in skills where skill.name == range.name && skill.value == range.value {
      if skill.level >= range.minimum && skill.level <= range.maximum { return true }
    }
    return false
  }
}

extension Plans.Requirement {
  init(_ expression: RoutingCriteria.Expression) {
    namesAgents = expression.namesAgents
    guard case .proficiency(let name, let value, let minimum, let maximum) = expression else {
      proficiency = nil
      return
    }
    proficiency = Plans.Range(name: name, value: value, minimum: minimum, maximum: maximum)
  }
}
