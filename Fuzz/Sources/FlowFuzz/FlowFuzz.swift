import Contacts
import FlowEngine
import FlowLanguage
import FuzzEntry
import Vocabulary

/// Input: a byte that says how the outside answers, then a flow's content. What is read runs on a call and a task.
@main struct Fuzz: Fuzzer {
  private static let now = Moment(seconds: 1_700_000_000)
  /// Answers that one contact gets; a flow that goes on and on is stopped by its own bounds before.
  private static let answersMax = 60

  static func check(_ input: [UInt8]) {
    guard let answers = input.first else { return }
    let text = String(decoding: input.dropFirst(), as: UTF8.self)
    imported(text)
    for type in FlowType.allCases {
      switch FlowReader.read(text, as: type) {
      case .failure(let found): mustHold(!found.problems.isEmpty, "what is refused has a problem")
      case .success(let flow): if type == .contactFlow { run(flow, answers) }
      }
    }
  }

  /// The older form of an export is turned into the flow language or refused, and what it names is bound or told.
  private static func imported(_ text: String) {
    guard let json = try? JSON.parse(text) else { return }
    switch ModulesExport.converted(json) {
    case .failure(let found): mustHold(!found.problems.isEmpty, "what is refused has a problem")
    case .success(let content):
      let binding = FlowBinding(map: ["${a}": "q"], directory: FlowBinding.Directory())
      guard let result = try? binding.bind(content, as: ModulesExport.type(json) ?? .contactFlow) else { return }
      mustHold(result.bound.isEmpty || result.content != content, "what is bound has changed")
    }
  }

  private static func run(_ flow: Flow, _ answers: UInt8) {
    let identity = InstanceIdentity(id: "i", arn: "arn:aws:connect:us-east-1:1:instance/i", accountID: "1", region: "us-east-1")
    var centre = ContactCentre(instance: identity, entropy: SeededEntropy(seed: UInt64(answers)))
    let runnable = RunnableFlow(id: "f", arn: "\(identity.arn)/contact-flow/f", name: "f", digest: "d", flow: flow)
    centre.configure(
      [
        .flow(id: "f", FlowSettings(runnable: runnable, type: .contactFlow, isDefault: true)),
        .queue(
          id: "q",
          QueueSettings(
            id: "q", arn: "\(identity.arn)/queue/q", name: "q", hoursID: nil, contactsMax: 2, isEnabled: true,
            outboundCallerNumber: nil)),
      ], at: now)
    _ = try? centre.callArrived(from: "+441632960011", to: "+441632960000", flow: "f", at: now)
    _ = try? centre.startTask(
      ContactCentre.Beginning(flowReference: "f"), templateID: nil, target: nil, scheduledAt: nil, previousContactID: nil, at: now
    )
    var moment = now
    for turn in 0..<answersMax {
      moment = moment.adding(seconds: 5)
      for effect in centre.takeOutput().effects { answer(effect, answers &+ UInt8(turn), &centre, moment) }
      centre.timePassed(at: moment)
    }
    for contact in centre.contacts.values {
      mustHold((try? Packed.value(Contact.self, from: Packed.bytes(of: contact))) == contact, "a contact is stored as it is")
    }
  }

  private static func answer(_ effect: CentreEffect, _ choice: UInt8, _ centre: inout ContactCentre, _ now: Moment) {
    switch effect {
    case .invokeFunction(let id, let token, _):
      centre.functionAnswered(choice.isMultiple(of: 3) ? .failed("no") : .answered(["a": "1"]), token: token, for: id, at: now)
    case .converse(let id, let token, _): centre.botAnswered(.failed("no"), token: token, for: id, at: now)
    case .encrypt(let id, let token, _, _, _):
      centre.encrypted(choice.isMultiple(of: 2) ? nil : "x", token: token, for: id, at: now)
    case .telephony(let id, .play(let token, _, _, false, _)): centre.telephony(.played(token: token), of: id, at: now)
    case .telephony(let id, .collect(let token, _, _)):
      let digits = TelephonyEvent.digitsCollected(token: token, digits: "\(choice % 10)")
      centre.telephony(choice.isMultiple(of: 4) ? .inputTimedOut(token: token) : digits, of: id, at: now)
    case .telephony(let id, .dialThirdParty(let token, _)), .telephony(let id, .dialCustomer(let token, _, _, _)):
      centre.telephony(choice.isMultiple(of: 2) ? .dialAnswered(token: token) : .dialFailed(token: token), of: id, at: now)
    default: break
    }
  }
}
