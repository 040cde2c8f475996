import AWSWire
import Crypto
import Testing
import Vocabulary

@Suite struct PageTokenFormTests {
  private let tokens = PageToken(key: SymmetricKey(data: [UInt8](repeating: 7, count: 32)))
  private let query: JSON = ["InstanceId": "i"]
  private let alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

  private func opens(_ token: String, _ operation: String = "L") -> Bool {
    (try? tokens.open(token, operation: operation, query: query)) != nil
  }

  @Test(arguments: ["1", "42", "9223372036854775807", "a\nb", "é", String(repeating: "x", count: 2_000)])
  func anyCursorComesBack(_ cursor: String) throws {
    let token = tokens.seal(cursor: cursor, operation: "L", query: query)
    #expect(try tokens.open(token, operation: "L", query: query) == cursor)
    #expect(token.allSatisfy { alphabet.contains($0) })
  }

  /// Every other character at every place, and every length: none of them opens, unused bits of the last one included.
  @Test(arguments: ["1", "42", "423"])
  func noOtherTextOpens(_ cursor: String) {
    let token = Array(tokens.seal(cursor: cursor, operation: "L", query: query))
    for place in token.indices {
      for character in alphabet + "=+/ é" where character != token[place] {
        var changed = token
        changed[place] = character
        #expect(!opens(String(changed)))
      }
      #expect(!opens(String(token[..<place])))
    }
    for added in ["A", "AA", "=", "\n"] { #expect(!opens(String(token) + added)) }
    #expect(opens(String(token)))
  }

  /// Operation, cursor and query are told apart whatever text they hold.
  @Test func thePartsDoNotRunTogether() {
    #expect(!opens(tokens.seal(cursor: "1", operation: "L\n1", query: query)))
    let first = tokens.seal(cursor: "1\n{}", operation: "L", query: query)
    let second = tokens.seal(cursor: "1", operation: "L", query: query)
    #expect(first.prefix(42) != second.prefix(42))
    #expect(!opens(String(repeating: "A", count: 5_001)) && !opens(String(repeating: "A", count: 1_000_000)))
  }

  @Test func theSameRequestInAnotherOrderIsTheSame() throws {
    let token = tokens.seal(cursor: "1", operation: "L", query: ["a": 1, "b": ["c": 2, "d": [3]]])
    #expect(try tokens.open(token, operation: "L", query: ["b": ["d": [3], "c": 2], "a": 1]) == "1")
    #expect(throws: PageToken.Problem.notOurs) {
      try tokens.open(token, operation: "L", query: ["a": 1, "b": ["c": 2, "d": [4]]])
    }
  }
}
