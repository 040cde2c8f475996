/// One range of bytes as a request asks for it (RFC 9110 section 14.1.2).
public enum ByteRange: Sendable, Hashable {
  /// From the first byte to the last, both included; to the end where there is no last.
  case from(Int, to: Int?)
  /// So many of the last bytes.
  case last(Int)

  /// Reads `bytes=FIRST-LAST`, `bytes=FIRST-` or `bytes=-COUNT`. A number beyond what an Int holds means the greatest.
  /// - Throws: ValidationProblem for another unit, for several ranges, and for a last byte before the first: where RFC 9110 would
  ///   have the header ignored, an answer would not be what was asked for.
  public init(_ header: String) throws(ValidationProblem) {
    let sides = header.utf8.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
    guard sides.count == 2, sides[0].elementsEqual("bytes".utf8), !sides[1].contains(UInt8(ascii: ",")) else {
      throw Self.problem
    }
    let ends = sides[1].split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
    guard ends.count == 2, ends.allSatisfy({ end in end.allSatisfy { (0x30...0x39).contains($0) } }) else { throw Self.problem }
    switch (ends[0].isEmpty, ends[1].isEmpty) {
    case (true, true): throw Self.problem
    case (true, false): self = .last(Self.number(ends[1]))
    case (false, true): self = .from(Self.number(ends[0]), to: nil)
    case (false, false):
      let (first, last) = (Self.number(ends[0]), Self.number(ends[1]))
      guard first <= last else { throw Self.problem }
      self = .from(first, to: last)
    }
  }

  private static let problem = ValidationProblem(
    .malformed, "Range", "must be one range of bytes, such as bytes=0-1023, bytes=1024- or bytes=-512.")

  private static func number(_ digits: Substring.UTF8View) -> Int {
    Int(String(decoding: digits, as: UTF8.self)) ?? .max
  }

  /// The bytes that it means of `count`; nil when it means none.
  public func within(_ count: Int) -> Range<Int>? {
    switch self {
    case .from(let first, let last):
      guard first < count else { return nil }
      return first..<(last.map { $0 < count ? $0 + 1 : count } ?? count)
    case .last(let length):
      guard length > 0, count > 0 else { return nil }
      return max(0, count - length)..<count
    }
  }
}
