import CallControl
import Contacts
import FlowEngine
import Testing
import Vocabulary

/// Whatever is asked for and happens, in whatever order: nobody hears themselves or who is on hold, and no leg is left over.
@Suite struct AnyOrderTests {
  private static let contacts = ["A", "B", "C"]

  private static func command(_ entropy: inout SeededEntropy) -> TelephonyCommand {
    let agent = ["ann", "bob"][Int(entropy.next() % 2)]
    let audience: Audience = entropy.next() % 2 == 0 ? .customer : .agent
    let voice = TextToSpeech()
    switch entropy.next() % 18 {
    case 0: return .callAgent(agentID: agent)
    case 1: return .join(agentID: agent)
    case 2: return .hold(audience)
    case 3, 4: return .resume(audience)
    case 5: return .mute(agentID: agent, isMuted: entropy.next() % 2 == 0)
    case 6: return .dialCustomer(token: 0, number: "+441632960011", callerNumber: nil, timeLimitSeconds: 9)
    case 7:
      return .dialThirdParty(
        token: -1,
        ThirdPartyRequest(number: "+441632960022", timeLimitSeconds: 9, continuesFlow: true, digits: nil, callerNumber: nil))
    case 8: return .consult(with: contacts[Int(entropy.next() % 3)])
    case 9: return .rename(to: contacts[Int(entropy.next() % 3)])
    case 10: return .release
    case 11: return .dropAgent(agentID: agent)
    case 12: return .hangUp
    case 13: return .play(token: 1, [.text("Hello")], to: audience, isRepeated: entropy.next() % 2 == 0, voice)
    case 15: return .monitor(contactID: contacts[Int(entropy.next() % 3)], mode: MonitorMode.allCases[Int(entropy.next() % 3)])
    case 16: return .answerReferral(agentID: agent, .busy)
    case 14: return .setRecording(recording(["Agent", "Customer"]))
    default:
      return .collect(
        token: 2,
        InputRequest(
          presentations: [], timeLimitSeconds: 5, interdigitSeconds: 3, digitsMax: 3, terminator: "#", isCancelKeyEnabled: false,
          isSecret: entropy.next() % 2 == 0), voice)
    }
  }

  private static func step(_ telephones: inout Telephones, _ entropy: inout SeededEntropy) {
    let contactID = contacts[Int(entropy.next() % 3)]
    let leg = telephones.legs.sorted().dropFirst(Int(entropy.next() % 8)).first
    switch (entropy.next() % 8, leg) {
    case (0, _): if telephones.isFree(contactID) { _ = telephones.call(contactID) }
    case (1, let leg?), (2, let leg?): telephones.happens(.answered, leg)
    case (3, let leg?) where entropy.next() % 4 == 0: telephones.happens(.hungUp, leg)
    case (4, let leg?): telephones.happens(entropy.next() % 4 == 0 ? .referred(to: "x") : .pressed("1"), leg)
    case (5, let leg?) where telephones.timers[.dial(leg)] != nil: telephones.fires(.dial(leg))
    case (5, let leg?) where telephones.timers[.input(leg)] != nil: telephones.fires(.input(leg))
    default: telephones.perform(command(&entropy), contactID)
    }
  }

  @Test(arguments: 0..<200) func nothingIsLeftOver(seed: UInt64) {
    var (telephones, entropy) = (Telephones(), SeededEntropy(seed: seed))
    for _ in 0..<300 {
      Self.step(&telephones, &entropy)
      #expect(telephones.bridge.legCount == telephones.legs.count)
      #expect(telephones.hearing.filter { !$0.value.isEmpty } == telephones.bridge.hearing)
      for (leg, others) in telephones.hearing {
        #expect(!others.contains(leg) && others == others.sorted() && telephones.legs.isSuperset(of: others))
      }
      for timer in telephones.timers.keys {
        switch timer {
        case .dial(let leg), .input(let leg): #expect(telephones.legs.contains(leg), "a timer of a leg that is gone")
        }
      }
    }
    for contactID in Self.contacts { telephones.perform(.hangUp, contactID) }
    #expect(telephones.legs.isEmpty && telephones.bridge.callCount == 0 && telephones.timers.isEmpty)
    #expect(telephones.tracks.values.allSatisfy { $0.customer.isEmpty && $0.agent.isEmpty } || telephones.tracks.isEmpty)
  }
}
