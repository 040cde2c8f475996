/// Where a message is read from: a file, an object in a store, an array.
public protocol SealedBytes: Sendable {
  /// The length of the message.
  var count: Int { get }
  /// - Parameter range: within 0..<count.
  /// - Returns: as many bytes as the range has.
  /// - Throws: `unreadable`.
  func bytes(in range: Range<Int>) async throws(OpeningProblem) -> [UInt8]
}

extension [UInt8]: SealedBytes {
  public func bytes(in range: Range<Int>) async throws(OpeningProblem) -> [UInt8] { Array(self[range]) }
}

extension SealedBytes {
  /// The bytes, all of them and no more.
  func exactly(_ range: Range<Int>) async throws(OpeningProblem) -> [UInt8] {
    let bytes = try await bytes(in: range)
    guard bytes.count == range.count else { throw OpeningProblem(.unreadable) }
    return bytes
  }
}
