import AWSWire
import ConnectAPI
import Crypto
import Testing
import Vocabulary

/// Any bytes get an answer: nothing here may trap, and nothing may take a time out of proportion.
@Suite struct HostileInputTests {
  private let service = ConnectDescription.service

  /// Bytes of the kind that reaches deep: mostly what the wire is made of.
  private func bytes(_ entropy: inout SeededEntropy) -> [UInt8] {
    let pieces = [
      "%", "%2F", "%e2", "/", "?", "&", "=", "+", "{", "}", "\"", "Name", "[", ",", ":", "1", "queues", "é", "\u{0}", ".",
    ]
    return (0..<Int(entropy.next() % 24)).flatMap { _ in
      entropy.next() % 8 == 0 ? [UInt8(truncatingIfNeeded: entropy.next())] : Array(pieces[Int(entropy.next() % 20)].utf8)
    }
  }

  @Test func anyBytes() throws {
    var entropy = SeededEntropy(seed: 0x5717_C4EE)
    let router = Router(service)
    let decoder = RequestDecoder(description: service, limits: .standard)
    let operation = try #require(service.operations["ListQueues"])
    let tokens = PageToken(key: SymmetricKey(data: [UInt8](repeating: 1, count: 32)))
    var refused = 0
    for _ in 0..<20_000 {
      let (first, second) = (bytes(&entropy), bytes(&entropy))
      let text = String(decoding: first, as: UTF8.self)
      _ = router.route(method: "GET", rawPath: "/" + text)
      let request = WireFixture.request(query: text, body: second)
      if (try? decoder.decode(operation, labels: ["InstanceId": text], request)) == nil { refused += 1 }
      _ = try? QueryRequest(request)
      #expect((try? tokens.open(text, operation: "ListQueues", query: [:])) == nil)
      _ = try? ServiceDescription(table: second)
    }
    #expect(refused > 10_000)
  }

  /// Tables that are JSON and no description give a description without sense, not a trap.
  @Test(arguments: [
    "{}", #"{"operations": 1, "shapes": []}"#,
    #"{"operations": {"A": 1}, "shapes": {"B": null, "C": {"t": "?", "m": {"x": 1}}}}"#,
    #"{"operations": {"A": {"m": "GET", "u": "{"}, "B": {"m": "GET", "u": "//{}/"}}, "shapes": {}}"#,
  ])
  func anyTable(_ text: String) throws {
    let description = try ServiceDescription(table: Array(text.utf8))
    _ = Router(description).route(method: "GET", rawPath: "/a/b")
    #expect(Validator(description: description).problems(of: [:], shape: "none").isEmpty)
  }

  /// A name as long as the request, above very many values, costs its length once and not once a value.
  @Test func longNamesAboveManyValues() throws {
    let long = String(repeating: "k", count: 1_000_000)
    let values = JSON.array(Array(repeating: ["Name": "ab"], count: 50_000))
    let below: JSON = ["Name": "ab", "Parts": values]
    let json = JSON.object([("Name", .string("ab")), (long, values), ("Index", .object([(long, below)])), ("Parts", values)])
    var problems: [ValidationProblem] = []
    let time = try ContinuousClock().measure { problems = try WireFixture.problems(json, "Thing") }
    #expect(!problems.isEmpty)
    #expect(time < .hostileMax)
  }

  @Test func deepValuesEnd() throws {
    var json: JSON = ["Name": "ab"]
    for _ in 0..<10_000 { json = ["Name": "ab", "Parts": [json]] }
    #expect(try WireFixture.problems(json, "Thing").map(\.reason) == [.tooDeep])
  }

  @Test func longPathsEnd() {
    let router = Router(service)
    let time = ContinuousClock().measure {
      for path in [String(repeating: "/", count: 1_000_000), "/" + String(repeating: "a", count: 1_000_000)] {
        #expect(router.route(method: "GET", rawPath: path) == .notFound)
      }
    }
    #expect(time < .hostileMax)
  }
}
