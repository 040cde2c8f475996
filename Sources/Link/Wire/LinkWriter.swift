/// Gathers the bytes of one message: whole numbers in eight bytes, the least significant first; counts in four.
public struct LinkWriter: Sendable {
  public private(set) var bytes: [UInt8] = []

  public init() {}

  public mutating func write(byte: UInt8) { bytes.append(byte) }
  public mutating func write(bytes more: some Collection<UInt8>) { bytes += more }

  public mutating func write(integer: some FixedWidthInteger) {
    for shift in stride(from: 0, to: integer.bitWidth, by: 8) { bytes.append(UInt8(truncatingIfNeeded: integer >> shift)) }
  }

  mutating func writeCount(_ count: Int) {
    precondition(count <= UInt32.max, "a message cannot be that long")
    write(integer: UInt32(count))
  }
}

/// Reads what a `LinkWriter` has written.
public struct LinkReader: Sendable {
  private let bytes: ArraySlice<UInt8>
  private var position: Int

  public init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    position = bytes.startIndex
  }

  public init(_ bytes: [UInt8]) { self.init(bytes[...]) }

  /// Bytes that are still to be read.
  public var remaining: Int { bytes.endIndex - position }

  public mutating func readByte() throws(LinkProblem) -> UInt8 { try read(bytes: 1)[position - 1] }

  public mutating func read(bytes count: Int) throws(LinkProblem) -> ArraySlice<UInt8> {
    guard count <= remaining else { throw .malformed("it ends too soon") }
    defer { position += count }
    return bytes[position..<position + count]
  }

  public mutating func read<Integer: FixedWidthInteger>(_ type: Integer.Type) throws(LinkProblem) -> Integer {
    var integer: Integer = 0
    for (place, byte) in try read(bytes: Integer.bitWidth / 8).enumerated() {
      integer |= Integer(truncatingIfNeeded: byte) << (8 * place)
    }
    return integer
  }

  mutating func readCount() throws(LinkProblem) -> Int { Int(try read(UInt32.self)) }

  /// - Throws: when something is left: then the two sides do not mean the same message.
  public func finish() throws(LinkProblem) {
    guard remaining == 0 else { throw .malformed("\(remaining) bytes are left") }
  }
}

extension LinkProblem {
  /// What a peer sent is no message.
  public static func malformed(_ reason: String) -> LinkProblem { LinkProblem(.malformed, message: reason) }
}
