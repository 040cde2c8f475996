import ConnectAPI
import Foundation
import GRDB
import Keep
import Link
import RequestSigning
import SignedRequest
import Synchronization
import Testing
import Vocabulary

/// Sessions of roles: who gets one, and what is done with one that is not right.
@Suite struct RoleSessionTests {
  private static let path = "/\(ContentFixture.bucket)/connect/ChatTranscripts/2026/a.json"
  private static let purpose = [("purpose", "complaint 4711")]

  private func code(_ fixture: ContentFixture, _ parameters: [(String, String)], as who: ContentFixture.Credentials) async throws
    -> String?
  {
    try await fixture.sts(parameters, as: who).code
  }

  // MARK: Who gets one

  @Test func theOfficerWithAPurposeAlone() async throws {
    let fixture = try await ContentFixture()
    for role in ["ContentReader", "BreakGlass", "NoSuchRole"] {
      let request = ContentFixture.assumption(role, tags: Self.purpose, [("SourceIdentity", "eve")])
      let denied = try await fixture.sts(request, as: fixture.administrator)
      #expect(denied.code == "AccessDenied" && denied.status == 403)
      // Why is for the ledger: the words are the same for a role that is not there.
      #expect(
        denied.element("Message")
          == "User: arn:aws:iam::111122223333:user/administrator is not authorized to perform: sts:AssumeRole on resource: "
          + ContentFixture.arn(role))
    }
    for tags in [[], [("purpose", "")], [("team", "a")]] {
      #expect(
        try await code(fixture, ContentFixture.assumption("ContentReader", tags: tags), as: fixture.officer) == "AccessDenied",
        "\(tags)")
    }
    #expect(
      try await code(fixture, ContentFixture.assumption("BreakGlass", tags: Self.purpose), as: fixture.officer) == "AccessDenied")
    try await fixture.keep.settleLedger()
    let denials = try fixture.events(named: "AssumeRole")
    #expect(
      denials.count == 7 && denials.allSatisfy { $0["errorCode"] == "AccessDenied" && $0["eventSource"] == "sts.amazonaws.com" })
    #expect(denials.allSatisfy { $0["errorMessage"]?.string?.contains(": ") == true })
    #expect(try await fixture.keep.listSessions().isEmpty)
    _ = try await fixture.session()
    _ = try await fixture.session("BreakGlass", [("SourceIdentity", "eve")])
  }

  /// A policy of the caller's own is not enough: the role must trust them.
  @Test func anIdentityPolicyIsNoTrust() async throws {
    let fixture = try await ContentFixture()
    let all: JSON = ["Statement": [["Effect": "Allow", "Action": "*", "Resource": "*"]]]
    let key = try await fixture.keep.createIdentity("all", policies: [("all", all)], boundary: nil, tags: [:])
    let who = ContentFixture.Credentials(id: key.id, secret: key.secret)
    #expect(try await code(fixture, ContentFixture.assumption("ContentReader", tags: Self.purpose), as: who) == "AccessDenied")
    let account: JSON = [
      "Statement": [["Effect": "Allow", "Principal": ["AWS": "111122223333"], "Action": ["sts:AssumeRole", "sts:TagSession"]]]
    ]
    _ = try await fixture.keep.createRole(
      "Account", trust: account, policies: [("p", all)], boundary: nil, maxSessionSeconds: 900, tags: [:])
    _ = try await fixture.session("Account", as: who)
    // The account is trusted, and the officer's own policies do not let them.
    #expect(try await code(fixture, ContentFixture.assumption("Account", tags: []), as: fixture.officer) == "AccessDenied")
    // The administrator's boundary keeps them out of every role.
    #expect(try await code(fixture, ContentFixture.assumption("Account", tags: []), as: fixture.administrator) == "AccessDenied")
  }

  @Test func itsAssumptionIsOnRecord() async throws {
    let fixture = try await ContentFixture()
    let session = try await fixture.session(
      tags: Self.purpose + [("case", "Jane Doe")], [("SourceIdentity", "eve"), ("DurationSeconds", "900")])
    let event = try #require(try fixture.events(named: "AssumeRole").first)
    #expect(event["userIdentity"]?["arn"] == "arn:aws:iam::111122223333:user/security-officer")
    let parameters = event["requestParameters"]
    #expect(parameters?["roleArn"] == .string(ContentFixture.arn("ContentReader")) && parameters?["sourceIdentity"] == "eve")
    #expect(parameters?["durationSeconds"] == 900 && parameters?["roleSessionName"] == "test")
    #expect(parameters?["tags"]?.array?.first == ["key": "purpose", "value": "complaint 4711"])
    #expect(event["responseElements"]?["credentials"]?["accessKeyId"] == .string(session.id))
    #expect(!event.text.contains(session.secret) && !event.text.contains(session.token ?? "") && !event.text.contains("Jane"))
    #expect(try fixture.events(named: "BreakGlassAssumed").isEmpty)
    _ = try await fixture.session("BreakGlass", [("SourceIdentity", "eve")])
    let opened = try fixture.events(named: "BreakGlassAssumed")
    #expect(opened.count == 1 && opened[0]["serviceEventDetails"]?["sourceIdentity"] == "eve")
    #expect(opened[0]["serviceEventDetails"]?["purpose"] == "complaint 4711")
    let lines = try await fixture.keep.listSessions()
    #expect(lines.count == 2 && lines.contains { $0["Role"] == "BreakGlass" && $0["State"] == "running" })
  }

  @Test func neitherSecretNorTokenNorOtherTagsRestInClear() async throws {
    let fixture = try await ContentFixture()
    let session = try await fixture.session(tags: Self.purpose + [("case", "Jane Doe")])
    try await fixture.keep.close()
    for file in try FileManager.default.contentsOfDirectory(atPath: fixture.folder) {
      let data = try Data(contentsOf: URL(fileURLWithPath: "\(fixture.folder)/\(file)"))
      for text in [session.secret, session.token ?? "", "Jane Doe"] { #expect(data.range(of: Data(text.utf8)) == nil, "\(file)") }
      if file == "keep.sqlite" { #expect(data.range(of: Data(session.id.utf8)) != nil, "the control: ids are found") }
    }
  }

  @Test(
    arguments: [
      ("DurationSeconds", "899", "ValidationError"), ("DurationSeconds", "3601", "ValidationError"),
      ("DurationSeconds", "x", "ValidationError"), ("Policy", "{", "MalformedPolicyDocument"),
      ("Policy", "{}", "MalformedPolicyDocument"),
      ("PolicyArns.member.1.arn", "arn:aws:iam::aws:policy/AdministratorAccess", "ValidationError"),
      ("TransitiveTagKeys.member.1", "purpose", "ValidationError"), ("SerialNumber", "arn:aws:iam::1:mfa/x", "ValidationError"),
      ("TokenCode", "123456", "ValidationError"), ("ProvidedContexts.member.1.ProviderArn", "a", "ValidationError"),
      ("Colour", "red", "ValidationError"), ("SourceIdentity", "a b", "ValidationError"), ("ExternalId", "x", "ValidationError"),
      ("Tags.member.2.Key", "Purpose", "ValidationError"), ("Tags.member.3.Key", "gap", "ValidationError"),
      ("RoleSessionName", "twice", "MalformedQueryString"),
    ])
  func whatIsWrongIsNamed(member: String, value: String, error: String) async throws {
    let fixture = try await ContentFixture()
    var more = [(member, value)]
    if member == "Tags.member.2.Key" { more.append(("Tags.member.2.Value", "again")) }
    let answer = try await fixture.sts(ContentFixture.assumption("ContentReader", tags: Self.purpose, more), as: fixture.officer)
    #expect(answer.code == error, "\(answer.text)")
    #expect(error != "ValidationError" || answer.text.contains(member.split(separator: ".")[0]), "\(answer.text)")
    #expect(try await fixture.keep.listSessions().isEmpty)
  }

  @Test func otherActionsAreNotServed() async throws {
    let fixture = try await ContentFixture()
    for action in ["GetSessionToken", "GetFederationToken", "AssumeRoleWithSAML", "DecodeAuthorizationMessage"] {
      #expect(try await code(fixture, [("Action", action)], as: fixture.officer) == "InvalidAction")
    }
  }

  // MARK: One that is not right

  @Test func onlyItsOwnTokenGoesWithAKey() async throws {
    let fixture = try await ContentFixture()
    let (one, two) = (try await fixture.session(), try await fixture.session())
    #expect(try await fixture.s3("GET", Self.path, as: one).status == 200)
    func attempt(_ change: (inout ContentFixture.Credentials) -> Void) async throws -> [String?] {
      var forged = one
      change(&forged)
      return [
        try await fixture.s3("GET", Self.path, as: forged).code,
        try await fixture.sts([("Action", "GetCallerIdentity")], as: forged).code,
      ]
    }
    #expect(try await attempt { $0.token = nil } == ["InvalidToken", "InvalidClientTokenId"])
    #expect(try await attempt { $0.token = two.token } == ["InvalidToken", "InvalidClientTokenId"])
    #expect(try await attempt { $0.token?.removeLast() } == ["InvalidToken", "InvalidClientTokenId"])
    #expect(try await attempt { $0.token = "" } == ["InvalidToken", "InvalidClientTokenId"])
    #expect(try await attempt { $0.secret = two.secret } == ["SignatureDoesNotMatch", "SignatureDoesNotMatch"])
    #expect(
      try await attempt { ($0.secret, $0.token) = (two.secret, two.token) } == ["SignatureDoesNotMatch", "SignatureDoesNotMatch"])
    #expect(try await attempt { $0.id = "ASIAAAAAAAAAAAAAAAAA" } == ["InvalidAccessKeyId", "InvalidClientTokenId"])
    // A token makes no session of a key of one's own.
    var officer = fixture.officer
    officer.token = one.token
    #expect(try await fixture.s3("GET", Self.path, as: officer).code == "InvalidToken")
    try await fixture.keep.settleLedger()
    // Two refusals an attempt: the first ten of a source in a minute are entries, the rest is counted.
    #expect(try fixture.events(named: "GetObject").count { $0["errorCode"] == "InvalidToken" } == 4)
  }

  /// Break-glass lasts an hour at most, whoever asks for what; that it is told is in Tests/Conformance/test_alerts.py.
  @Test func breakingTheGlassLastsAnHourAtMost() async throws {
    let fixture = try await ContentFixture()
    let source = [("SourceIdentity", "eve")]
    let longer = ContentFixture.assumption("BreakGlass", tags: Self.purpose, source + [("DurationSeconds", "3601")])
    #expect(try await code(fixture, longer, as: fixture.officer) == "ValidationError")
    for lasts in [nil, "3600"] {
      let session = try await fixture.session("BreakGlass", source + (lasts.map { [("DurationSeconds", $0)] } ?? []))
      fixture.wait(seconds: 3_599)
      #expect(try await fixture.s3("GET", Self.path, as: session).status == 200)
      fixture.wait(seconds: 1)
      #expect(try await fixture.s3("GET", Self.path, as: session).code == "ExpiredToken")
    }
    let revoked = try await fixture.session("BreakGlass", source)
    #expect(try await fixture.s3("GET", Self.path, as: revoked).status == 200, "the control")
    #expect(try await fixture.keep.revokeSessions(accessKeyID: nil, roleName: "BreakGlass") == 1)
    #expect(try await fixture.s3("GET", Self.path, as: revoked).code == "ExpiredToken")
    #expect(try fixture.events(named: "BreakGlassAssumed").count == 3)
  }

  @Test func itEnds() async throws {
    let fixture = try await ContentFixture()
    let session = try await fixture.session(tags: Self.purpose, [("DurationSeconds", "900")])
    fixture.wait(seconds: 899)
    #expect(try await fixture.s3("GET", Self.path, as: session).status == 200)
    fixture.wait(seconds: 1)
    let answer = try await fixture.s3("GET", Self.path, as: session)
    #expect(answer.status == 400 && answer.code == "ExpiredToken")
    #expect(try await fixture.sts([("Action", "GetCallerIdentity")], as: session).code == "ExpiredToken")
    // Who has not its secret is not told that there was such a session.
    var guess = session
    guess.secret = fixture.officer.secret
    #expect(try await fixture.s3("GET", Self.path, as: guess).code == "SignatureDoesNotMatch")
    fixture.wait(seconds: 8 * 86_400)
    _ = try await fixture.session()
    #expect(try await fixture.s3("GET", Self.path, as: session).code == "InvalidAccessKeyId")
  }

  @Test func revokingEndsItAtOnce() async throws {
    let fixture = try await ContentFixture()
    let sessions = [
      try await fixture.session(), try await fixture.session(),
      try await fixture.session("BreakGlass", [("SourceIdentity", "eve")]),
    ]
    for session in sessions { #expect(try await fixture.s3("GET", Self.path, as: session).status == 200) }
    let captured = try fixture.signed("GET", Self.path, as: sessions[0])
    #expect(await fixture.keep.respond(to: captured).status == 200)
    #expect(try await fixture.keep.revokeSessions(accessKeyID: sessions[0].id, roleName: nil) == 1)
    #expect(try await fixture.s3("GET", Self.path, as: sessions[0]).code == "ExpiredToken")
    #expect(await fixture.keep.respond(to: captured).code == "ExpiredToken", "a request from before is replayed in vain")
    #expect(try await fixture.s3("GET", Self.path, as: sessions[1]).status == 200)
    #expect(try await fixture.keep.revokeSessions(accessKeyID: nil, roleName: "ContentReader") == 1)
    #expect(try await fixture.s3("GET", Self.path, as: sessions[1]).code == "ExpiredToken")
    #expect(try await fixture.s3("GET", Self.path, as: sessions[2]).status == 200)
    #expect(try await fixture.keep.revokeSessions(accessKeyID: nil, roleName: "None") == nil)
    #expect(try await fixture.keep.revokeSessions(accessKeyID: sessions[0].id, roleName: nil) == 0)
  }

  @Test func aSessionPolicyNarrowsAndNeverWidens() async throws {
    let fixture = try await ContentFixture()
    let listOnly = #"{"Statement":[{"Effect":"Allow","Action":"s3:List*","Resource":"*"}]}"#
    let narrow = try await fixture.session(tags: Self.purpose, [("Policy", listOnly)])
    #expect(try await fixture.s3("GET", "/", as: narrow).status == 200)
    #expect(try await fixture.s3("GET", Self.path, as: narrow).code == "AccessDenied")
    try await fixture.role("Lister", allowing: ["s3:List*"])
    let everything = #"{"Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}"#
    let wide = try await fixture.session("Lister", tags: Self.purpose, [("Policy", everything)])
    #expect(try await fixture.s3("GET", "/", as: wide).status == 200)
    #expect(try await fixture.s3("GET", Self.path, as: wide).code == "AccessDenied")
  }

  @Test func chainsLastAnHourAndKeepTheirSource() async throws {
    let fixture = try await ContentFixture()
    try await fixture.role("First", allowing: ["sts:*"])
    let trust: JSON = [
      "Statement": [
        [
          "Effect": "Allow", "Principal": ["AWS": .string(ContentFixture.arn("First"))],
          "Action": ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"],
        ]
      ]
    ]
    let policy: JSON = ["Statement": [["Effect": "Allow", "Action": ["s3:*", "kms:Decrypt"], "Resource": "*"]]]
    _ = try await fixture.keep.createRole(
      "Second", trust: trust, policies: [("p", policy)], boundary: nil, maxSessionSeconds: 7_200, tags: [:])
    let first = try await fixture.session("First", [("SourceIdentity", "eve"), ("DurationSeconds", "7200")])
    let long = ContentFixture.assumption("Second", tags: [], [("DurationSeconds", "3601")])
    #expect(try await code(fixture, long, as: first) == "ValidationError")
    let other = ContentFixture.assumption("Second", tags: [], [("SourceIdentity", "mallory")])
    #expect(try await code(fixture, other, as: first) == "AccessDenied")
    let second = try await fixture.session("Second", tags: [], as: first)
    // The purpose is the first session's and does not pass on; the source identity does.
    #expect(try await fixture.s3("GET", Self.path, as: second).status == 403)
    let purposeful = try await fixture.session("Second", as: first)
    #expect(try await fixture.s3("GET", Self.path, as: purposeful).status == 200)
    let event = try #require(try fixture.events(named: "GetObject").last)
    #expect(event["userIdentity"]?["sessionContext"]?["sourceIdentity"] == "eve")
  }

  @Test func itIsNotGivenToAPresignedRequest() async throws {
    let fixture = try await ContentFixture()
    let query = ([("Version", "2011-06-15")] + ContentFixture.assumption("ContentReader", tags: Self.purpose))
      .map { "\($0.0)=\(ContentFixture.encoded($0.1))" }.joined(separator: "&")
    let signer = Signer(
      accessKeyID: fixture.officer.id, secret: SigningSecret(fixture.officer.secret), sessionToken: nil, region: "us-east-1",
      service: "sts", rules: .standard)
    let request = WireRequest(
      method: "GET", rawPath: "/", rawQuery: query, headers: [WireRequest.Header(name: "host", value: "h")], body: [],
      remoteAddress: "127.0.0.1", isTLS: true)
    let answer = await fixture.keep.respond(to: try signer.presign(request, at: ContentFixture.start, expiresSeconds: 60))
    #expect(answer.code == "AccessDenied")
    #expect(try await fixture.keep.listSessions().isEmpty)
  }

  /// A signature for one service is none for another.
  @Test func aSignatureIsForItsService() async throws {
    let fixture = try await ContentFixture()
    let session = try await fixture.session()
    let sts = try fixture.signed("GET", Self.path, service: "sts", as: session)
    #expect(await fixture.keep.respond(to: sts).code == "InvalidAction")
    let connect = try fixture.signed("GET", Self.path, service: "connect", as: session)
    #expect(await fixture.keep.respond(to: connect).code == "SignatureDoesNotMatch")
    #expect(fixture.inventory.opened.withLock { $0.isEmpty })
  }

  /// The switch asks the keep about requests of sessions like about any other.
  @Test func aSessionMayUseTheConnectAPI() async throws {
    let fixture = try await ContentFixture()
    try await fixture.role("Viewer", allowing: ["connect:ListQueues"])
    let session = try await fixture.session("Viewer")
    let responder = LinkResponder()
    fixture.keep.serve(responder)
    let link = InProcessLink(to: responder)
    func judged(_ action: String) async throws -> JudgeRequest.Reply {
      let request = try fixture.signed("GET", "/queues", service: "connect", as: session)
      let question = CarriedQuestion(
        action: action, resources: [CarriedQuestion.Resource(arn: "arn:aws:connect:::x", tags: [:])], context: [:])
      return try await link.send(
        JudgeRequest(
          carried: CarriedRequest(request: request, requestID: "r", receivedAt: ContentFixture.start), operation: "x",
          question: question))
    }
    guard case .allowed(let caller) = try await judged("connect:ListQueues") else { throw CancellationError() }
    #expect(caller.arn == "arn:aws:sts::111122223333:assumed-role/Viewer/test" && caller.session?.roleName == "Viewer")
    #expect(caller.session?.purpose == "complaint 4711")
    guard case .refused(let refusal) = try await judged("connect:DeleteQueue") else { throw CancellationError() }
    #expect(refusal.code == "AccessDeniedException")
  }
}
