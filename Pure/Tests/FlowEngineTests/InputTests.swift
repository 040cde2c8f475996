import FlowEngine
import FlowLanguage
import Testing
import Vocabulary

@Suite struct InputTests {
  private static let menuErrors = ["NoMatchingError", "NoMatchingCondition", "InputTimeLimitExceeded"]

  private func menu(_ event: (Int) -> FlowEvent) -> String? {
    Play.of(
      .getParticipantInput, ["StoreInput": "False", "Text": "Press 1", "InputTimeLimitSeconds": "7"], conditions: ["1", "#"],
      errors: Self.menuErrors
    ).after(event).took
  }

  @Test func aMenuGoesByOneKey() {
    #expect(menu { .inputReceived(token: $0, digits: "1") } == "1")
    #expect(menu { .inputReceived(token: $0, digits: "#") } == "#")
    #expect(menu { .inputReceived(token: $0, digits: "2") } == "NoMatchingCondition")
    #expect(menu { .inputTimedOut(token: $0) } == "InputTimeLimitExceeded")
    #expect(menu { .presentationFailed(token: $0) } == "NoMatchingError")
  }

  @Test func whatAMenuAsksFor() {
    let play = Play.of(.getParticipantInput, ["StoreInput": "False", "Text": "Press 1", "InputTimeLimitSeconds": "7"])
    let request = InputRequest(
      presentations: [.text("Press 1")], timeLimitSeconds: 7, interdigitSeconds: 5, digitsMax: 1, terminator: "",
      isCancelKeyEnabled: false, isSecret: false)
    #expect(play.effects == [.askInput(token: 1, request)])
  }

  @Test func onlyVoiceHasKeys() {
    for channel in [ContactChannel.chat, .task, .email] {
      let play = Play.of(.getParticipantInput, ["StoreInput": "False"], errors: Self.menuErrors, with: .test(on: channel))
      #expect(play.took == "NoMatchingError")
    }
  }

  private func stored(_ validation: JSON, _ digits: String) -> Play {
    Play.of(
      .getParticipantInput, ["StoreInput": "True", "InputValidation": validation],
      errors: ["NoMatchingError", "InvalidPhoneNumber"]
    ).after { .inputReceived(token: $0, digits: digits) }
  }

  @Test func storedInput() {
    let play = stored(["CustomValidation": ["MaximumLength": "4"]], "1234")
    #expect(play.took == "next" && play.context.storedCustomerInput == "1234")
    #expect(stored(["CustomValidation": ["MaximumLength": "4"]], "12345").took == "NoMatchingError")
  }

  /// Connect goes on with the word Timeout when nothing is entered.
  @Test func silenceIsStoredAsTimeout() {
    let play = Play.of(.getParticipantInput, ["StoreInput": "True"]).after { .inputTimedOut(token: $0) }
    #expect(play.took == "next" && play.context.storedCustomerInput == "Timeout")
  }

  @Test func phoneNumbers() {
    func number(_ format: String, _ country: String?, _ digits: String) -> (String?, String?) {
      var validation: JSON.Object = .init()
      validation["NumberFormat"] = .string(format)
      validation["CountryCode"] = country.map(JSON.string)
      let play = stored(["PhoneNumberValidation": JSON(.object(validation))], digits)
      return (play.took, play.context.storedCustomerInput)
    }
    #expect(number("Local", "AU", "0412345678") == ("next", "+61412345678"))
    #expect(number("Local", "US", "2025550143") == ("next", "+12025550143"))
    #expect(number("Local", "US", "12025550143") == ("next", "+12025550143"))
    #expect(number("Local", "IT", "0612345678") == ("next", "+390612345678"))
    #expect(number("E164", nil, "441632960123") == ("next", "+441632960123"))
    #expect(number("E164", nil, "0441632960") == ("InvalidPhoneNumber", nil))
    #expect(number("E164", nil, "4416") == ("InvalidPhoneNumber", nil))
    #expect(number("E164", nil, "4416329601234567") == ("InvalidPhoneNumber", nil))
    #expect(number("E164", nil, "44163*960123") == ("InvalidPhoneNumber", nil))
    #expect(number("Local", "XX", "2025550143") == ("InvalidPhoneNumber", nil))
  }

  @Test func anAnswerOfAnotherKindChangesNothing() {
    var play = Play.of(.getParticipantInput, ["StoreInput": "False", "Text": "Press 1"])
    #expect(play.send(.presented(token: 1)).isEmpty)
    #expect(play.send(.interrupted) == [.stopPresenting, .finish(.interrupted)])
  }

  private func encrypting() -> Play {
    Play.of(
      .getParticipantInput,
      [
        "StoreInput": "True", "InputValidation": ["CustomValidation": ["MaximumLength": "16"]],
        "InputEncryption": ["EncryptionKeyId": "k1", "Key": "PEM"],
        "DTMFConfiguration": ["InputTerminationSequence": "##", "DisableCancelKey": "True", "InterdigitTimeLimitSeconds": "9"],
      ])
  }

