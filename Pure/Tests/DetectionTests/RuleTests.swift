import Detection
import Testing
import Vocabulary

private let start = Moment(seconds: 1_800_000_000)

private func event(
  _ name: String, id: String = "e", at seconds: Int64 = 0, arn: String? = "arn:aws:iam::1:user/eve",
  address: String = "192.0.2.1",
  error: String? = nil, details: JSON = [:], identity: JSON? = nil, source: String = "s3.amazonaws.com"
) throws -> WatchedEvent {
  let json: JSON = [
    "eventID": .string(id), "eventSource": .string(source), "eventName": .string(name),
    "eventTime": .string(start.adding(seconds: seconds).rfc3339),
    "userIdentity": identity ?? arn.map { ["arn": .string($0)] } ?? ["type": "Unknown"], "sourceIPAddress": .string(address),
    "errorCode": error.map(JSON.string) ?? .null, "additionalEventData": details, "requestParameters": details,
  ]
  return try #require(WatchedEvent(json))
}

private func alerts(_ events: [WatchedEvent]) -> [Alert] {
  var rules = DetectionRules()
  return events.flatMap { rules.alerts(for: $0) }
}

struct RuleTests {
  @Test func theTenthDenialWithinAMinuteIsTheOneAlert() throws {
    let ten = try (0..<30).map { try event("GetObject", id: "e\($0)", at: Int64($0), error: "AccessDenied") }
    #expect(alerts(Array(ten.prefix(9))).isEmpty)
    #expect(alerts(ten).map(\.id) == ["denial-burst/e9"])
  }

  /// A read that is refused for its key has two events, and was one.
  @Test func theUseOfAKeyIsNotCountedBesideItsRead() throws {
    func read(_ number: Int, _ error: String?) throws -> [WatchedEvent] {
      let details: JSON = ["objectId": .string("o\(number)"), "encryptionContext": ["switchkeep:object": .string("o\(number)")]]
      return [
        try event("GetObject", id: "e\(number)", at: Int64(number), error: error, details: details),
        try event("Decrypt", id: "k\(number)", at: Int64(number), error: error, details: details, source: "kms.amazonaws.com"),
      ]
    }
    #expect(try alerts((0..<9).flatMap { try read($0, "AccessDenied") }).isEmpty)
    #expect(try alerts((0..<10).flatMap { try read($0, "AccessDenied") }).map(\.id) == ["denial-burst/e9"])
    #expect(try alerts((0..<49).flatMap { try read($0, nil) }).isEmpty)
    #expect(try alerts((0..<50).flatMap { try read($0, nil) }).map(\.id) == ["bulk-reads/e49"])
  }

  @Test func denialsThatAreFarApartAreNone() throws {
    #expect(try alerts((0..<30).map { try event("X", id: "e\($0)", at: Int64($0) * 7, error: "AccessDenied") }).isEmpty)
  }

  @Test func strangersAreToldApartByAddress() throws {
    let from = { (address: String) in
      try (0..<9).map { try event("X", id: "\(address)\($0)", arn: nil, address: address, error: "UnrecognizedClientException") }
    }
    #expect(try alerts(from("192.0.2.1") + from("192.0.2.2")).isEmpty)
    let tenth = try event("X", id: "last", arn: nil, address: "192.0.2.2", error: "UnrecognizedClientException")
    #expect(try alerts(from("192.0.2.1") + from("192.0.2.2") + [tenth]).map(\.title).first?.hasPrefix("192.0.2.2 was") == true)
  }

  @Test func wrongInputIsNoDenial() throws {
    #expect(try alerts((0..<30).map { try event("X", id: "e\($0)", error: "InvalidParameterException") }).isEmpty)
  }

