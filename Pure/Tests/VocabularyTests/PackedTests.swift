import Testing
import Vocabulary

/// A value of the program, packed and back.
struct PackedTests {
  struct Inner: Codable, Hashable {
    var list: [Int]
    var text: String?
  }
  enum Choice: Codable, Hashable {
    case plain
    case with(name: String, Int)
  }
  struct Outer: Codable, Hashable {
    var moment = Moment(microseconds: -1_700_000_000_123_456)
    var inner: Inner? = Inner(list: [1, -2, .max, .min], text: nil)
    var choices: [Choice] = [.plain, .with(name: "a", 3), .plain]
    var map: [String: [String]] = ["k": ["v", ""], "ключ": []]
    var flags: [String: Bool] = ["up": true, "down": false]
    var any: JSON = ["x": [1, .null, true], "Name": "\u{1F600}"]
    var object = JSON.Object()
    var number = 0.5
    var small: UInt8 = 255
    var isUp = true
    var isDown = false
    var maybe: Bool? = false
    var maybeNone: [Int]? = []
    var holes: [Int?] = [1, nil, 3]
    var channel = ContactChannel.chat
    var numbered: [Int: String] = [7: "seven"]
    var bytes: [UInt8] = [0, 255, 7]
    var lines: [[UInt8]] = [[], [1]]
    var last = "end"
  }
  /// What an earlier build had, and has no more.
  struct Earlier: Codable {
    var inner = Inner(list: [], text: "x")
    var old = ["gone"]
  }
  /// What a later build has added.
  struct Later: Codable, Hashable {
    var inner: Inner
    var flag: Bool
    var list: [String]
    var map: [String: Int]
    var object: JSON.Object
    var maybe: String?
  }

  @Test func aValueComesBackAsItWas() throws {
    let value = Outer()
    #expect(try Packed.value(Outer.self, from: Packed.bytes(of: value)) == value)
    #expect(try Packed.value([String].self, from: Packed.bytes(of: ["a", "b"])) == ["a", "b"])
    #expect(try Packed.value(JSON.self, from: Packed.bytes(of: ["a": 1] as JSON)) == ["a": 1])
  }

  @Test func theJSONOfEarlierBuildsIsRead() throws {
    let value = Outer()
    #expect(try Packed.value(Outer.self, from: JSON(encoding: value).bytes) == value)
  }

  @Test func aMemberThatCameLaterIsAbsentDownOrEmpty() throws {
    let read = try Packed.value(Later.self, from: Packed.bytes(of: Earlier()))
    #expect(read == Later(inner: Inner(list: [], text: "x"), flag: false, list: [], map: [:], object: JSON.Object(), maybe: nil))
  }

  @Test func whatIsAbsentDownOrEmptyTakesNoRoom() throws {
    let empty = Later(inner: Inner(list: [], text: nil), flag: false, list: [], map: [:], object: JSON.Object(), maybe: nil)
    // A version; an object with one member, which is an empty object.
    #expect(try Packed.bytes(of: empty).count == 1 + 5 + 1 + "inner".utf8.count + 5)
  }

  @Test func nothingElseIsMadeUp() throws {
    struct Other: Codable { var inner: Inner, number: Int }
    #expect(throws: DecodingError.self) { try Packed.value(Other.self, from: Packed.bytes(of: Earlier())) }
    #expect(throws: DecodingError.self) { try Packed.value(Inner.self, from: Packed.bytes(of: ["list": ["x"]])) }
    #expect(throws: DecodingError.self) { try Packed.value(UInt8.self, from: Packed.bytes(of: 256)) }
    #expect(throws: EncodingError.self) { try Packed.bytes(of: UInt64.max) }
  }

  /// Every shorter text, and every text with one other byte, is refused or is another value: nothing traps.
  @Test func spoiltBytesAreRefused() throws {
    let bytes = try Packed.bytes(of: Outer())
    for count in 0..<bytes.count {
      #expect(throws: DecodingError.self) { try Packed.value(Outer.self, from: Array(bytes[..<count])) }
    }
    #expect(throws: DecodingError.self) { try Packed.value(Outer.self, from: bytes + [0]) }
    #expect(throws: DecodingError.self) { try Packed.value(Outer.self, from: [2] + bytes.dropFirst()) }
    for place in bytes.indices {
      for other in [0, 0x7F, 0x80, 0xFF, bytes[place] &+ 1] as [UInt8] where other != bytes[place] {
        var spoilt = bytes
        spoilt[place] = other
        _ = try? Packed.value(Outer.self, from: spoilt)
      }
    }
  }
}
