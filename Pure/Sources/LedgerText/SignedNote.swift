/// A text and signatures over it, in the form of C2SP signed-note. What the signatures are worth is not said here.
public struct SignedNote: Sendable, Hashable {
  /// One signature line. Name and id together say whose key it claims to be of.
  public struct Signature: Sendable, Hashable {
    public let name: String
    /// Four bytes.
    public let keyID: [UInt8]
    /// At least one byte.
    public let bytes: [UInt8]

    /// - Parameters:
    ///   - name: a key name that `SignedNote.isKeyName` holds of.
    ///   - keyID: four bytes.
    public init(name: String, keyID: [UInt8], bytes: [UInt8]) {
      precondition(SignedNote.isKeyName(name) && keyID.count == 4 && !bytes.isEmpty, "a signature names its key")
      self.name = name
      self.keyID = keyID
      self.bytes = bytes
    }
  }

  /// What is signed; it ends in a newline.
  public let text: [UInt8]
  public let signatures: [Signature]

  /// - Parameter text: UTF-8 without control characters but newlines, the last of which ends it.
  public init(text: [UInt8], signatures: [Signature]) {
    precondition(text.last == Self.newline && !signatures.isEmpty, "a note is lines and at least one signature")
    self.text = text
    self.signatures = signatures
  }

  /// Reads a note; nothing but a whole one is taken.
  public init(_ bytes: [UInt8]) throws(LedgerTextProblem) {
    guard bytes.count <= LedgerBounds.noteBytesMax else { throw LedgerTextProblem(.tooLarge, "the note is too large") }
    guard String(validating: bytes, as: UTF8.self) != nil, !bytes.contains(where: { $0 < 0x20 && $0 != Self.newline }) else {
      throw LedgerTextProblem(.notANote, "a note is UTF-8 without control characters")
    }
    guard let blank = Self.lastBlankLine(bytes), bytes.last == Self.newline, blank + 2 < bytes.count else {
      throw LedgerTextProblem(.notANote, "a note ends in a blank line and signature lines")
    }
    text = Array(bytes[...blank])
    let lines = bytes[(blank + 2)...].dropLast().split(separator: Self.newline, omittingEmptySubsequences: false)
    guard lines.count <= LedgerBounds.signaturesMax else {
      throw LedgerTextProblem(.tooLarge, "the note has too many signatures")
    }
    var signatures: [Signature] = []
    for line in lines { signatures.append(try Self.signature(line)) }
    self.signatures = signatures
  }

  /// The note as it is kept and handed on.
  public var bytes: [UInt8] {
    var bytes = text + [Self.newline]
    for signature in signatures {
      bytes += Self.dash + signature.name.utf8 + [Self.space] + Base64.encoded(signature.keyID + signature.bytes).utf8
      bytes.append(Self.newline)
    }
    return bytes
  }

  /// Whether a key may have this name: not empty, without Unicode spaces, control characters and plus.
  public static func isKeyName(_ name: String) -> Bool {
    !name.isEmpty && name.utf8.count <= LedgerBounds.keyNameBytesMax
      && name.unicodeScalars.allSatisfy { !$0.properties.isWhitespace && $0.value >= 0x20 && $0 != "+" }
  }

  static let newline = UInt8(ascii: "\n")
  static let space = UInt8(ascii: " ")
  /// An em dash and a space begin a signature line.
  private static let dash = Array("\u{2014} ".utf8)

  /// Where the last pair of newlines begins.
  private static func lastBlankLine(_ bytes: [UInt8]) -> Int? {
    bytes.indices.dropLast().last { bytes[$0] == newline && bytes[$0 + 1] == newline }
  }

  private static func signature(_ line: ArraySlice<UInt8>) throws(LedgerTextProblem) -> Signature {
    let problem = LedgerTextProblem(.notANote, "a signature line is a dash, a key's name and base64")
    guard line.starts(with: dash) else { throw problem }
    let parts = line.dropFirst(dash.count).split(separator: space, maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, let bytes = Base64.decoded(parts[1]), bytes.count > 4 else { throw problem }
    let name = String(decoding: parts[0], as: UTF8.self)
    guard isKeyName(name) else { throw problem }
    return Signature(name: name, keyID: Array(bytes.prefix(4)), bytes: Array(bytes.dropFirst(4)))
  }
}
