import Foundation
import Keep
import Synchronization
import Testing
import Vocabulary

/// Law 1: content is answered after the ledger entry of this very read is durable, and to who says for what.
@Suite struct ContentReadingTests {
  private static let path = "/\(ContentFixture.bucket)/connect/ChatTranscripts/2026/a.json"

  @Test func aReadWithAPurposeIsAnsweredAndOnRecord() async throws {
    let fixture = try await ContentFixture()
    let session = try await fixture.session("ContentReader", [("SourceIdentity", "eve.jones")])
    let answer = try await fixture.s3("GET", Self.path, headers: [("range", "bytes=2-4")], as: session)
    #expect(answer.status == 206 && answer.text == "234" && answer.header("content-range") == "bytes 2-4/10")
    let events = try fixture.events(named: "GetObject")
    #expect(events.count == 1)
    let event = try #require(events.first)
    #expect(event["additionalEventData"]?["objectId"] == "object-of-connect/ChatTranscripts/2026/a.json")
    #expect(event["additionalEventData"]?["rangeStart"] == 2 && event["additionalEventData"]?["bytes"] == 3)
    #expect(event["additionalEventData"]?["purpose"] == "complaint 4711")
    #expect(
      event["additionalEventData"]?["versionDigest"] == "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f")
    let identity = event["userIdentity"]
    #expect(identity?["type"] == "AssumedRole" && identity?["accessKeyId"] == .string(session.id))
    #expect(identity?["arn"] == "arn:aws:sts::111122223333:assumed-role/ContentReader/test")
    #expect(identity?["sessionContext"]?["sessionIssuer"]?["userName"] == "ContentReader")
    #expect(identity?["sessionContext"]?["sourceIdentity"] == "eve.jones")
    #expect(identity?["sessionContext"]?["purpose"] == "complaint 4711")
    #expect(try fixture.events().contains { $0["eventName"] == "AssumeRole" })
  }

  /// Each answer has its own entry and its own grant.
  @Test func everyAnswerHasItsOwnEntry() async throws {
    let fixture = try await ContentFixture()
    let session = try await fixture.session()
    for count in 1...4 {
      #expect(try await fixture.s3("GET", Self.path, as: session).status == 200)
      #expect(try fixture.events(named: "GetObject").count == count && fixture.inventory.opened.withLock { $0.count } == count)
    }
  }

  /// What a kill at the moment of opening would leave on disk: the entry is in it. The copy made before the read is the control.
  @Test func theEntryIsOnDiskBeforeTheContentIsOpened() async throws {
    let fixture = try await ContentFixture()
    let session = try await fixture.session()
    let folder = fixture.folder
    @Sendable func copy(to name: String) throws {
      try FileManager.default.createDirectory(atPath: "\(folder)/\(name)", withIntermediateDirectories: true)
      for file in try FileManager.default.contentsOfDirectory(atPath: folder)
      where file.hasPrefix("keep.sqlite") && !file.hasSuffix("shm") {
        try FileManager.default.copyItem(atPath: "\(folder)/\(file)", toPath: "\(folder)/\(name)/\(file)")
      }
    }
    try copy(to: "before")
    fixture.inventory.whenOpened.withLock { $0 = { try copy(to: "killed") } }
    #expect(try await fixture.s3("GET", Self.path, as: session).status == 200)
    #expect(try !fixture.events(in: "\(folder)/before").contains { $0["eventName"] == "GetObject" })
    #expect(try fixture.events(in: "\(folder)/killed").contains { $0["eventName"] == "GetObject" })
  }

  @Test func withoutALedgerNoByteIsAnswered() async throws {
    let fixture = try await ContentFixture()
    let session = try await fixture.session()
    #expect(try await fixture.s3("GET", Self.path, as: session).status == 200)
    try await fixture.breakLedger()
    fixture.inventory.opened.withLock { $0 = [] }
    let answer = try await fixture.s3("GET", Self.path, as: session)
    #expect(answer.status == 503 && answer.code == "ServiceUnavailable")
    #expect(!answer.text.contains("0123456789") && fixture.inventory.opened.withLock { $0.isEmpty })
    let assumed = try await fixture.sts(
      ContentFixture.assumption("ContentReader", tags: [("purpose", "x")]), as: fixture.officer)
    #expect(assumed.status == 503 && assumed.element("AccessKeyId") == nil)
    #expect(try await fixture.keep.listSessions().count == 1)
  }

  @Test func whatDoesNotOpenIsAnErrorWithItsEntry() async throws {
    let fixture = try await ContentFixture()
    let session = try await fixture.session()
    fixture.inventory.whenOpened.withLock { $0 = { throw ContentProblem(.unreadable, "tag") } }
    let answer = try await fixture.s3("GET", Self.path, as: session)
    #expect(answer.status == 500 && answer.code == "InternalError")
    #expect(try fixture.events(named: "GetObject").count == 1)
  }

  @Test func withoutAPurposeThereIsMetadataAlone() async throws {
    let fixture = try await ContentFixture()
    try await fixture.role("Reader", allowing: ["s3:*"])
    let blank = try await fixture.session("Reader", tags: [("purpose", "  ")])
    for who in [fixture.officer, blank, try await fixture.session("Reader", tags: [("team", "a")])] {
      #expect(try await fixture.s3("GET", "/\(ContentFixture.bucket)", as: who).elements("Key").count == 1)
      let head = try await fixture.s3("HEAD", Self.path, as: who)
      #expect(head.status == 200 && head.body.isEmpty && head.header("content-length") == "10")
      for path in [Self.path, Self.path + "-missing"] {
        let answer = try await fixture.s3("GET", path, as: who)
        #expect(answer.status == 403 && answer.code == "AccessDenied" && answer.element("Message")?.contains("purpose") == true)
      }
    }
    #expect(fixture.inventory.opened.withLock { $0.isEmpty })
    try await fixture.keep.settleLedger()
    let denials = try fixture.events(named: "GetObject").filter { $0["errorCode"] == "AccessDenied" }
    #expect(denials.count == 6 && denials.allSatisfy { $0["errorMessage"]?.string?.contains("purpose") == true })
  }

  /// The tag is the session's own: one of the role is the same for every read.
  @Test func theRolesTagIsNoPurpose() async throws {
    let fixture = try await ContentFixture()
    let trust: JSON = [
      "Statement": [
        ["Effect": "Allow", "Principal": ["AWS": "arn:aws:iam::111122223333:user/security-officer"], "Action": "sts:AssumeRole"]
      ]
    ]
    let policy: JSON = ["Statement": [["Effect": "Allow", "Action": "s3:*", "Resource": "*"]]]
    _ = try await fixture.keep.createRole(
      "Tagged", trust: trust, policies: [("p", policy)], boundary: nil, maxSessionSeconds: 900, tags: ["purpose": "any"])
    let session = try await fixture.session("Tagged", tags: [])
    #expect(try await fixture.s3("GET", Self.path, as: session).status == 403)
  }

  @Test func deniedAndMissingLookTheSame() async throws {
    let fixture = try await ContentFixture()
    try await fixture.role("Nothing", allowing: ["sts:GetCallerIdentity"])
    try await fixture.role("OneOnly", allowing: ["s3:GetObject"], on: "arn:aws:s3:::\(ContentFixture.bucket)/connect/*")
    for (role, paths) in [
      ("Nothing", [Self.path, Self.path + "x", "/connect-other/connect/a", "/no-bucket/connect/a"]),
      ("OneOnly", ["/\(ContentFixture.bucket)/connect/none", "/\(ContentFixture.bucket)/connect/other"]),
    ] {
      let session = try await fixture.session(role)
      for method in ["GET", "HEAD"] {
        for path in paths { #expect(try await fixture.s3(method, path, as: session).status == 403, "\(role) \(method) \(path)") }
      }
      var texts: Set<String> = []
      for path in paths {
        let answer = try await fixture.s3("GET", path, as: session)
        let bucket = path.split(separator: "/")[0]
        texts.insert(
          (answer.element("Message") ?? "").replacingOccurrences(of: path, with: "PATH").replacingOccurrences(
            of: path.dropFirst(), with: "PATH"
          )
          .replacingOccurrences(of: ":::\(bucket)", with: ":::BUCKET"))
      }
      #expect(texts.count == 1, "\(texts)")
    }
    let reader = try await fixture.session("OneOnly")
    #expect(try await fixture.s3("GET", Self.path, as: reader).status == 200)
    let lister = try await fixture.session()
    #expect(try await fixture.s3("GET", Self.path + "x", as: lister).code == "NoSuchKey")
    #expect(try await fixture.s3("GET", "/connect-other", as: lister).code == "NoSuchBucket")
  }

  @Test func anExplicitDenialHoldsForMetadataToo() async throws {
    let fixture = try await ContentFixture()
    #expect(try await fixture.s3("HEAD", Self.path, as: fixture.administrator).status == 403)
    #expect(try await fixture.s3("GET", Self.path, as: fixture.administrator).code == "AccessDenied")
    #expect(try await fixture.s3("GET", "/\(ContentFixture.bucket)", as: fixture.administrator).status == 200)
  }
}
