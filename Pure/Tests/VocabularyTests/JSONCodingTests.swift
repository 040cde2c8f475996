import Testing
import Vocabulary

/// A value of the program, as JSON and back.
struct JSONCodingTests {
  struct Inner: Codable, Hashable {
    var list: [Int]
    var text: String?
  }
  enum Choice: Codable, Hashable {
    case plain
    case with(name: String, Int)
  }
  struct Outer: Codable, Hashable {
    var moment = Moment(microseconds: 1_700_000_000_123_456)
    var inner: Inner? = Inner(list: [1, 2], text: nil)
    var choices: [Choice] = [.plain, .with(name: "a", 3)]
    var map: [String: [String]] = ["k": ["v"]]
    var any: JSON = ["x": [1, .null, true]]
    var number = 0.5
    var small: UInt8 = 255
    var channel = ContactChannel.chat
    var numbered: [Int: String] = [7: "seven"]
  }

  @Test func aValueComesBackAsItWas() throws {
    let value = Outer()
    let text = try JSON(encoding: value).bytes
    #expect(try JSON.parse(text).decoded(as: Outer.self) == value)
  }

  @Test func whatIsAbsentStaysAbsent() throws {
    let json = try JSON(encoding: Outer())
    #expect(json["inner"]?["text"] == nil)
    #expect(json["moment"]?.int == 1_700_000_000_123_456)
  }

  @Test func whatDoesNotFitIsRefused() throws {
    #expect(throws: DecodingError.self) { try (["list": ["x"]] as JSON).decoded(as: Inner.self) }
    #expect(throws: DecodingError.self) { try (["text": 1] as JSON).decoded(as: Inner.self) }
    #expect(throws: DecodingError.self) { try ([:] as JSON).decoded(as: Outer.self) }
    #expect(throws: DecodingError.self) { try (256 as JSON).decoded(as: UInt8.self) }
  }
}
