import FlowEngine
import FlowLanguage
import Testing
import Vocabulary

@Suite struct CallTests {
  private static let errors = ["CallFailed", "ConnectionTimeLimitExceeded", "NoMatchingError"]

  private func thirdParty(continues: JSON) -> Play {
    Play.of(
      .transferParticipantToThirdParty,
      [
        "ThirdPartyPhoneNumber": "+14155550100", "ThirdPartyConnectionTimeLimitSeconds": "45", "ContinueFlowExecution": continues,
        "ThirdPartyDTMFDigits": "12",
      ], errors: Self.errors)
  }

  @Test func aThirdParty() {
    let play = thirdParty(continues: "True")
    let request = ThirdPartyRequest(
      number: "+14155550100", timeLimitSeconds: 45, continuesFlow: true, digits: "12", callerNumber: nil)
    #expect(play.effects == [.dialThirdParty(token: 1, request)])
    #expect(play.after { .dialled(token: $0, .failed) }.took == "CallFailed")
    #expect(play.after { .dialled(token: $0, .timedOut) }.took == "ConnectionTimeLimitExceeded")
    let connected = play.after { .dialled(token: $0, .connected) }
    #expect(!connected.execution.isFinished)
    #expect(connected.after { .dialled(token: $0, .ended) }.took == "next")
    let last = thirdParty(continues: "False").after { .dialled(token: $0, .connected) }.after { .dialled(token: $0, .ended) }
    #expect(last.effects.suffix(2) == [.disconnect, .finish(.disconnected)])
  }

  @Test func whoMayNotBeCalledIsNot() {
    for number in ["nobody", "+991234567"] {
      let parameters: JSON = ["ThirdPartyPhoneNumber": .string(number)]
      #expect(Play.of(.transferParticipantToThirdParty, parameters, errors: Self.errors).took == "CallFailed")
    }
    #expect(Play.of(.transferParticipantToThirdParty, errors: Self.errors, with: .test(on: .chat)).took == "NoMatchingError")
  }

  @Test func anOutboundCallIsCompleted() {
    let play = Play.of(.completeOutboundCall, ["CallerId": ["Number": "+1"], "ConnectionTimeLimitSeconds": "20"], errors: [])
    #expect(play.effects == [.completeOutboundCall(token: 1, OutboundCall(callerNumber: "+1", timeLimitSeconds: 20))])
    #expect(play.after { .dialled(token: $0, .connected) }.took == "next")
    #expect(play.after { .dialled(token: $0, .timedOut) }.ending == .failed)
    #expect(Play.of(.completeOutboundCall, ["VoiceConnector": [:]]).took == "NoMatchingError")
  }

  @Test func thePreviousContactsParticipants() {
    let play = Play.of(.updatePreviousContactParticipantState, ["PreviousContactParticipantState": "CustomerOnHold"])
    #expect(play.effects.first == .setPreviousParticipantState("CustomerOnHold") && play.took == "next")
    let odd: JSON = ["PreviousContactParticipantState": "Asleep"]
    #expect(Play.of(.updatePreviousContactParticipantState, odd).took == "NoMatchingError")
    #expect(Play.of(.updatePreviousContactParticipantState, with: .test(on: .task)).took == "NoMatchingError")
  }

  @Test func recording() {
    let play = Play.of(
      .updateContactRecordingBehavior, ["RecordingBehavior": ["RecordedParticipants": ["Agent", "Customer"]]], errors: [])
    #expect(play.context.recording["RecordingBehavior"]?["RecordedParticipants"] == ["Agent", "Customer"])
    #expect(play.effects.first == .setRecording(play.context.recording) && play.took == "next")
  }

  @Test func recordingAndAnalytics() {
    let errors = ["NoMatchingError", "ChannelMismatch"]
    func take(_ form: String, _ channel: ContactChannel) -> Play {
      let parameters = JSON.object([(form, ["Mode": "on"])])
      return Play.of(.updateContactRecordingAndAnalyticsBehavior, parameters, errors: errors, with: .test(on: channel))
    }
    #expect(take("VoiceBehavior", .voice).took == "next" && take("VoiceBehavior", .chat).took == "ChannelMismatch")
    #expect(take("ChatBehavior", .chat).took == "next" && take("ChatBehavior", .voice).took == "ChannelMismatch")
    #expect(take("ScreenRecordingBehavior", .task).context.recording["ScreenRecordingBehavior"] == ["Mode": "on"])
  }

  @Test func mediaStreaming() {
    let parameters: JSON = ["MediaStreamingState": "Enabled", "MediaStreamType": "Audio"]
    let play = Play.of(.updateContactMediaStreamingBehavior, parameters)
    #expect(play.effects.first == .setMediaStreaming(parameters) && play.context.mediaStreaming == parameters)
    #expect(Play.of(.updateContactMediaStreamingBehavior, parameters, with: .test(on: .chat)).took == "NoMatchingError")
  }

  @Test func audioThatNobodyTakes() {
    func play(_ state: String, errors: [String] = ["NoMatchingError"]) -> Play {
      let alone = TestSurroundings(streamsMedia: false)
      return Play.of(
        .updateContactMediaStreamingBehavior, ["MediaStreamingState": .string(state)], errors: errors, in: alone)
    }
    #expect(play("Enabled").took == "NoMatchingError" && play("Enabled").context.mediaStreaming == nil)
    #expect(play("Enabled", errors: []).took == "next" && play("Disabled").took == "next")
  }

  @Test func theVoice() {
    let parameters: JSON = ["TextToSpeechVoice": "Amy", "TextToSpeechEngine": "Neural", "TextToSpeechStyle": "Conversational"]
    let voice = Play.of(.updateContactTextToSpeechVoice, parameters).context.voice
    #expect(voice.voice == "Amy" && voice.engine == "neural" && voice.style == "Conversational")
    #expect(Play.of(.updateContactTextToSpeechVoice).took == "NoMatchingError")
  }
}
