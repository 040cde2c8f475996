public import Crypto
import Foundation

/// A data key as the holder of a wrapping key can open it.
public struct EncryptedDataKey: Sendable, Hashable {
  public let providerID: String
  public let providerInfo: String
  public let ciphertext: [UInt8]

  public init(providerID: String, providerInfo: String, ciphertext: [UInt8]) {
    self.providerID = providerID
    self.providerInfo = providerInfo
    self.ciphertext = ciphertext
  }
}

/// Why a message cannot be sealed.
public enum SealingProblem: Error, Sendable, Hashable {
  /// A member is longer than its length field can tell, or there is no encrypted data key.
  case headerTooLarge
  /// More than a frame has.
  case tooLong
  case cipher
}

/// Seals a short message, which is one frame.
///
/// AWS Encryption SDK message format 2.0, suite 0x0478 (AES-256-GCM, HKDF-SHA512, key commitment).
public enum MessageSealer {
  private static let suite: [UInt8] = [0x04, 0x78]
  private static let messageIDBytes = 32
  /// Bytes that a frame might have: the only one is the last, and as long as it is.
  private static let frameLength = 4_096

  /// - Parameters:
  ///   - dataKey: 32 bytes that no other message has.
  ///   - context: what the message says of itself in the clear, authenticated with it.
  public static func seal(
    _ plaintext: [UInt8], dataKey: SymmetricKey, encryptedAs dataKeys: [EncryptedDataKey], context: [String: String]
  ) throws(SealingProblem) -> [UInt8] {
    guard plaintext.count <= frameLength else { throw .tooLong }
    let messageID = SymmetricKey(size: SymmetricKeySize(bitCount: messageIDBytes * 8)).bytes
    let key = derived(dataKey, messageID, info: suite + Array("DERIVEKEY".utf8))
    let commitment = derived(dataKey, messageID, info: Array("COMMITKEY".utf8)).bytes
    var header = [0x02] + suite + messageID
    header += try counted(try serialized(context))
    header += try serialized(dataKeys)
    header += [0x02] + UInt32(frameLength).bigEndianBytes + commitment
    return header + (try sealed([], key, number: 0, additional: header)).tag + (try lastFrame(plaintext, messageID, key))
  }

  private static func lastFrame(_ plaintext: [UInt8], _ messageID: [UInt8], _ key: SymmetricKey) throws(SealingProblem)
    -> [UInt8]
  {
    let number: UInt32 = 1
    let words = Array("AWSKMSEncryptionClient Final Frame".utf8)
    let additional = messageID + words + number.bigEndianBytes + UInt64(plaintext.count).bigEndianBytes
    let box = try sealed(plaintext, key, number: number, additional: additional)
    let start = UInt32.max.bigEndianBytes + number.bigEndianBytes + box.nonce
    return start + UInt32(plaintext.count).bigEndianBytes + box.ciphertext + box.tag
  }
}

extension MessageSealer {
  private struct Box {
    let nonce: [UInt8]
    let ciphertext: [UInt8]
    let tag: [UInt8]
  }

  /// The nonce is the frame's number; the header's is zero.
  private static func sealed(_ plaintext: [UInt8], _ key: SymmetricKey, number: UInt32, additional: [UInt8])
    throws(SealingProblem) -> Box
  {
    let nonce = [UInt8](repeating: 0, count: 8) + number.bigEndianBytes
    do {
      let box = try AES.GCM.seal(plaintext, using: key, nonce: try AES.GCM.Nonce(data: nonce), authenticating: additional)
      return Box(nonce: nonce, ciphertext: Array(box.ciphertext), tag: Array(box.tag))
    } catch {
      throw .cipher
    }
  }

  private static func derived(_ dataKey: SymmetricKey, _ messageID: [UInt8], info: [UInt8]) -> SymmetricKey {
    HKDF<SHA512>.deriveKey(inputKeyMaterial: dataKey, salt: messageID, info: info, outputByteCount: 32)
  }

  /// Entries in the order of their names' bytes.
  private static func serialized(_ context: [String: String]) throws(SealingProblem) -> [UInt8] {
    guard !context.isEmpty else { return [] }
    var bytes = try UInt16(exactlyFitting: context.count).bigEndianBytes
    for (name, value) in context.sorted(by: { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }) {
      bytes += try counted(Array(name.utf8))
      bytes += try counted(Array(value.utf8))
    }
    return bytes
  }

  private static func serialized(_ dataKeys: [EncryptedDataKey]) throws(SealingProblem) -> [UInt8] {
    guard !dataKeys.isEmpty else { throw .headerTooLarge }
    var bytes = try UInt16(exactlyFitting: dataKeys.count).bigEndianBytes
    for key in dataKeys {
      bytes += try counted(Array(key.providerID.utf8))
      bytes += try counted(Array(key.providerInfo.utf8))
      bytes += try counted(key.ciphertext)
    }
    return bytes
  }

  private static func counted(_ bytes: [UInt8]) throws(SealingProblem) -> [UInt8] {
    try UInt16(exactlyFitting: bytes.count).bigEndianBytes + bytes
  }
}

extension FixedWidthInteger {
  fileprivate var bigEndianBytes: [UInt8] {
    stride(from: Self.bitWidth - 8, through: 0, by: -8).map { UInt8(truncatingIfNeeded: self >> Self($0)) }
  }
}

extension UInt16 {
  fileprivate init(exactlyFitting count: Int) throws(SealingProblem) {
    guard let value = UInt16(exactly: count) else { throw .headerTooLarge }
    self = value
  }
}

extension SymmetricKey {
  fileprivate var bytes: [UInt8] { unsafe withUnsafeBytes { unsafe Array($0) } }
}
