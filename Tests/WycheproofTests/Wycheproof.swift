import Foundation
import Testing

/// A file of C2SP/wycheproof's vectors, beside the repository.
struct Wycheproof<Group: Decodable & Sendable>: Decodable, Sendable {
  let numberOfTests: Int
  let testGroups: [Group]

  static func load(_ name: String) throws -> Wycheproof {
    try JSONDecoder().decode(Wycheproof.self, from: try Data(contentsOf: WycheproofFolder.root.appendingPathComponent(name)))
  }
}

enum WycheproofFolder {
  static let root: URL = {
    let shared = ProcessInfo.processInfo.environment["SWITCHKEEP_SHARED"].map { URL(fileURLWithPath: $0) }
    let repository = (0..<3).reduce(URL(fileURLWithPath: #filePath)) { url, _ in url.deletingLastPathComponent() }
    let beside = repository.deletingLastPathComponent().appendingPathComponent("shared")
    return (shared ?? beside).appendingPathComponent("vectors/wycheproof")
  }()

  static let isPresent = FileManager.default.fileExists(atPath: root.path)
  static let isAbsent: Comment = "the wycheproof vectors (shared/vectors/wycheproof) are absent: set SWITCHKEEP_SHARED"
}

enum Verdict: String, Decodable, Sendable {
  case valid, invalid, acceptable
}

/// Bytes that stand in hexadecimal.
struct Hex: Decodable, Sendable, Equatable {
  let bytes: [UInt8]

  init(from decoder: any Decoder) throws {
    let digits = try decoder.singleValueContainer().decode(String.self).compactMap(\.hexDigitValue)
    bytes = stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
  }
}

/// Counts what was tried, so that a suite which tries nothing fails.
struct Tally {
  private(set) var valid = 0
  private(set) var invalid = 0

  /// - Parameter accepted: whether the primitive took the vector.
  mutating func note(_ verdict: Verdict, accepted: Bool, _ test: Int, _ file: String) {
    switch verdict {
    case .valid:
      valid += 1
      #expect(accepted, "\(file) \(test) is valid")
    case .invalid:
      invalid += 1
      #expect(!accepted, "\(file) \(test) is invalid")
    case .acceptable: break
    }
  }
}
