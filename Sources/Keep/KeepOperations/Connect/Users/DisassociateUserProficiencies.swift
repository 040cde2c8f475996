import ConnectAPI

/// Takes proficiencies from a user; one that it does not have is no error, so that a request can be sent again.
struct DisassociateUserProficiencies: UserChangeOperation {
  let users: Users

  static let rule: OperationRule<DisassociateUserProficienciesRequest> = OperationRule(
    action: "connect:DisassociateUserProficiencies",
    resources: { [$1.arn("agent", $0.userId, in: $0.instanceId)] },
    conditionKeys: [.instanceID(\.instanceId)],
    audit: .write(["InstanceId", "UserId", "UserProficiencies"]),
    refuses: [])

  func change(_ user: inout StoredUser, _ input: DisassociateUserProficienciesRequest) throws {
    let removed = Set(input.userProficiencies)
    user.proficiencies.removeAll {
      removed.contains(UserProficiencyDisassociate(attributeName: $0.attributeName, attributeValue: $0.attributeValue))
    }
  }
}

extension DisassociateUserProficienciesRequest: NamesUser {}
