import AWSWire
import ConnectAPI
import Testing
import Vocabulary

@Suite struct DecoderTests {
  private func expect(
    _ request: WireRequest, _ reason: ValidationProblem.Reason, at path: String, place: SourceLocation = #_sourceLocation
  ) {
    let problem = #expect(throws: ValidationProblem.self, sourceLocation: place) { try WireFixture.decoded(request) }
    #expect(problem?.reason == reason && problem?.path == path, "\(problem?.description ?? "")", sourceLocation: place)
  }

  @Test func everyPlaceIsGathered() throws {
    let input = try WireFixture.decoded(
      WireFixture.request(
        query: "count=3&ratio=1.25&flag=true&names=ab&names=c%20d&since=1994-11-06T08%3A49%3A37.250Z",
        headers: [("x-amz-region", "r"), ("x-amz-changed", "Sun, 06 Nov 1994 08:49:37 GMT"), ("x-other", "ignored")],
        json: #"{"Thing": {"Name": "ab"}, "Token": null}"#))
    #expect(
      input == [
        "Id": "i", "Count": 3, "Ratio": .number(1.25), "Flag": true, "Names": ["ab", "c d"], "Since": .number(784_111_777.25),
        "Changed": 784_111_777, "Region": "r", "Thing": ["Name": "ab"],
      ])
    #expect(Validator(description: try WireFixture.description()).problems(of: input, shape: "PutRequest").isEmpty)
  }

  @Test func aLabelThatIsANumberIsOne() throws {
    let table = #"""
      {"operations": {"Get": {"m": "GET", "u": "/things/{Version}", "i": "GetRequest", "e": []}},
      "shapes": {"Version": {"t": "long", "min": 1},
        "GetRequest": {"t": "structure", "r": ["Version"], "m": {"Version": {"s": "Version", "l": "uri", "n": "Version"}}}}}
      """#
    let description = try ServiceDescription(table: Array(table.utf8))
    let get = try #require(description.operations["Get"])
    let decoder = RequestDecoder(description: description, limits: .standard)
    #expect(try decoder.decode(get, labels: ["Version": "7"], WireFixture.request()) == ["Version": 7])
    let problem = #expect(throws: ValidationProblem.self) {
      try decoder.decode(get, labels: ["Version": "seven"], WireFixture.request())
    }
    #expect(problem?.reason == .wrongType && problem?.path == "Version")
  }

  @Test func anAbsentBodyIsAnEmptyObject() throws {
    #expect(try WireFixture.decoded(WireFixture.request()) == ["Id": "i"])
    #expect(try WireFixture.decoded(WireFixture.request(json: " {} ")) == ["Id": "i"])
    #expect(try WireFixture.decoded(WireFixture.request(), labels: [:]) == [:])
  }

  @Test func aBodyThatIsNotJSONIsRefusedWithItsPlace() {
    expect(WireFixture.request(json: "["), .malformed, at: "$[0]")
    expect(WireFixture.request(json: "[]"), .malformed, at: "$")
    expect(WireFixture.request(json: #"{"Thing": {"Name": tru}}"#), .malformed, at: "$.Thing.Name")
    expect(WireFixture.request(json: #"{"Thing": 1, "Thing": 2}"#), .malformed, at: "$.Thing")
    expect(WireFixture.request(body: [0x7B, 0xFF]), .malformed, at: "$")
    let long = #expect(throws: ValidationProblem.self) {
      try WireFixture.decoded(WireFixture.request(json: "{\"\(String(repeating: "k", count: 10_000))\": tru"))
    }
    #expect(long?.reason == .malformed && long?.path.count == ValidationProblem.pathMax + 3)
    let problem = #expect(throws: ValidationProblem.self) { try WireFixture.decoded(WireFixture.request(json: #"{"Thing":}"#)) }
    #expect(problem?.detail.contains("byte 9") == true)
  }

  @Test(arguments: [
    ("count=x", "Count"), ("count=1.5", "Count"), ("count=", "Count"), ("count=99999999999999999999", "Count"),
    ("ratio=inf", "Ratio"),
    ("ratio=nan", "Ratio"), ("ratio=a", "Ratio"), ("flag=True", "Flag"), ("flag=1", "Flag"), ("flag", "Flag"),
    ("counts=1&counts=b", "Counts"),
    ("since=784111777", "Since"), ("since=Sun,%2006%20Nov%201994%2008:49:37%20GMT", "Since"),
    ("since=1994-11-31T00:00:00Z", "Since"),
  ])
  func aQueryOfAnotherTypeIsRefused(_ query: String, _ member: String) {
    expect(WireFixture.request(query: query), .wrongType, at: member)
  }

  @Test(arguments: [
    "Mon, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun, 6 Nov 1994 08:49:37 GMT",
    "Sun, 06 Nov 1994 08:49:37 UTC",
    "Sun, 06 Nov 1994 25:49:37 GMT", "784111777", "", "Sun, 31 Nov 1994 08:49:37 GMT", "Sun, 06 nov 1994 08:49:37 GMT",
  ])
  func aHeaderOfAnotherFormIsRefused(_ text: String) {
    expect(WireFixture.request(headers: [("x-amz-changed", text)]), .wrongType, at: "Changed")
  }

  @Test func whatMayBeGivenOnceIsRefusedTwice() {
    expect(WireFixture.request(query: "count=1&count=1"), .malformed, at: "Count")
    expect(WireFixture.request(headers: [("x-amz-region", "a"), ("x-amz-region", "a")]), .malformed, at: "Region")
  }

  @Test func whatIsUnknownIsRefusedByName() throws {
    expect(WireFixture.request(json: #"{"Colour": null}"#), .unknownMember, at: "Colour")
    // Members that have their place elsewhere are unknown in the body, and the reverse.
    expect(WireFixture.request(json: #"{"Id": "j"}"#), .unknownMember, at: "Id")
    expect(WireFixture.request(json: #"{"count": 1}"#), .unknownMember, at: "count")
    expect(WireFixture.request(query: "Token=a"), .unknownMember, at: "Token")
    expect(WireFixture.request(query: "Count=1"), .unknownMember, at: "Count")
    expect(WireFixture.request(query: "X-Amz-Colour=1"), .unknownMember, at: "X-Amz-Colour")
    let signature = "X-Amz-Algorithm=a&X-Amz-Credential=b&X-Amz-Date=c&X-Amz-Expires=1&X-Amz-SignedHeaders=host&X-Amz-Signature=d"
    #expect(try WireFixture.decoded(WireFixture.request(query: signature)) == ["Id": "i"])
  }

  @Test func anOperationWithoutInputTakesNothing() throws {
    let description = try WireFixture.description()
    let decoder = RequestDecoder(description: description, limits: .standard)
    let ping = try #require(description.operations["Ping"])
    #expect(try decoder.decode(ping, labels: [:], WireFixture.request()) == [:])
    for request in [WireFixture.request(json: #"{"a": 1}"#), WireFixture.request(query: "a=1")] {
      #expect(throws: ValidationProblem.self) { try decoder.decode(ping, labels: [:], request) }
    }
  }

  @Test func theQueryIsBounded() {
    let query = Array(repeating: "names=ab", count: 1_001).joined(separator: "&")
    expect(WireFixture.request(query: query), .tooLong, at: "query")
    for query in ["%", "names=%f", "names=%zz", "%ff=1", "names=%c3%28"] {
      expect(WireFixture.request(query: query), .malformed, at: "query")
    }
  }

  /// A plus sign is itself in a query; it means a space in a form alone.
  @Test func aPlusInAQueryIsAPlus() throws {
    #expect(try WireFixture.decoded(WireFixture.request(query: "names=a%2Bb&names=a+b"))["Names"] == ["a+b", "a+b"])
  }
}
