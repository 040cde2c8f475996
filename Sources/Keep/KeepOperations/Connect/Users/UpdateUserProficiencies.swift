import ConnectAPI

/// Changes the levels of proficiencies that a user has.
struct UpdateUserProficiencies: UserChangeOperation {
  let users: Users

  static let rule: OperationRule<UpdateUserProficienciesRequest> = OperationRule(
    action: "connect:UpdateUserProficiencies",
    resources: { [$1.arn("agent", $0.userId, in: $0.instanceId)] },
    conditionKeys: [.instanceID(\.instanceId)],
    audit: .write(["InstanceId", "UserId", "UserProficiencies"]),
    refuses: [])

  func change(_ user: inout StoredUser, _ input: UpdateUserProficienciesRequest) throws {
    try Proficiencies.check(input.userProficiencies)
    for proficiency in input.userProficiencies {
      guard let index = Proficiencies.index(of: proficiency, in: user) else {
        throw ConnectError(
          .invalidRequest,
          "UserProficiencies: \(proficiency.attributeName) \(proficiency.attributeValue) is not the user's. Associate it first."
        )
      }
      user.proficiencies[index] = proficiency
    }
  }
}

extension UpdateUserProficienciesRequest: NamesUser {}
