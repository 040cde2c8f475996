import AWSWire
import ConnectAPI
import Testing
import Vocabulary

@Suite struct WireTests {
  private let service = ConnectDescription.service

  @Test(arguments: [
    ("InvalidContactFlowException", 400, "problems"), ("ContactNotFoundException", 410, "Message"),
    ("ResourceInUseException", 409, "Message"), ("InternalServiceException", 500, "Message"),
  ])
  func errorsHaveTheirForm(_ code: String, _ status: Int, _ member: String) throws {
    #expect(service.status(ofError: code) == status)
    let error = WireError(code: code, message: "why", status: status, members: ["problems": [["message": "a"]]])
    let response = error.restJSON(service, requestID: "r")
    let body = try JSON.parse(response.body)
    #expect(response.status == status && response.headers.contains(WireRequest.Header(name: "x-amzn-errortype", value: code)))
    #expect(body[member] != nil && (body["Message"]?.string == "why" || body["message"]?.string == "why"))
  }

  @Test func queryRequests() throws {
    let request = WireRequest(
      method: "POST", rawPath: "/", rawQuery: "", headers: [], body: Array("Action=A%20b&Version=1&Name=c+d&Empty".utf8),
      remoteAddress: "::1", isTLS: true)
    let query = try QueryRequest(request)
    #expect(query.action == "A b" && query.version == "1")
    #expect(query.parameters.map(\.name) == ["Name", "Empty"] && query.parameters[0].value == "c d")
    for wrong in ["Action=%", "%zz=1", "a=%ff"] {
      let bad = WireRequest(
        method: "POST", rawPath: "/", rawQuery: "", headers: [], body: Array(wrong.utf8), remoteAddress: "", isTLS: true)
      #expect(throws: ValidationProblem.self) { try QueryRequest(bad) }
    }
  }

  @Test func xmlIsEscaped() {
    let response = QueryResponse(namespace: "urn:x", requestID: "r").result(of: "A", [WireElement("B", "<&>\"\u{1}é")])
    let text = String(decoding: response.body, as: UTF8.self)
    #expect(text.contains("<B>&lt;&amp;&gt;&quot;é</B>"))
  }

  @Test func validationNamesMemberAndBound() throws {
    let validator = Validator(description: service)
    let input = try JSON.parse(#"{"InstanceId": "i", "Name": "", "MaxContacts": -1, "Tags": {"a": 5}, "Colour": 1}"#)
    let problems = validator.problems(of: input, shape: "CreateQueueRequest")
    #expect(Set(problems.map(\.path)) == ["HoursOfOperationId", "Name", "MaxContacts", "Tags.a", "Colour"])
    #expect(Set(problems.map(\.reason)) == [.missing, .tooShort, .tooSmall, .wrongType, .unknownMember])
    #expect(problems.allSatisfy { !$0.detail.isEmpty })
  }

  /// A description's own response form is checked as a request's is.
  @Test func aResponseThatIsNotDescribedIsFound() throws {
    let operation = try #require(service.operations["DescribeQueue"])
    let encoder = ResponseEncoder(description: service)
    #expect(encoder.problems(of: ["Queue": ["Name": "n"]], operation).isEmpty)
    #expect(!encoder.problems(of: ["Queue": ["Name": 5]], operation).isEmpty)
    #expect(!encoder.problems(of: ["Colour": "red"], operation).isEmpty)
  }

  @Test func deepAndWideRequestsEnd() {
    let validator = Validator(description: service)
    var nested: JSON = [:]
    for _ in 0..<500 { nested = ["AndConditions": [nested]] }
    let problems = validator.problems(of: ["InstanceId": "i", "SearchCriteria": nested], shape: "SearchQueuesRequest")
    #expect(problems.contains { $0.reason == .tooDeep })
  }
}
