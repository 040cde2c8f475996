import AWSWire
import ConnectAPI
import Testing
import Vocabulary

@Suite struct ErrorFormTests {
  private let service = ConnectDescription.service

  /// Every error shape of the model: its status, its type in the header, its message and its own members in the body.
  @Test func everyErrorShape() throws {
    let shapes = service.shapes.values.filter { $0.errorStatus != nil }
    #expect(shapes.count == 28)
    for shape in shapes {
      let status = try #require(service.status(ofError: shape.name))
      #expect((400..<600).contains(status))
      let names = shape.members.map(\.name).filter { $0 != "Message" }
      let own = Dictionary(uniqueKeysWithValues: names.map { ($0, JSON.string("x")) })
      let error = WireError(code: shape.name, message: "why \"so\"", status: status, members: own.merging(["Foreign": 1]) { $1 })
      let response = error.restJSON(service, requestID: "id")
      let body = try #require(try JSON.parse(response.body).object)
      #expect(response.status == status)
      #expect(response.headers.contains(WireRequest.Header(name: "x-amzn-errortype", value: shape.name)))
      #expect(response.headers.contains(WireRequest.Header(name: "x-amzn-requestid", value: "id")))
      #expect(body["Message"] == "why \"so\"" && Set(body.names) == Set(own.keys).union(["Message"]))
    }
  }

  @Test func theMessageHasTheNameThatTheShapeGivesIt() throws {
    let description = try WireFixture.description()
    let error = WireError(code: "Gone", message: "m", status: 410, members: ["Left": 3])
    #expect(error.restJSON(description, requestID: "r").body == Array(#"{"message":"m","Left":3}"#.utf8))
    let unknown = WireError(code: "Unheard", message: "m", status: 400)
    #expect(unknown.restJSON(description, requestID: "r").body == Array(#"{"Message":"m"}"#.utf8))
  }

  /// A validation problem has a declared error in each of the 370 operations.
  @Test func everyOperationDeclaresAnErrorForWrongInput() {
    for operation in service.operations.values {
      let (name, status) = service.declared(
        firstOf: ["InvalidParameterException", "InvalidRequestException", "ValidationException"], in: operation)
      #expect(operation.errors.contains(name) && status == 400, "\(operation.name)")
    }
  }

  @Test func theFirstDeclaredIsChosen() throws {
    let description = try WireFixture.description()
    let put = try #require(description.operations["Put"])
    #expect(description.declared(firstOf: ["Broken", "Gone"], in: put) == ("Broken", 500))
    // None of these is declared: the first client error that is.
    #expect(description.declared(firstOf: ["Other", "Another"], in: put) == ("Gone", 410))
    let ping = try #require(description.operations["Ping"])
    #expect(description.declared(firstOf: ["Other", "Another"], in: ping) == ("Other", 400))
  }
}
