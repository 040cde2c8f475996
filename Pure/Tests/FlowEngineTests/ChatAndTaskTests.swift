import FlowEngine
import FlowLanguage
import Testing
import Vocabulary

@Suite struct ChatAndTaskTests {
  private static let viewErrors = ["NoMatchingCondition", "NoMatchingError", "TimeLimitExceeded"]

  private func view() -> Play {
    var context = FlowContext.test(on: .chat)
    context.attributes["title"] = "Pick"
    return Play.of(
      .showView,
      [
        "ViewResource": ["Id": "arn:view", "Version": "1"], "InvocationTimeLimitSeconds": "60",
        "ViewData": ["Heading": "$.Attributes.title"], "SensitiveDataConfiguration": ["HideResponseOn": ["TRANSCRIPT"]],
      ], conditions: ["Next"], errors: Self.viewErrors, with: context)
  }

  @Test func aViewIsShownAndAnswered() {
    let play = view()
    let request = ViewRequest(viewID: "arn:view", version: "1", data: ["Heading": "Pick"], isHiddenInTranscript: true)
    #expect(play.effects == [.startTimer(token: 1, seconds: 60), .showView(token: 2, request)])
    let answered = play.after { .viewAnswered(token: $0, action: "Next", data: ["size": "L"]) }
    #expect(answered.took == "Next" && answered.effects.contains(.cancelTimer(token: 1)))
    #expect(answered.context.views["Action"] == "Next" && answered.context.views["ViewResultData"]?["size"] == "L")
    #expect(play.after { .viewAnswered(token: $0, action: "Back", data: [:]) }.took == "NoMatchingCondition")
    #expect(play.after { .presentationFailed(token: $0) }.took == "NoMatchingError")
    var silent = play
    silent.send(.timerFired(token: 1))
    #expect(silent.took == "TimeLimitExceeded" && !silent.effects.contains(.cancelTimer(token: 1)))
  }

  @Test func viewsAreForChat() {
    #expect(Play.of(.showView, ["ViewResource": ["Id": "v"]], errors: Self.viewErrors).took == "NoMatchingError")
    #expect(Play.of(.showView, errors: Self.viewErrors, with: .test(on: .chat)).took == "NoMatchingError")
  }

  private func wait(_ seconds: JSON = "900") -> Play {
    Play.of(
      .wait, ["TimeLimitSeconds": seconds, "Events": ["CustomerReturned"]], conditions: ["WaitCompleted", "CustomerReturned"],
      with: .test(on: .chat))
  }

  @Test func waiting() {
    var play = wait()
    #expect(play.effects == [.startTimer(token: 1, seconds: 900)])
    #expect(play.send(.participantEvent("BotParticipantDisconnected")).isEmpty)
    var returned = play
    returned.send(.participantEvent("CustomerReturned"))
    #expect(returned.took == "CustomerReturned" && returned.effects.contains(.cancelTimer(token: 1)))
    play.send(.timerFired(token: 1))
    #expect(play.took == "WaitCompleted")
    #expect(wait("0").took == "NoMatchingError" && wait("604801").took == "NoMatchingError")
    #expect(Play.of(.wait, ["TimeLimitSeconds": "9"]).took == "NoMatchingError")
    let documented = Play.of(.wait, ["TimeoutSeconds": 5], with: .test(on: .chat))
    #expect(documented.effects == [.startTimer(token: 1, seconds: 5)])
  }

  private func task(_ change: (inout JSON.Object) -> Void = { _ in }) -> Play {
    var parameters = JSON.Object()
    parameters["Name"] = "Call $.ContactId"
    parameters["ContactFlowId"] = "tasks"
    parameters["Attributes"] = ["a": "$.Channel"]
    parameters["References"] = ["site": ["Type": "URL", "Value": "https://example.com"]]
    change(&parameters)
    return Play.of(.createTask, JSON(.object(parameters)))
  }

  @Test func aTaskIsCreated() {
    let play = task()
    let request = TaskRequest(
      flowReference: "tasks", templateID: nil, name: "Call c1", description: nil,
      references: [ContactReference(name: "site", type: "URL", value: "https://example.com")],
      attributes: (["a": "VOICE"] as JSON).object ?? .init(), scheduledAt: nil)
    #expect(play.effects == [.createTask(token: 1, request)])
    #expect(play.after { .created(token: $0, contactID: "t") }.took == "next")
    #expect(play.after { .creationFailed(token: $0) }.took == "NoMatchingError")
    #expect(task { $0["Name"] = "" }.took == "NoMatchingError")
  }

  @Test func aTaskForLater() {
    func moment(_ play: Play) -> Moment? {
      if case .createTask(_, let request)? = play.effects.first { request.scheduledAt } else { nil }
    }
    #expect(moment(task { $0["DelaySeconds"] = "60" }) == Moment(seconds: 1_700_000_060))
    #expect(moment(task { $0["ScheduledTime"] = "1700000100" }) == Moment(seconds: 1_700_000_100))
    #expect(task { $0["DelaySeconds"] = "518401" }.took == "NoMatchingError")
  }

  @Test func aPausedContactIsResumed() {
    let play = Play.of(.resumeContact, with: .test(on: .task))
    #expect(play.effects.first == .resumeContact && play.took == "next")
  }

  @Test(arguments: [
    ActionType.createCase, .getCase, .updateCase, .createWisdomSession, .startOutboundChatContact, .updateContactMediaProcessing,
    .checkOutboundCallStatus, .checkVoiceId, .startVoiceIdStream, .associateContactToCustomerProfile, .createCustomerProfile,
    .getCustomerProfile, .getCustomerProfileObject, .getCalculatedAttributesForCustomerProfile, .updateCustomerProfile,
    .routeContactToAgent, .loadContactContent, .authenticateParticipant, .checkSegmentMembership,
  ])
  func whatIsNotBuiltTakesItsErrorBranchAndSaysSo(type: ActionType) {
    var context = FlowContext.test(on: .voice)
    context.isFlowLoggingEnabled = true
    let play = Play.of(type, with: context)
    #expect(play.took == "NoMatchingError")
    #expect(play.log.first?["Results"]?.string?.hasSuffix("is not available") == true)
  }
}
