/// Whom a contact may go to, in steps: each holds until it expires, then the next; after the last any agent of the queue will do.
public struct RoutingCriteria: Hashable, Sendable {
  public struct Step: Hashable, Sendable {
    public var expression: Expression
    /// nil: it never expires.
    public var expirySeconds: Int?
    public init(expression: Expression, expirySeconds: Int?) {
      self.expression = expression
      self.expirySeconds = expirySeconds
    }
  }

  /// What is asked of an agent.
  public indirect enum Expression: Hashable, Sendable {
    /// A proficiency in that value of the attribute, of a level within the bounds.
    case proficiency(name: UInt32, value: UInt32, minimum: Double, maximum: Double)
    case agents([AgentNumber])
    case all([Expression])
    case any([Expression])
    case not(Expression)

    func isMet(by agent: AgentNumber, _ proficiencies: ContiguousArray<AgentRules.Proficiency>) -> Bool {
      switch self {
      case .proficiency(let name, let value, let minimum, let maximum):
        proficiencies.contains { $0.name == name && $0.value == value && $0.level >= minimum && $0.level <= maximum }
      case .agents(let agents): agents.contains(agent)
      case .all(let parts): parts.allSatisfy { $0.isMet(by: agent, proficiencies) }
      case .any(let parts): parts.contains { $0.isMet(by: agent, proficiencies) }
      case .not(let part): !part.isMet(by: agent, proficiencies)
      }
    }

    /// Whether it asks for certain agents, so that two with the same skills may differ.
    var namesAgents: Bool {
      switch self {
      case .agents: true
      case .proficiency: false
      case .all(let parts), .any(let parts): parts.contains(where: \.namesAgents)
      case .not(let part): part.namesAgents
      }
    }
  }

  public var steps: [Step]
  public init(steps: [Step]) { self.steps = steps }
}
