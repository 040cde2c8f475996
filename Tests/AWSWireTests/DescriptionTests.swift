import AWSWire
import ConnectAPI
import Testing
import Vocabulary

/// The embedded table says what the model says; the figures are counted there.
@Suite struct DescriptionTests {
  private let service = ConnectDescription.service

  @Test func operations() throws {
    let operations = service.operations.values
    // Those that the model marks, and CreateView's, whose documentation alone calls it one.
    #expect(operations.count { $0.tokenMember != nil } == 54 + 1)
    let paged = operations.filter { $0.paginator != nil }
    #expect(paged.count > 80)
    for operation in paged {
      let input = try #require(operation.input.flatMap { service[shape: $0] })
      let output = try #require(operation.output.flatMap { service[shape: $0] })
      let paginator = try #require(operation.paginator)
      #expect(!paginator.inputTokens.isEmpty && paginator.inputTokens.count == paginator.outputTokens.count)
      let asked = paginator.inputTokens + [paginator.limitMember].compactMap(\.self)
      #expect(asked.allSatisfy { input.member($0) != nil }, "\(operation.name)")
      #expect((paginator.outputTokens + paginator.itemMembers).allSatisfy { output.member($0) != nil }, "\(operation.name)")
    }
    let queues = try #require(service.operations["ListQueues"])
    #expect(queues.method == "GET" && queues.uri == "/queues-summary/{InstanceId}" && queues.input == "ListQueuesRequest")
  }

  /// Every shape that is named is there, and every label of a URI is a member.
  @Test func nothingIsMissing() {
    for shape in service.shapes.values {
      let names = shape.members.map(\.shape) + [shape.element, shape.key].compactMap(\.self)
      for name in names { #expect(service[shape: name] != nil, "\(shape.name) names \(name)") }
      #expect(shape.required.allSatisfy { shape.member($0) != nil }, "\(shape.name)")
    }
    for operation in service.operations.values {
      let ends = [operation.input, operation.output].compactMap(\.self) + operation.errors
      #expect(ends.allSatisfy { service[shape: $0] != nil }, "\(operation.name)")
      let labels = operation.uri.split(separator: "/").filter { $0.hasPrefix("{") }.map { String($0.dropFirst().dropLast()) }
      let members = operation.input.flatMap { service[shape: $0] }?.members.filter { $0.location == .uri }.map(\.wireName) ?? []
      #expect(Set(labels) == Set(members), "\(operation.name)")
      #expect(operation.uri.hasPrefix("/") && !operation.uri.hasPrefix("/{"), "\(operation.name)")
    }
  }

  @Test func sensitiveShapes() {
    #expect(service.shapes.values.count(where: \.isSensitive) == 32)
    #expect(service[shape: "Password"]?.isSensitive == true && service[shape: "QueueName"]?.isSensitive != true)
  }
}

@Suite struct GeneratedShapeTests {
  @Test func aRequestKeepsWhatItWasMadeFrom() throws {
    let json: JSON = [
      "InstanceId": "i", "Name": "n", "HoursOfOperationId": "h", "MaxContacts": 0,
      "OutboundCallerConfig": ["OutboundCallerIdName": "x"],
      "QuickConnectIds": ["q"], "Tags": ["b": "2", "a": "1"],
    ]
    let request = try CreateQueueRequest(json: json)
    #expect(request.name == "n" && request.maxContacts == 0 && request.outboundCallerConfig?.outboundCallerIdName == "x")
    #expect(request.description == nil && request.tags == ["a": "1", "b": "2"])
    let again = try CreateQueueRequest(json: request.json)
    #expect(request.json == json && again == request && again.json.text == request.json.text)
  }

  @Test func whatIsNotOfTheShapeIsNamed() {
    for (json, member) in [(["InstanceId": "i", "Name": "n"], "HoursOfOperationId"), ([:], "Name")] as [(JSON, String)] {
      let problem = #expect(throws: ShapeProblem.self) { try CreateQueueRequest(json: json) }
      #expect(problem?.shape == "CreateQueueRequest" && [member, "InstanceId"].contains(problem?.member))
    }
    #expect(throws: ShapeProblem.self) { try CreateQueueRequest(json: []) }
    #expect(throws: ShapeProblem.self) { try Channel(json: "FAX") }
    #expect((try? Channel(json: "VOICE")) == .voice)
  }

  /// A time is a number of seconds with thousandths: clients in Go refuse a string.
  @Test(arguments: [(1_700_000_000_123_456, "1700000000.123"), (0, "0"), (1_700_000_000_000_000, "1700000000")])
  func timesAreNumbers(_ microseconds: Int64, _ text: String) throws {
    let moment = Moment(microseconds: microseconds)
    #expect(moment.json.text == text)
    #expect(try Moment(json: moment.json).microseconds == microseconds / 1_000 * 1_000)
    #expect(throws: ShapeProblem.self) { try Moment(json: .number(1e300)) }
  }
}
