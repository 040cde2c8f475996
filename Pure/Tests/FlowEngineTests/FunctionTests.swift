import FlowEngine
import FlowLanguage
import Testing
import Vocabulary

@Suite struct FunctionTests {
  private func invoke(_ type: String? = nil, _ answer: FunctionAnswer) -> Play {
    var parameters = JSON.Object()
    parameters["LambdaFunctionARN"] = "arn:f"
    parameters["ResponseValidation"] = type.map { ["ResponseType": .string($0)] }
    return Play.of(.invokeLambdaFunction, JSON(.object(parameters))).after { .functionAnswered(token: $0, answer) }
  }

  @Test func theRequest() throws {
    let parameters: JSON = [
      "LambdaFunctionARN": "arn:f", "InvocationTimeLimitSeconds": "7",
      "LambdaInvocationAttributes": ["channel": "$.Channel", "none": "$.Attributes.none", "deep": ["a": "x$.ContactId"]],
    ]
    var context = FlowContext.test(on: .voice)
    context.attributes["a"] = "1"
    let play = Play.of(.invokeLambdaFunction, parameters, with: context)
    guard case .invokeFunction(1, let request)? = play.effects.first else {
      Issue.record("no invocation")
      return
    }
    #expect(request.arn == "arn:f" && request.timeLimitSeconds == 7 && !request.isAsynchronous)
    #expect(request.payload["Name"] == "ContactFlowEvent")
    let details = try #require(request.payload["Details"])
    #expect(details["Parameters"] == ["channel": "VOICE", "none": .null, "deep": ["a": "xc1"]])
    let data = try #require(details["ContactData"])
    #expect(data["Attributes"] == ["a": "1"] && data["Channel"] == "VOICE" && data["CustomerId"] == .null)
    #expect(data["CustomerEndpoint"] == ["Address": "+441632960123", "Type": "TELEPHONE_NUMBER"])
    #expect(data["Queue"]?["ARN"] == "arn:queue/sales" && data["PreviousContactId"] == "cp" && data["References"] == [:])
    #expect(data["MediaStreams"] == ["Customer": ["Audio": .null]])
  }

  @Test func flatAnswers() {
    let play = invoke("STRING_MAP", .answered(["a": "1", "b": 2, "c": true, "d": .null]))
    #expect(play.took == "next" && JSON(.object(play.context.external)) == ["a": "1", "b": "2", "c": "true"])
    #expect(invoke(nil, .answered(["a": ["b": "c"]])).took == "NoMatchingError")
    #expect(invoke("STRING_MAP", .answered(["a": ["b"]])).took == "NoMatchingError")
    #expect(invoke("STRING_MAP", .answered("text")).took == "NoMatchingError")
  }

  @Test func nestedAnswers() {
    let play = invoke("JSON", .answered(["a": ["b": "c"]]))
    #expect(play.took == "next" && play.context.external["a"]?["b"] == "c")
    #expect(invoke("JSON", .answered(["a"])).took == "NoMatchingError")
  }

  @Test func failuresAndLargeAnswers() {
    #expect(invoke(nil, .failed("timed out")).took == "NoMatchingError")
    let fits = JSON.string(String(repeating: "x", count: (32 << 10) - 8))
    #expect(invoke(nil, .answered(["a": fits])).took == "next")
    #expect(invoke(nil, .answered(["a": .string(String(repeating: "x", count: (32 << 10) - 7))])).took == "NoMatchingError")
    #expect(Play.of(.invokeLambdaFunction).took == "NoMatchingError")
  }

  @Test func anAsynchronousOneIsNotWaitedFor() {
    let play = Play.of(.invokeLambdaFunction, ["LambdaFunctionARN": "arn:f", "InvocationType": "ASYNCHRONOUS"])
    #expect(play.took == "next")
    guard case .invokeFunction(_, let request)? = play.effects.first else {
      Issue.record("no invocation")
      return
    }
    #expect(request.isAsynchronous)
  }

  @Test func theTimeLimitIsEightSecondsAtMost() {
    for (text, seconds) in [("0", 1), ("8", 8), ("60", 8), ("soon", 3)] {
      let parameters: JSON = ["LambdaFunctionARN": "arn:f", "InvocationTimeLimitSeconds": .string(text)]
      guard case .invokeFunction(_, let request)? = Play.of(.invokeLambdaFunction, parameters).effects.first else { continue }
      #expect(request.timeLimitSeconds == seconds)
    }
  }
}
