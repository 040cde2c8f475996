import ConnectAPI

/// Adds proficiencies to a user. One that the user has gets the given level.
struct AssociateUserProficiencies: UserChangeOperation {
  let users: Users

  static let rule: OperationRule<AssociateUserProficienciesRequest> = OperationRule(
    action: "connect:AssociateUserProficiencies",
    resources: { [$1.arn("agent", $0.userId, in: $0.instanceId)] },
    conditionKeys: [.instanceID(\.instanceId)],
    audit: .write(["InstanceId", "UserId", "UserProficiencies"]),
    refuses: [])

  func change(_ user: inout StoredUser, _ input: AssociateUserProficienciesRequest) throws {
    try Proficiencies.check(input.userProficiencies)
    for proficiency in input.userProficiencies {
      if let index = Proficiencies.index(of: proficiency, in: user) {
        user.proficiencies[index] = proficiency
      } else {
        user.proficiencies.append(proficiency)
      }
    }
  }
}

extension AssociateUserProficienciesRequest: NamesUser {}
