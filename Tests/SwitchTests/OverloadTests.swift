import ConnectAPI
import Link
import Protection
import ResourceStore
import Testing
import Vocabulary

/// When too much waits, clients are told to come again, and not that something broke.
@Suite struct OverloadTests {
  /// A store that takes no write.
  private struct FullStore: ConfigurationStore {
    private let store = MemoryConfigurationStore()
    let problem: any Error

    init(problem: any Error) { self.problem = problem }

    var generation: UInt64 { store.generation }
    func read<Result: Sendable>(_ body: @escaping @Sendable (any ResourceReader) throws -> Result) async throws -> Result {
      try await store.read(body)
    }
    func write<Result: Sendable>(_ body: @escaping @Sendable (any ResourceWriter) throws -> Result) async throws -> Result {
      throw problem
    }
    func observe(_ observer: @escaping RecordObserver) {}
    func outbox(limit: Int) async throws -> [OutboxItem] { [] }
    func acknowledge(through id: Int64) async throws {}
    func digest(includingOutbox: Bool) async throws -> [UInt8] { [] }
  }

  private struct AllowsAll: Judge {
    func judge(_ carried: CarriedRequest, operation: String, question: CarriedQuestion?) async throws -> JudgeRequest.Reply {
      .allowed(Caller(arn: "arn:aws:iam::1:user/a", accountID: "1", accessKeyID: "AK", userName: "a", principalID: "AIDA"))
    }
  }

  private struct NoTrail: AuditTrail {
    func record(_ event: JSON) async {}
    func recordDurably(_ event: JSON) async throws {}
  }

  private func answer(_ problem: any Error) async throws -> WireResponse {
    let key = try #require(ProtectionKey(bytes: Array(repeating: 7, count: 32)))
    let endpoint = ConnectEndpoint(
      catalogue: Catalogue([CatalogueEntry(TagResource())]), store: FullStore(problem: problem), judge: AllowsAll(),
      trail: NoTrail(),
      environment: ConnectEndpoint.Environment(
        place: Place(partition: "aws", region: "us-east-1", account: "1"), quotas: Quotas([:]), checksResponses: true,
        pageTokenKey: key.symmetricKey, digestKey: key, now: { Moment(seconds: 1_700_000_000) }, newID: { "id" }))
    let request = WireRequest(
      method: "POST", rawPath: "/tags/arn%3Aaws%3Aconnect%3Aus-east-1%3A1%3Ainstance%2Fi%2Fqueue%2Fq", rawQuery: "",
      headers: [WireRequest.Header(name: "content-type", value: "application/json")], body: Array(#"{"tags":{"a":"b"}}"#.utf8),
      remoteAddress: "127.0.0.1", isTLS: true)
    return await endpoint.respond(
      to: CarriedRequest(request: request, requestID: "r", receivedAt: Moment(seconds: 1_700_000_000)))
  }

  private func type(of answer: WireResponse) -> String? {
    answer.headers.first { $0.name.lowercased() == "x-amzn-errortype" }?.value
  }

  @Test func tooManyWritersAreTheServicesMatter() async throws {
    let problems: [any Error] = [StoreProblem.overloaded, ConnectError(.serviceUnavailable, "Try again.")]
    for problem in problems {
      let answer = try await answer(problem)
      #expect(answer.status == 503 && type(of: answer) == "ServiceUnavailableException")
    }
  }

  @Test func whatIsBrokenIsStillAnError() async throws {
    struct Broken: Error {}
    let answer = try await answer(Broken())
    #expect(answer.status == 500 && type(of: answer) == "InternalServiceException")
  }
}
