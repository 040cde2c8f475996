import ConnectAPI
import Foundation
import GRDB
import Keep
import Link
import Testing
import Vocabulary

/// Who lets a chat go on with a conversation needs the right to each contact of it.
@Suite struct PastGrantTests {
  private let fixture: ContentFixture
  private let link: InProcessLink
  private let reader: String

  init() async throws {
    fixture = try await ContentFixture()
    let responder = LinkResponder()
    fixture.keep.serve(responder)
    link = InProcessLink(to: responder)
    let keys = try await link.send(IssueContactKeys(count: 3)).map(\.id)
    reader = keys[2]
    for (number, contact) in ["contact-a", "contact-b"].enumerated() {
      let deposit = Deposit(
        commit: 0, contactID: contact, initialContactID: "contact-a", instanceID: "instance-1", keyID: keys[number],
        initiatedAt: ContentFixture.start.adding(seconds: Int64(number)), record: Array(#"{"ContactId":"\#(contact)"}"#.utf8),
        flowLog: [], objects: [], readers: [])
      _ = try await link.send(
        TakeDeposits(outboxID: "o", commits: ["commit-\(number)"], deposits: [deposit], entries: [], pieces: []))
    }
  }

  /// What comes of asking, with a right to content of these contacts alone.
  private func grant(_ type: String, from source: String, mayRead contacts: [String]) async throws -> Refusal? {
    let name = "Partial-\(contacts.count)-\(type)"
    let arns = contacts.map { "arn:aws:connect:us-east-1:\(ContentFixture.account):instance/instance-1/contact/\($0)" }
    let officer = "arn:aws:iam::\(ContentFixture.account):user/security-officer"
    _ = try await fixture.keep.createRole(
      name,
      trust: [
        "Version": "2012-10-17",
        "Statement": [
          ["Effect": "Allow", "Principal": ["AWS": .string(officer)], "Action": ["sts:AssumeRole", "sts:TagSession"]]
        ],
      ],
      policies: [
        (
          "Given",
          [
            "Version": "2012-10-17",
            "Statement": [
              ["Effect": "Allow", "Action": "connect:StartChatContact", "Resource": "*"],
              ["Effect": "Allow", "Action": "connectparticipant:GetTranscript", "Resource": .strings(arns)],
            ],
          ]
        )
      ], boundary: nil, maxSessionSeconds: 3_600, tags: [:])
    let body = """
      {"InstanceId":"instance-1","ContactFlowId":"flow","ParticipantDetails":{"DisplayName":"me"},\
      "PersistentChat":{"RehydrationType":"\(type)","SourceContactId":"\(source)"}}
      """
    let request = try fixture.signed(
      "PUT", "/contact/chat", headers: [("content-type", "application/json")], body: body, service: "connect",
      as: try await fixture.session(name))
    let carried = CarriedRequest(request: request, requestID: UUID().uuidString, receivedAt: ContentFixture.start)
    return try await link.send(GrantPast(carried: carried, reader: reader))
  }

  private func granted() throws -> [String] {
    try DatabaseQueue(path: "\(fixture.folder)/keep.sqlite").read { database in
      try String.fetchAll(
        database, sql: "SELECT contact FROM contact_right WHERE key = ? ORDER BY contact", arguments: [reader])
    }
  }

  @Test(arguments: ["contact-a", "contact-b"]) func aRightToOneContactIsNoneToTheWholeConversation(_ source: String) async throws
  {
    let refusal = try await grant("ENTIRE_PAST_SESSION", from: source, mayRead: [source])
    #expect(refusal?.code == "AccessDeniedException")
    #expect(try granted().isEmpty)
  }

  @Test func whoHasTheRightToAllGetsAll() async throws {
    #expect(try await grant("ENTIRE_PAST_SESSION", from: "contact-b", mayRead: ["contact-a", "contact-b"]) == nil)
    #expect(try granted() == ["contact-a", "contact-b"])
  }

  @Test func whatBeganBeforeNeedsNoRightWhereItIsNotAskedFor() async throws {
    #expect(try await grant("FROM_SEGMENT", from: "contact-b", mayRead: ["contact-b"]) == nil)
    #expect(try granted() == ["contact-b"])
  }

  @Test func nothingThatIsThereIsNotFound() async throws {
    let refusal = try await grant("FROM_SEGMENT", from: "contact-x", mayRead: ["contact-x"])
    #expect(refusal?.code == "ContactNotFoundException")
  }
}
