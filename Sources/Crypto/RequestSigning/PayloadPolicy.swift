/// Which bodies a service takes beyond those whose SHA-256 is signed.
public struct PayloadPolicy: OptionSet, Sendable, Hashable {
  public let rawValue: Int

  public init(rawValue: Int) { self.rawValue = rawValue }

  /// `UNSIGNED-PAYLOAD`.
  public static let unsigned = PayloadPolicy(rawValue: 1)
  /// `STREAMING-AWS4-HMAC-SHA256-PAYLOAD` and `-TRAILER`.
  public static let signedChunks = PayloadPolicy(rawValue: 2)
  /// `STREAMING-UNSIGNED-PAYLOAD-TRAILER`.
  public static let unsignedChunks = PayloadPolicy(rawValue: 4)
}