  @Test func fiftyObjectsAreManyAndOneObjectFiftyTimesIsNot() throws {
    func read(_ object: Int, _ id: Int) throws -> WatchedEvent {
      let name = object % 2 == 0 ? "GetObject" : "GetPlayerContent"
      return try event(name, id: "e\(id)", at: Int64(id), details: ["objectId": .string("o\(object)")])
    }
    #expect(try alerts((0..<200).map { try read($0 % 49, $0) }).isEmpty)
    let found = try alerts((0..<60).map { try read($0, $0) })
    #expect(found.map(\.rule) == ["bulk-reads"] && found.first?.eventID == "e49")
  }

  @Test func sessionsOfOnePersonCountTogether() throws {
    let identity: JSON = ["arn": "arn:aws:sts::1:assumed-role/R/a", "sessionContext": ["sourceIdentity": "eve"]]
    let other: JSON = ["arn": "arn:aws:sts::1:assumed-role/R/b", "sessionContext": ["sourceIdentity": "eve"]]
    let events = try (0..<50).map {
      try event("GetObject", id: "e\($0)", details: ["objectId": .string("o\($0)")], identity: $0 % 2 == 0 ? identity : other)
    }
    #expect(alerts(events).count == 1)
  }

  @Test func breakGlassIsCritical() throws {
    let found = try alerts([event("BreakGlassAssumed", details: ["purpose": "fire", "secret": "x"])])
    #expect(found.first?.severity == .critical && found.first?.details == [Alert.Detail("purpose", "fire")])
  }

  @Test func aFailedUnsealingIsAnAlertOfItsOwn() throws {
    #expect(try alerts([event("UnsealKeep", error: "WrongSecret")]).first?.severity == .high)
    #expect(try alerts([event("ApproveChange", error: "AccessDenied")]).isEmpty)
  }

  @Test func fiveFailedSignInsFromOneAddress() throws {
    let five = try (0..<5).map {
      let name = $0 % 2 == 0 ? "DeskSignIn" : "RedeemPlayerLink"
      return try event(name, id: "e\($0)", at: Int64($0) * 20, arn: nil, error: "AccessDeniedException")
    }
    #expect(alerts(five).map(\.rule) == ["failed-sign-ins"])
  }

  @Test func whatIsNoEventIsNone() {
    #expect(WatchedEvent(["eventName": "X"]) == nil && WatchedEvent(.null) == nil)
    #expect(WatchedEvent(["eventID": "1", "eventName": "X", "eventTime": "yesterday"]) == nil)
  }

  /// What was said of a time to come, before a clock was set back or by who lies, quiets nobody.
  @Test func denialsAfterAClockWasSetBackAreHeard() throws {
    let burst = { (from: Int64, id: String) in
      try (0..<10).map { try event("X", id: "\(id)\($0)", at: from, error: "AccessDenied") }
    }
    #expect(try alerts(burst(1_000_000_000, "later") + burst(0, "now")).map(\.eventID) == ["later9", "now9"])
  }

  @Test func anAddressIsNoName() throws {
    let strangers = try (0..<10).map {
      try event("X", id: "s\($0)", arn: nil, address: "arn:aws:iam::1:user/eve", error: "AccessDenied")
    }
    let own = try (0..<10).map { try event("X", id: "o\($0)", at: 1, error: "AccessDenied") }
    #expect(alerts(strangers + own).map(\.eventID) == ["s9", "o9"])
  }

  @Test func anAlertIsShortWhateverItIsAbout() throws {
    let long = String(repeating: "é", count: 1_000_000)
    let alert = try #require(alerts([try event("CreateUser", arn: long, details: ["Username": .string(long)])]).first)
    #expect(alert.json.text.utf8.count < 4_096 && alert.details.first?.value.hasPrefix("éé") == true)
  }

  @Test func strangersDoNotFillTheMemoryNorHideOneAnother() throws {
    let flood = try (0..<6_000).map { try event("X", id: "f\($0)", arn: nil, address: "a\($0)", error: "AccessDenied") }
    let ten = try (0..<10).map { try event("X", id: "e\($0)", at: 1, arn: nil, address: "mallory", error: "AccessDenied") }
    #expect(alerts(flood + ten).map(\.eventID) == ["e9"])
  }
}