  @Test func secretInputIsEncryptedBeforeItIsStored() {
    var play = encrypting()
    let request = InputRequest(
      presentations: [], timeLimitSeconds: 5, interdigitSeconds: 9, digitsMax: 16, terminator: "##", isCancelKeyEnabled: false,
      isSecret: true)
    #expect(play.effects == [.askInput(token: 1, request)])
    let asked = play.send(.inputReceived(token: 1, digits: "4111"))
    #expect(asked == [.encrypt(token: 2, keyID: "k1", publicKey: "PEM", secret: "4111")])
    #expect(play.context.storedCustomerInput == nil)
    #expect(play.send(.encrypted(token: 1, text: "bad")).isEmpty)
    play.send(.encrypted(token: 2, text: "c2VhbGVk"))
    #expect(play.took == "next" && play.context.storedCustomerInput == "c2VhbGVk")
  }

  @Test func inputThatCannotBeEncryptedIsNotStored() throws {
    var play = encrypting()
    play.send(.inputReceived(token: 1, digits: "4111"))
    let waiting = try JSON(encoding: play.execution).text + JSON(encoding: play.context).text
    #expect(!waiting.contains("4111"))
    play.send(.encrypted(token: 2, text: nil))
    #expect(play.took == "NoMatchingError" && play.context.storedCustomerInput == nil)
  }

  @Test func aBotTalksUntilItKnowsTheIntent() {
    let parameters: JSON = [
      "Text": "How can I help?", "LexV2Bot": ["AliasArn": "arn:bot"], "LexSessionAttributes": ["tier": "$.Attributes.tier"],
    ]
    var context = FlowContext.test(on: .chat)
    context.attributes["tier"] = "gold"
    context.lex["IntentName"] = "Earlier"
    var play = Play.of(
      .connectParticipantWithLexBot, parameters, conditions: ["Sales"], errors: ["NoMatchingCondition"], with: context)
    let turn = BotTurn(
      botARN: "arn:bot", text: "buy", localeID: "en_GB", sessionAttributes: (["tier": "gold"] as JSON).object ?? .init())
    #expect(play.effects.contains(.startTimer(token: 1, seconds: 300)))
    play.send(.presented(token: play.token))
    #expect(
      play.send(.messageReceived(contentType: "text/plain", text: "buy")) == [.cancelTimer(token: 1), .converse(token: 3, turn)])
    let known = (["tier": "silver"] as JSON).object ?? .init()
    play.send(.botAnswered(token: 3, .asked(messages: ["What?"], sessionAttributes: known)))
    let later = BotTurn(botARN: "arn:bot", text: "a car", localeID: "en_GB", sessionAttributes: known)
    play.send(.presented(token: play.token))
    #expect(play.send(.messageReceived(contentType: "text/plain", text: "a car")).last == .converse(token: play.token, later))
    let slots = (["item": "car"] as JSON).object ?? .init()
    let answer = BotAnswer.fulfilled(
      intent: "Sales", slots: slots, sessionAttributes: .init(), messages: ["Right."], isConfirmed: true)
    #expect(play.send(.botAnswered(token: play.token, answer)).contains { $0.token == play.token })
    #expect(play.send(.messageReceived(contentType: "text/plain", text: "thanks")).isEmpty)
    play.send(.presented(token: play.token))
    #expect(play.took == "Sales")
    #expect(play.context.lex["Slots"]?["item"] == "car" && play.context.lex["DialogState"] == "Fulfilled")
  }

  @Test func aBotOnVoiceListensToKeys() {
    let parameters: JSON = ["LexBot": ["Name": "Old", "Alias": "live"], "LexInitializationData": ["InitialMessage": "hi"]]
    func after(_ answer: BotAnswer) -> Play {
      Play.of(.connectParticipantWithLexBot, parameters, conditions: ["Sales"], errors: Self.menuErrors)
        .after { .botAnswered(token: $0, answer) }
    }
    let unknown = BotAnswer.fulfilled(
      intent: "Weather", slots: .init(), sessionAttributes: .init(), messages: [], isConfirmed: false)
    #expect(after(unknown).took == "NoMatchingCondition")
    #expect(after(.failed("gone")).took == "NoMatchingError")
    let asking = after(.asked(messages: ["Yes?"], sessionAttributes: .init()))
    #expect(asking.after { .inputTimedOut(token: $0) }.took == "InputTimeLimitExceeded")
    let keyed = asking.after { .inputReceived(token: $0, digits: "12") }
    #expect(
      keyed.effects.last
        == .converse(token: 3, BotTurn(botARN: "Old:live", text: "12", localeID: "en_GB", sessionAttributes: .init())))
    #expect(Play.of(.connectParticipantWithLexBot).took == "NoMatchingError")
    #expect(Play.of(.connectParticipantWithLexBot, parameters, with: .test(on: .task)).took == "NoMatchingError")
  }
}
