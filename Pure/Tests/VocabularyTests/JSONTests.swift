import Testing
import Vocabulary

@Suite struct JSONTests {
  @Test(arguments: [
    #"{"b":1,"a":[true,null,-0.5e+3,"x"],"c":{}}"#, #""\"\\\n\u0001é😀""#, "[]", "0", "-0", "1E5", "12345678901234567890",
  ])
  func whatIsReadIsWritten(_ text: String) throws {
    let json = try JSON.parse(text)
    #expect(try JSON.parse(json.bytes) == json)
    #expect(try JSON.parse(json.text).text == json.text)
  }

  @Test func orderAndSpellingAreKept() throws {
    let json = try JSON.parse(#"{"z": 1.0, "a": 1e2}"#)
    #expect(json.text == #"{"z":1.0,"a":1e2}"#)
    #expect(String(decoding: json.canonicalBytes, as: UTF8.self) == #"{"a":1e2,"z":1.0}"#)
    #expect(try json == JSON.parse(#"{"a": 100, "z": 1}"#))
  }

  @Test(arguments: [
    ("", JSON.Problem.Reason.unexpectedEnd), ("{", .unexpectedEnd), ("[1,]", .unexpectedCharacter),
    ("{\"a\":1,}", .unexpectedCharacter),
    ("01", .invalidNumber), ("1.", .unexpectedEnd), ("-", .unexpectedEnd), ("+1", .unexpectedCharacter), ("1 2", .trailingText),
    ("\"\u{1}\"", .controlCharacter), (#""\x""#, .invalidEscape), (#""\ud800""#, .invalidEscape),
    (#""\ud800\u0041""#, .invalidEscape),
    (#"{"a":1,"a":2}"#, .duplicateMember), ("nul", .unexpectedEnd), ("NaN", .unexpectedCharacter), ("'a'", .unexpectedCharacter),
  ])
  func whatIsNoJSONIsRefused(_ text: String, _ reason: JSON.Problem.Reason) throws {
    let problem = #expect(throws: JSON.Problem.self) { try JSON.parse(text) }
    #expect(problem?.reason == reason)
  }

  /// Names that are the same text in other bytes are the same name, as the parser has it.
  @Test(arguments: [
    ("{}", true), (#" {"a":1,"b":[{"a":{"a":"\u00e9"}}]} "#, true), (#"{"a":1,"\u0061":2}"#, false),
    ("{\"\u{e9}\":1,\"e\u{301}\":2}", false), (#"{"a":1,"b":1,"a":2}"#, false), (#"{"a":{"a":1},"b":{"a":1}}"#, true),
    ("[]", false), ("{} {}", false), (#"{"a":01}"#, false), (#"{"a" "b"}"#, false), (#"{"a":tru}"#, false), ("", false),
    ("{" + (0..<60).map { "\"\($0)\":0" }.joined(separator: ",") + "}", true),
    ("{" + (0..<60).map { "\"\($0 % 59)\":0" }.joined(separator: ",") + "}", false),
    (String(repeating: #"{"a":"#, count: 70) + "1" + String(repeating: "}", count: 70), false),
  ])
  func whatIsCheckedIsWhatIsParsed(_ text: String, _ isObject: Bool) {
    #expect(JSON.isObject(Array(text.utf8)) == isObject)
    #expect(((try? JSON.parse(text))?.object != nil) == isObject)
  }

  /// Were each escape a copy of what is there already, this would take minutes.
  @Test func escapesCostNoMoreThanTheyAre() throws {
    let count = 500_000
    let json = try JSON.parse("\"" + String(repeating: #"\b"#, count: count) + "\"")
    #expect(json.string?.utf8.count == count)
  }

  @Test func bytesThatAreNoUTF8AreRefused() {
    for bytes: [UInt8] in [[0x22, 0xFF, 0x22], [0x22, 0xC3, 0x22], [0x22, 0xED, 0xA0, 0x80, 0x22]] {
      let problem = #expect(throws: JSON.Problem.self) { try JSON.parse(bytes) }
      #expect(problem?.reason == .invalidUTF8)
    }
  }

  @Test func aProblemTellsItsPlace() {
    let problem = #expect(throws: JSON.Problem.self) { try JSON.parse(#"{"Actions": [{"Type": "a"}, {"Type": x}]}"#) }
    #expect(problem?.path == "$.Actions[1].Type" && problem?.offset == 37)
  }

  @Test func aValueTellsItsPlace() throws {
    let json = try JSON.parse(#"{"a": [1, "b"]}"#)
    #expect(json["a"]?.offset == 6 && json["a"]?.array?[1].offset == 10)
  }

  @Test func limitsHold() {
    let small = JSON.Limits(textBytesMax: 64, depthMax: 3, valuesMax: 5)
    for (text, reason) in [
      ("[[[[1]]]]", JSON.Problem.Reason.tooDeep), ("[1,2,3,4,5]", .tooLarge),
      ("\"" + String(repeating: "x", count: 64) + "\"", .tooLarge),
    ] {
      let problem = #expect(throws: JSON.Problem.self) { try JSON.parse(text, limits: small) }
      #expect(problem?.reason == reason)
    }
  }

  @Test func manyMembersAreFoundAndRemoved() throws {
    var object = JSON.Object()
    for number in 0..<100 { object["m\(number)"] = .number(number) }
    #expect(object["m77"]?.int == 77 && object.count == 100)
    object["m50"] = nil
    #expect(object["m50"] == nil && object["m99"]?.int == 99 && object.names.count == 99)
  }

  @Test func numbers() throws {
    #expect(try JSON.parse("1.0").int == 1 && JSON.parse("1.5").int == nil && JSON.parse("1e400").double == nil)
    #expect(JSON.number(0.5).text == "0.5" && JSON.number(3.0).text == "3" && JSON.number(.infinity).text == "0")
  }
}
