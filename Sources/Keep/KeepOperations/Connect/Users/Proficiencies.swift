import ConnectAPI

/// What the proficiency operations share. The switch knows which attributes and values there are.
enum Proficiencies {
  /// - Throws: InvalidParameterException for a level between two, or a value that is named twice.
  static func check(_ proficiencies: [UserProficiency]) throws {
    for proficiency in proficiencies where proficiency.level != proficiency.level.rounded() {
      throw ConnectError(.invalidParameter, "UserProficiencies: Level must be 1, 2, 3, 4 or 5.")
    }
    guard Set(proficiencies.map(key)).count == proficiencies.count else {
      throw ConnectError(.invalidParameter, "UserProficiencies: names a value of an attribute twice.")
    }
  }

  static func index(of proficiency: UserProficiency, in user: StoredUser) -> Int? {
    user.proficiencies.firstIndex { key($0) == key(proficiency) }
  }

  private static func key(_ proficiency: UserProficiency) -> [String] {
    [proficiency.attributeName, proficiency.attributeValue]
  }
}
