import FlowEngine
import FlowLanguage
import Testing
import Vocabulary

@Suite struct LogTests {
  private static let logging: FlowContext = {
    var context = FlowContext.test(on: .voice)
    context.isFlowLoggingEnabled = true
    context.storedCustomerInput = "4111"
    return context
  }()

  @Test func anEntryHasConnectsMembers() {
    let play = Play.of(.updateContactTargetQueue, ["QueueId": "sales"], with: Self.logging)
    let expected: JSON = [
      "ContactId": "c1", "ContactFlowId": "arn:flow/f", "ContactFlowName": "f", "ContactFlowModuleType": "SetQueue",
      "Identifier": "tested", "Timestamp": "2023-11-14T22:13:20.000Z", "Parameters": ["Queue": "sales"],
    ]
    #expect(play.log.first == expected)
    #expect(play.log.map { $0["ContactFlowModuleType"]?.string } == ["SetQueue", "SetAttributes", "EndFlowExecution"])
  }

  @Test func nothingIsLoggedUnlessTheFlowSaysSo() {
    #expect(Play.of(.updateContactTargetQueue, ["QueueId": "sales"]).log.isEmpty)
  }

  @Test func switchingItIsLoggedBothWays() {
    let on = Play.of(.updateFlowLoggingBehavior, ["FlowLoggingBehavior": "Enabled"], errors: [])
    #expect(on.log.first?["Parameters"] == ["LoggingBehavior": "Enable"] && on.log.count == 3)
    let off = Play.of(.updateFlowLoggingBehavior, ["FlowLoggingBehavior": "Disabled"], errors: [], with: Self.logging)
    #expect(off.log.map { $0["Parameters"] } == [["LoggingBehavior": "Disable"]] && !off.context.isFlowLoggingEnabled)
  }

  @Test func anEntryComesBeforeWhatTheActionDoes() {
    let play = Play.of(.messageParticipant, ["Text": "Hi $.Channel"], with: Self.logging)
    #expect(play.log.first?["Parameters"] == ["Text": "Hi VOICE"])
    guard case .log = play.effects[0], case .present = play.effects[1] else {
      Issue.record("another order: \(play.effects)")
      return
    }
  }

  @Test func outcomesAreLogged() {
    let input = Play.of(.getParticipantInput, ["StoreInput": "False"], conditions: ["1"], with: Self.logging)
      .after { .inputReceived(token: $0, digits: "1") }
    #expect(input.log.prefix(2).map { $0["Results"] } == [nil, "1"])
    let function = Play.of(.invokeLambdaFunction, ["LambdaFunctionARN": "arn:f"], with: Self.logging)
      .after { .functionAnswered(token: $0, .answered(["a": "b"])) }
    #expect(function.log.prefix(2).map { $0["Results"] } == [nil, ["a": "b"]])
    let error = Play.of(.updateContactTargetQueue, ["QueueId": "lost"], with: Self.logging)
    #expect(error.log.first?["Results"] == "there is no such queue")
  }

  @Test func eachAttributeIsAnEntry() {
    let play = Play.of(.updateContactAttributes, ["Attributes": ["a": "$.Channel", "b": "2"]], with: Self.logging)
    #expect(play.log.prefix(2).map { $0["Parameters"] } == [["Key": "a", "Value": "VOICE"], ["Key": "b", "Value": "2"]])
  }

  @Test func whatTheCustomerEnteredIsNotLogged() {
    let parameters: JSON = [
      "LambdaFunctionARN": "arn:f",
      "LambdaInvocationAttributes": ["card": "$.StoredCustomerInput", "text": "no $.StoredCustomerInput!"],
    ]
    let function = Play.of(.invokeLambdaFunction, parameters, with: Self.logging)
    #expect(function.log.first?["Parameters"]?["Parameters"]?["card"] == "$.StoredCustomerInput")
    let input = Play.of(.getParticipantInput, ["StoreInput": "True"], with: Self.logging)
      .after { .inputReceived(token: $0, digits: "4111") }
    #expect(input.took == "next")
    for entry in function.log + input.log { #expect(!entry.text.contains("4111")) }
  }
}
