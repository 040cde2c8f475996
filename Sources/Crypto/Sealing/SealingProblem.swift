/// Why a message cannot be sealed.
public enum SealingProblem: Error, Sendable, Hashable {
  /// A member is longer than a header may have, or there is no encrypted data key, or too many.
  case headerTooLarge
  /// More than a message has.
  case tooLong
  /// The writer has failed before: what it wrote stays without an end.
  case broken
  /// No RSA public key of 3072 bits or more.
  case keyRefused
  case cipher
}
