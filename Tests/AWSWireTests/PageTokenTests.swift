import AWSWire
import Crypto
import Testing
import Vocabulary

@Suite struct PageTokenTests {
  private let tokens = PageToken(key: SymmetricKey(data: [UInt8](repeating: 7, count: 32)))
  private let query: JSON = ["InstanceId": "i", "Types": ["A"]]

  @Test func aTokenOpensForItsOwnRequest() throws {
    let token = tokens.seal(cursor: "42", operation: "ListQueues", query: query)
    #expect(try tokens.open(token, operation: "ListQueues", query: query) == "42")
    #expect(try tokens.open(token, operation: "ListQueues", query: ["Types": ["A"], "InstanceId": "i"]) == "42")
  }

  @Test func aTokenOpensForNoOther() {
    let token = tokens.seal(cursor: "42", operation: "ListQueues", query: query)
    let other = PageToken(key: SymmetricKey(data: [UInt8](repeating: 8, count: 32)))
    #expect(throws: PageToken.Problem.self) { try tokens.open(token, operation: "ListUsers", query: query) }
    #expect(throws: PageToken.Problem.self) { try tokens.open(token, operation: "ListQueues", query: ["InstanceId": "j"]) }
    #expect(throws: PageToken.Problem.self) { try other.open(token, operation: "ListQueues", query: query) }
    for wrong in ["", "zz", "00", String(token.dropLast(2)), token + "00", token.uppercased() + "g"] {
      #expect(throws: PageToken.Problem.self) { try tokens.open(wrong, operation: "ListQueues", query: query) }
    }
  }
}
