public import Crypto
public import MessageFormat

/// Seals a short message under a data key that the caller has wrapped: for keys of other people's, wrapped in their way.
///
/// AWS Encryption SDK message format 2.0, suite 0x0478 (AES-256-GCM, HKDF-SHA-512, key commitment).
public enum MessageSealer {
  /// What a frame may have: a short message is its only one.
  private static let frameLength = FrameLength.kibibytes4

  /// - Parameters:
  ///   - dataKey: 32 bytes that no other message has.
  ///   - context: what the message says of itself in the clear, authenticated with it.
  /// - Throws: `tooLong` for 4,096 bytes or more.
  public static func seal(
    _ plaintext: [UInt8], dataKey: SymmetricKey, encryptedAs dataKeys: [EncryptedDataKey], context: [String: String]
  ) throws(SealingProblem) -> [UInt8] {
    guard plaintext.count < frameLength.rawValue else { throw .tooLong }
    var writer = try MessageWriter(dataKey: dataKey, encryptedAs: dataKeys, frameLength: frameLength, context: context)
    let start = try writer.append(plaintext)
    return start + (try writer.finish())
  }
}
