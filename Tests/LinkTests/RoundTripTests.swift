import Link
import Testing
import Vocabulary

/// Values go over the wire and come back the same; what is no value is refused and never taken for one.
@Suite struct RoundTripTests {
  private static let request = WireRequest(
    method: "PUT", rawPath: "/contact/chat", rawQuery: "a=%20", headers: [WireRequest.Header(name: "host", value: "é\u{1F980}")],
    body: Array(0...255), remoteAddress: "192.0.2.7", isTLS: true)
  private static let carried = CarriedRequest(
    request: request, requestID: "r", receivedAt: Moment(microseconds: -1))
  private static let caller = Caller(arn: "a", accountID: "1", accessKeyID: "AKIA", userName: "", principalID: "AIDA")
  private static let assumed = Caller(
    arn: "a", accountID: "1", accessKeyID: "ASIA", userName: "r", principalID: "AROA:s",
    session: CallerSession(
      roleName: "r", roleID: "AROA", roleARN: "arn", beganAt: Moment(seconds: 2), sourceIdentity: nil, purpose: "p"))
  private static let session = DeskSession(userID: "u", instanceID: "i", username: "n", expiresAt: Moment(seconds: 1))
  private static let agent = Agent(
    id: "u", instanceID: "i", arn: "arn", username: "n", routingProfileID: "p", securityProfileIDs: ["s", "t"],
    isOnDeskPhone: true,
    channels: [Agent.ChannelSettings(channel: "VOICE", isAutoAccepting: false, afterContactWorkSecondsMax: .max)],
    proficiencies: [Agent.Proficiency(attributeName: "language", attributeValue: "fr", level: 5)])

  private static let target = SIPTarget(host: "sip.example.com", port: nil, transport: .tls)
  private static let telephony = TelephonySetup(
    devices: [
      SIPDevice(user: "u", agentID: "a", instanceID: "i", realm: "r", ha1SHA256: [1, 2], ha1MD5: nil),
      SIPDevice(user: "v", agentID: "a", instanceID: "i", realm: "r", ha1SHA256: [], ha1MD5: [3]),
    ],
    trunks: [
      SIPTrunk(
        name: "t", targets: [target, SIPTarget(host: "::1", port: 5060, transport: .udp)], probeSeconds: 0,
        registration: SIPRegistration(registrar: target, username: "n", expiresSeconds: 60),
        credentials: SIPCredentials(username: "n", password: "p"), calledNumberFrom: .pCalledPartyID, nationalPrefix: "0",
        countryCode: "44", callsMax: 1, carriesEmergencyCalls: true, allowedPrefixes: ["+44"])
    ], numbers: [PooledNumber(number: "+441632960000", country: "GB", type: "DID", trunk: nil)],
    callerRules: [StoredCallerRule(id: "c", subject: "exact", value: "+441632960011", verdict: "reject", argument: "603")])

  static let values: [any LinkCodable & Hashable] = [
    telephony, CallerRuleHits(ruleID: "c", count: 1, since: 2), CallerReport(instanceID: "i", contactID: "c", agentID: "a"),
    request, carried, caller, assumed, session, agent, PutAgent.Reply.done, PutAgent.Reply.missing(kind: "queue", id: "q"),
    SignIn.Reply.granted(token: "t", session), SignIn.Reply.refused, SignIn.Reply.delayed(seconds: 3),
    CarriedQuestion(
      action: "connect:DescribeQueue", resources: [CarriedQuestion.Resource(arn: "a", tags: ["k": "v", "": ""])],
      context: ["aws:TagKeys": ["a", "b"], "empty": []]),
    Refusal(code: "AccessDeniedException", message: "", status: 403), ContactKey(id: "k", bytes: [0, 255]),
    Deposit(
      commit: 3, contactID: "c", initialContactID: "c", instanceID: "i", keyID: "k", initiatedAt: Moment(seconds: 5),
      record: Array("{}".utf8), flowLog: [[1], []],
      objects: [
        SealedObject(
          id: "k.1", contentClass: "ATTACHMENTS", attachmentID: "a", contentType: "text/plain", plaintextBytes: 1, message: [2])
      ],
      readers: ["l"]),
    DepositNumbers(boot: "b", numbers: [1, 2], preceding: EndedBoot(boot: "a", last: 9)),
    CarriedSealingKey(
      der: [1], providerID: "p", name: "n", instanceID: "i", contentClass: "c", keyID: "k", expiresAt: Moment(seconds: 1),
      signature: [2]),
    StreamEntry(commit: 0, kind: .agentEvent, instanceID: "i", pieces: [1, 2]), ["a": [1, true, "x"]] as JSON,
    [Optional("a"), nil], Done(), KeepState(isSealed: true), [String: Int](), Int.min,
    WireResponse(status: 200, headers: [], body: [1]), ServerIdentity(certificateChainPEM: [1], privateKeyPEM: [2]),
  ]

  @Test(arguments: values.indices)
  func everyValueComesBack(_ index: Int) throws {
    func check<Value: LinkCodable & Hashable>(_ value: Value) throws {
      var writer = LinkWriter()
      value.write(into: &writer)
      var reader = LinkReader(writer.bytes)
      #expect(try Value(from: &reader) == value)
      try reader.finish()
      // Every part of it that ends too soon is refused.
      for count in writer.bytes.indices {
        var short = LinkReader(Array(writer.bytes.prefix(count)))
        #expect(throws: LinkProblem.self) { _ = try Value(from: &short) }
      }
    }
    try check(Self.values[index])
  }

  @Test func whatAuthenticatesIsInNoDescription() {
    #expect("\(Self.telephony.devices)" == "[SIPDevice(u), SIPDevice(v)]")
    #expect("\(SIPCredentials(username: "n", password: "hunter2"))" == "SIPCredentials(n)")
  }

  @Test func nonsenseIsRefused() {
    func refuses<Value: LinkCodable>(_ type: Value.Type, _ bytes: [UInt8]) {
      var reader = LinkReader(bytes)
      #expect(throws: LinkProblem.self) { _ = try Value(from: &reader) }
    }
    refuses(Bool.self, [2])
    refuses(String.self, [1, 0, 0, 0, 0xFF])
    refuses([UInt8].self, [255, 255, 255, 255, 1])
    refuses([String].self, [255, 255, 255, 255])
    refuses(JSON.self, [1, 0, 0, 0, UInt8(ascii: "{")])
    refuses([String: Int].self, [2, 0, 0, 0] + Array(repeating: 0, count: 24))
    refuses(SignIn.Reply.self, [9])
    for end in [Int64.min, .max, 253_402_300_800_000_000, -62_167_219_200_000_001] {
      var writer = LinkWriter()
      Moment(microseconds: end).write(into: &writer)
      refuses(Moment.self, writer.bytes)
    }
    refuses(StreamEntry.Kind.self, [1, 0, 0, 0, UInt8(ascii: "x")])
  }

  @Test func namesAreUnique() {
    let names = (LinkCatalogue.toKeep + LinkCatalogue.toSwitch).map { $0.name }
    #expect(Set(names).count == names.count)
  }
}
