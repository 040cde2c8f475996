/// How long participants of a role may be silent while customer and agent are together (UpdateParticipantRoleConfig).
public struct ParticipantTimer: Sendable, Hashable, Codable {
  public enum Kind: String, Sendable, Hashable, Codable {
    /// Then they are considered idle.
    case idle = "IDLE"
    /// Then everybody but the customer is disconnected; where there is an idle timer too, it runs first.
    case disconnectNonCustomer = "DISCONNECT_NONCUSTOMER"
  }

  public let role: Participant.Role
  public let kind: Kind
  public let minutes: Int

  public init(role: Participant.Role, kind: Kind, minutes: Int) {
    self.role = role
    self.kind = kind
    self.minutes = minutes
  }

  func isSame(_ other: ParticipantTimer) -> Bool { role == other.role && kind == other.kind }
}
