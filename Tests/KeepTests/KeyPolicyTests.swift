import Keep
import Synchronization
import Testing
import Vocabulary

/// Content is opened by who may use its key, as KMS decides it, and each use of the key is on record with the read.
@Suite struct KeyPolicyTests {
  private static let path = "/\(ContentFixture.bucket)/connect/ChatTranscripts/2026/a.json"
  private static let root = "arn:aws:iam::\(ContentFixture.account):root"
  private static let delegation = statement("Allow", ["AWS": .string(root)], "kms:*")

  private static func statement(_ effect: JSON, _ principal: JSON, _ action: JSON, _ condition: JSON = [:]) -> JSON {
    ["Effect": effect, "Principal": principal, "Action": action, "Resource": "*", "Condition": condition]
  }

  private static func role(_ name: String) -> JSON { ["AWS": .string(ContentFixture.arn(name))] }

  private func put(_ statements: [JSON], _ fixture: ContentFixture) async throws {
    let policy: JSON = ["Version": "2012-10-17", "Statement": .array(statements)]
    try await fixture.keys.setPolicy(policy.text, of: KeyService.defaultAlias)
  }

  private func status(_ fixture: ContentFixture, _ role: String = "ContentReader") async throws -> Int {
    try await fixture.s3("GET", Self.path, as: try await fixture.session(role)).status
  }

  @Test func theDefaultLeavesItToTheAccountsPolicies() async throws {
    let fixture = try await ContentFixture()
    try await fixture.role("WithKey", allowing: ["s3:*"])
    try await fixture.role("Without", allowing: ["s3:*"], usingKeys: false)
    #expect(try await status(fixture) == 200)
    #expect(try await status(fixture, "WithKey") == 200)
    #expect(try await status(fixture, "Without") == 403)
    #expect(fixture.inventory.opened.withLock { $0.count } == 2)
  }

  @Test func whoIsNamedNeedsNoPolicyOfTheAccounts() async throws {
    let fixture = try await ContentFixture()
    try await fixture.role("Without", allowing: ["s3:*"], usingKeys: false)
    try await put([Self.delegation, Self.statement("Allow", Self.role("Without"), "kms:Decrypt")], fixture)
    #expect(try await status(fixture, "Without") == 200)
  }

  @Test func withoutTheDelegationOnlyTheNamedOpen() async throws {
    let fixture = try await ContentFixture()
    try await fixture.role("WithKey", allowing: ["s3:*"])
    try await put([Self.statement("Allow", Self.role("ContentReader"), "kms:Decrypt")], fixture)
    #expect(try await status(fixture) == 200)
    #expect(try await status(fixture, "WithKey") == 403)
  }

  @Test func aDenialWins() async throws {
    let fixture = try await ContentFixture()
    let allow = Self.statement("Allow", Self.role("ContentReader"), "kms:*")
    try await put([Self.delegation, allow], fixture)
    #expect(try await status(fixture) == 200)
    try await put([Self.delegation, allow, Self.statement("Deny", Self.role("ContentReader"), "kms:Dec*")], fixture)
    #expect(try await status(fixture) == 403)
    // A policy that is none gives nobody anything.
    try await fixture.keys.setPolicy("{}", of: KeyService.defaultAlias)
    #expect(try await status(fixture) == 403)
  }

  @Test(
    arguments: [
      (["StringEquals": ["aws:PrincipalTag/purpose": "complaint 4711"]], true),
      (["StringEquals": ["aws:PrincipalTag/purpose": "curiosity"]], false),
      (["StringEquals": ["kms:ViaService": "s3.us-east-1.amazonaws.com"]], true),
      (["StringEquals": ["kms:ViaService": "connect.us-east-1.amazonaws.com"]], false),
      (["StringEquals": ["kms:EncryptionContext:switchkeep:class": "CHAT_TRANSCRIPTS"]], true),
      (["StringEquals": ["kms:EncryptionContext:switchkeep:class": "ATTACHMENTS"]], false),
      (["ForAnyValue:StringEquals": ["kms:EncryptionContextKeys": "switchkeep:object"]], true),
      (["StringEquals": ["kms:CallerAccount": "999999999999"]], false),
    ] as [(JSON, Bool)])
  func conditions(condition: JSON, holds: Bool) async throws {
    let fixture = try await ContentFixture()
    try await put([Self.statement("Allow", Self.role("ContentReader"), "kms:Decrypt", condition)], fixture)
    #expect(try await status(fixture) == (holds ? 200 : 403))
  }

  @Test func eachReadHasItsUseOfTheKey() async throws {
    let fixture = try await ContentFixture()
    let session = try await fixture.session()
    for count in 1...3 {
      #expect(try await fixture.s3("GET", Self.path, as: session).status == 200)
      let (reads, uses) = (try fixture.events(named: "GetObject"), try fixture.events(named: "Decrypt"))
      #expect(reads.count == count && uses.count == count && reads.last?["requestID"] == uses.last?["requestID"])
    }
    let use = try #require(try fixture.events(named: "Decrypt").last)
    #expect(use["eventSource"] == "kms.amazonaws.com" && use["userIdentity"]?["accessKeyId"] == .string(session.id))
    #expect(use["requestParameters"]?["encryptionContext"]?["switchkeep:contact"] == "contact-1")
    // Metadata needs no key.
    #expect(try await fixture.s3("HEAD", Self.path, as: session).status == 200)
    #expect(try fixture.events(named: "Decrypt").count == 3)
  }

  @Test func whyItWasDeniedIsForTheLedger() async throws {
    let fixture = try await ContentFixture()
    try await put([Self.delegation, Self.statement("Deny", Self.role("ContentReader"), "kms:Decrypt")], fixture)
    let answer = try await fixture.s3("GET", Self.path, as: try await fixture.session())
    #expect(answer.status == 403 && answer.code == "AccessDenied" && !answer.text.contains("kms"))
    try await fixture.keep.settleLedger()
    let use = try #require(try fixture.events(named: "Decrypt").first)
    #expect(use["errorCode"] == "AccessDenied" && use["errorMessage"]?.string?.contains("denied by statement 1") == true)
    #expect(fixture.inventory.opened.withLock { $0.isEmpty })
  }
}
