import Foundation
import MessageFormat
import Opening
import Testing

/// Tests/Conformance/sealing/vectors.json, which the public SDK made.
struct SDKVectors: Decodable {
  struct Opened: Decodable {
    let contentBytes: Int
    let frameLength: Int
    let context: [String: String]
    let message: Data
  }

  struct Refused: Decodable {
    let why: String
    let message: Data
  }

  let namespace: String
  let name: String
  let privateKey: Data
  let opened: [Opened]
  let refused: [Refused]

  static func load() throws -> SDKVectors {
    let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    let file = tests.appendingPathComponent("Conformance/sealing/vectors.json")
    return try JSONDecoder().decode(SDKVectors.self, from: try Data(contentsOf: file))
  }

  func key() throws -> OpeningKey { try OpeningKey(der: Array(privateKey), providerID: namespace, name: name) }
}

@Suite struct SDKVectorTests {
  @Test func `messages of the SDK open`() async throws {
    let vectors = try SDKVectors.load()
    let key = try vectors.key()
    #expect(vectors.opened.count >= 6)
    for vector in vectors.opened {
      let reader = try await MessageReader(Array(vector.message), with: key, expecting: vector.context)
      #expect(reader.context == vector.context)
      #expect(reader.frameLength.rawValue == vector.frameLength)
      #expect(try await reader.readAll() == Messages.content(vector.contentBytes))
      let found = try await MessageExamination(of: Array(vector.message), with: key, expecting: [:])
      #expect(found.ending == .whole && found.plaintextBytes == vector.contentBytes)
    }
  }

  @Test func `messages of the SDK in other forms are refused`() async throws {
    let vectors = try SDKVectors.load()
    let key = try vectors.key()
    #expect(vectors.refused.count >= 5)
    for vector in vectors.refused {
      #expect(await Messages.refusal(Array(vector.message), with: key)?.code == .unsupported, "\(vector.why)")
    }
  }

  @Test func `a header of the SDK is written again as it was`() throws {
    for vector in try SDKVectors.load().opened {
      let (header, bytes) = try MessageHeader.read(from: Array(vector.message))
      #expect(header.bytes == Array(vector.message.prefix(bytes)))
    }
  }
}
