/// The compact form of a value that the program keeps for itself, such as the state of a contact: written often, read after a
/// restart.
///
/// A version, then one value: a mark that says its kind, and what belongs to it. The members of an object stand by their names,
/// so that a build which adds one reads what an earlier one wrote: a member that is absent is nil, down or empty, as in
/// `JSON.decoded(as:)`.
public enum Packed {
  static let version: UInt8 = 1

  /// What a value begins with.
  enum Mark: UInt8 {
    case null = 0
    case down = 1
    case up = 2
    /// A zigzag varint.
    case whole = 3
    /// Eight bytes of IEEE 754, the lowest first.
    case fraction = 4
    /// Its length as a varint, and UTF-8.
    case text = 5
    /// Four bytes of its length, the lowest first, and the JSON's text.
    case json = 6
    /// The same with values.
    case array = 7
    /// The same with a name before each value: its length as a varint, and UTF-8.
    case object = 8
    /// Its length as a varint, and the bytes.
    case bytes = 9
  }

  /// - Throws: EncodingError, for a whole number that 64 bits with a sign do not hold.
  public static func bytes(of value: some Encodable) throws -> [UInt8] {
    let writer = PackedWriter()
    try writer.put(value)
    return writer.output.bytes
  }

  /// Reads what `bytes(of:)` made, or the JSON text that builds before it stored.
  /// - Throws: DecodingError for bytes that are neither, and for those of another type.
  public static func value<Value: Decodable>(_ type: Value.Type, from bytes: [UInt8]) throws -> Value {
    if bytes.first == UInt8(ascii: "{") {
      do {
        return try JSON.parse(bytes).decoded(as: type)
      } catch let problem as JSON.Problem {
        throw DecodingError.dataCorrupted(.init(codingPath: [], debugDescription: "no JSON", underlyingError: problem))
      }
    }
    guard bytes.first == version else { throw corrupted("another version") }
    var reader = PackedReader(bytes: bytes, place: 1, end: bytes.count)
    let value = try reader.take(type)
    guard reader.isAtEnd else { throw corrupted("something stands behind it") }
    return value
  }

  static func corrupted(_ what: String) -> DecodingError {
    .dataCorrupted(.init(codingPath: [], debugDescription: what))
  }
}
