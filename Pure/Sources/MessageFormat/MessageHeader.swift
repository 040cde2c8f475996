/// What a message says of itself before its frames. It is authenticated, and not secret: nothing in it may be personal data.
public struct MessageHeader: Sendable, Hashable {
  public static let version: UInt8 = 2
  /// AES-256-GCM, HKDF-SHA-512, key commitment, no signature.
  public static let suite: [UInt8] = [0x04, 0x78]
  static let framedContent: UInt8 = 2
  public static let messageIDBytes = 32
  public static let commitmentBytes = 32
  /// The tag that follows the header.
  public static let tagBytes = 16
  /// Bytes of the serialised context at most. The format has room for 65,535.
  public static let contextBytesMax = 8_192
  public static let dataKeysMax = 8
  /// No header is longer, its tag included: so much of an object is enough to read any.
  public static let bytesMax = 65_536

  /// Random, and unique to the message: data keys are derived with it.
  public let messageID: [UInt8]
  public let context: [String: String]
  public let dataKeys: [EncryptedDataKey]
  public let frameLength: FrameLength
  /// The commitment to the data key.
  public let commitment: [UInt8]

  /// - Throws: `tooLarge` or `malformed` for members that a header cannot have.
  public init(
    messageID: [UInt8], context: [String: String], dataKeys: [EncryptedDataKey], frameLength: FrameLength, commitment: [UInt8]
  ) throws(FormatProblem) {
    guard messageID.count == Self.messageIDBytes, commitment.count == Self.commitmentBytes else {
      throw FormatProblem(.malformed, "the message id and the commitment have 32 bytes each")
    }
    guard Self.serialized(context).count <= Self.contextBytesMax else {
      throw FormatProblem(.tooLarge, "the context is longer than \(Self.contextBytesMax) bytes")
    }
    guard (1...Self.dataKeysMax).contains(dataKeys.count) else {
      throw FormatProblem(.tooLarge, "a message has 1 to \(Self.dataKeysMax) encrypted data keys")
    }
    let lengths = dataKeys.flatMap { [$0.providerID.utf8.count, $0.providerInfo.utf8.count, $0.ciphertext.count] }
    guard lengths.allSatisfy({ $0 <= EncryptedDataKey.memberBytesMax }) else {
      throw FormatProblem(.tooLarge, "a member of a data key is longer than \(EncryptedDataKey.memberBytesMax) bytes")
    }
    self.messageID = messageID
    self.context = context
    self.dataKeys = dataKeys
    self.frameLength = frameLength
    self.commitment = commitment
  }

  /// The header as it stands in the message, without its tag: also what the tag authenticates.
  public var bytes: [UInt8] {
    let context = Self.serialized(context)
    var bytes = [Self.version] + Self.suite + messageID
    bytes += UInt16(context.count).bigEndianBytes + context
    bytes += UInt16(dataKeys.count).bigEndianBytes
    for key in dataKeys {
      bytes += Self.counted(Array(key.providerID.utf8)) + Self.counted(Array(key.providerInfo.utf8))
      bytes += Self.counted(key.ciphertext)
    }
    return bytes + [Self.framedContent] + UInt32(frameLength.rawValue).bigEndianBytes + commitment
  }

  /// Entries in the order of their names' bytes; none is no bytes at all. What is too long for a length field is too long for
  /// `contextBytesMax` as well.
  private static func serialized(_ context: [String: String]) -> [UInt8] {
    guard !context.isEmpty else { return [] }
    var bytes = UInt16(truncatingIfNeeded: context.count).bigEndianBytes
    for (name, value) in context.sorted(by: { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }) {
      bytes += counted(Array(name.utf8)) + counted(Array(value.utf8))
    }
    return bytes
  }

  private static func counted(_ bytes: [UInt8]) -> [UInt8] { UInt16(truncatingIfNeeded: bytes.count).bigEndianBytes + bytes }
}

extension FixedWidthInteger {
  /// Most significant byte first.
  var bigEndianBytes: [UInt8] {
    stride(from: Self.bitWidth - 8, through: 0, by: -8).map { UInt8(truncatingIfNeeded: self >> Self($0)) }
  }
}
