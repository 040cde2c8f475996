import ConnectAPI

/// Connect's rule for sign-in passwords. The pattern in the published model carries stray slashes and matches no password, so the
/// rule stands here: 8 to 64 characters without white space, with a lower-case letter, an upper-case letter and a digit.
enum PasswordRules {
  /// - Throws: InvalidParameterException, which never repeats the password.
  static func check(_ password: String) throws {
    let scalars = password.unicodeScalars
    let isGood =
      (8...64).contains(scalars.count) && scalars.contains { ("a"..."z").contains($0) }
      && scalars.contains { ("A"..."Z").contains($0) }
      && scalars.contains { ("0"..."9").contains($0) } && !scalars.contains { $0.properties.isWhitespace }
    guard isGood else {
      throw ConnectError(
        .invalidParameter,
        "Password: must have 8 to 64 characters without spaces, with a lower-case letter, an upper-case letter and a digit."
      )
    }
  }
}
