/// A data key as the holder of a wrapping key can open it.
public struct EncryptedDataKey: Sendable, Hashable {
  /// The key's namespace, in the words of the SDK's raw keyrings.
  public let providerID: String
  /// The key's name: for a raw RSA keyring the name alone.
  public let providerInfo: String
  public let ciphertext: [UInt8]

  /// Bytes of each of the three at most; an RSA key of 16384 bits makes as many.
  public static let memberBytesMax = 2_048

  public init(providerID: String, providerInfo: String, ciphertext: [UInt8]) {
    self.providerID = providerID
    self.providerInfo = providerInfo
    self.ciphertext = ciphertext
  }
}
