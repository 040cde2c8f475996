import FlowEngine
import FlowLanguage
import Testing
import Vocabulary

@Suite struct MessageTests {
  @Test func aMessageIsPresentedAndWaitedFor() {
    let play = Play.of(.messageParticipant, ["Text": "Hello $.Attributes.name."])
    #expect(play.effects == [.present(token: 1, [.text("Hello .")], to: .customer, isRepeated: false)])
    #expect(!play.execution.isFinished)
    #expect(play.after { .presented(token: $0) }.took == "next")
    #expect(play.after { .presentationFailed(token: $0) }.took == "NoMatchingError")
  }

  @Test func anEventWithAnotherTokenIsIgnored() {
    let play = Play.of(.messageParticipant, ["Text": "Hello"])
    #expect(play.after { .presented(token: $0 + 1) }.effects == play.effects)
    #expect(play.after { .inputReceived(token: $0, digits: "1") }.effects == play.effects)
    #expect(play.after { _ in .started }.effects == play.effects)
  }

  @Test func onlyVoiceHasPromptsAndMedia() {
    let cases: [(JSON, Presentation)] = [
      (["SSML": "<speak>Hi</speak>"], .ssml("<speak>Hi</speak>")), (["PromptId": "greeting"], .prompt("greeting")),
      (["Media": ["Uri": "s3://bucket/a.wav"]], .media(uri: "s3://bucket/a.wav")),
    ]
    for (parameters, presentation) in cases {
      let voice = Play.of(.messageParticipant, parameters)
      #expect(voice.effects == [.present(token: 1, [presentation], to: .customer, isRepeated: false)])
      #expect(Play.of(.messageParticipant, parameters, with: .test(on: .chat)).took == "NoMatchingError")
    }
  }

  @Test func aPromptThatIsNotThereTakesTheErrorBranch() {
    #expect(Play.of(.messageParticipant, ["PromptId": "lost"]).took == "NoMatchingError")
    #expect(Play.of(.messageParticipant, ["Text": "$.Attributes.none"]).took == "NoMatchingError")
  }

  @Test func anErrorWithoutABranchFailsTheFlow() {
    let play = Play.of(.messageParticipant, ["PromptId": "lost"], errors: [])
    #expect(play.ending == .failed && play.execution.isFinished)
  }

  @Test func messagesAreRepeatedUntilTheTimer() {
    let parameters: JSON = ["Messages": [["Text": "Wait"], ["PromptId": "greeting"]], "InterruptFrequencySeconds": "30"]
    var play = Play.of(.messageParticipantIteratively, parameters, conditions: ["MessagesInterrupted"])
    #expect(play.effects.contains(.present(token: 1, [.text("Wait"), .prompt("greeting")], to: .customer, isRepeated: true)))
    #expect(play.effects.contains(.startTimer(token: 2, seconds: 30)))
    #expect(play.send(.timerFired(token: 1)).isEmpty)
    #expect(play.send(.timerFired(token: 2)) == [.stopPresenting, .finish(.completed)])
    #expect(play.took == "MessagesInterrupted")
  }

  @Test func anInterruptionEndsWhatIsUnderWay() {
    var play = Play.of(.messageParticipantIteratively, ["Messages": [["Text": "Wait"]], "InterruptFrequencySeconds": 30])
    #expect(play.send(.interrupted) == [.stopPresenting, .cancelTimer(token: 2), .finish(.interrupted)])
    #expect(play.execution.isFinished)
    #expect(play.send(.interrupted).isEmpty)
  }

  @Test func repeatedMessagesAreForVoice() {
    let parameters: JSON = ["Messages": [["Text": "Wait"]]]
    #expect(Play.of(.messageParticipantIteratively, parameters, with: .test(on: .chat)).took == "NoMatchingError")
    #expect(Play.of(.messageParticipantIteratively, ["Messages": []]).took == "NoMatchingError")
    let play = Play.of(.messageParticipantIteratively, parameters)
    #expect(play.after { .presentationFailed(token: $0) }.took == "NoMatchingError")
    #expect(play.after { .presented(token: $0) }.took == "next")
  }

  @Test func whispersSpeakToTheirSide() {
    let act = Act(id: "say", type: .messageParticipant, parameters: ["Text": "Hi"])
    var play = Play(RunnableFlow("w", [act], type: .agentWhisper))
    #expect(play.send(.started) == [.present(token: 1, [.text("Hi")], to: .agent, isRepeated: false)])
    #expect(play.after { .presented(token: $0) }.ending == .completed)
  }

  @Test func disconnecting() {
    #expect(Play.of(.disconnectParticipant).effects == [.disconnect, .finish(.disconnected)])
  }
}
