import Contacts
import FlowEngine
import Testing
import Vocabulary

/// What the API asks of recordings reaches the telephone, in the words of a flow.
struct CallRecordingTests {
  private func told(_ centre: inout Centre) -> [JSON.Object] {
    centre.core.takeOutput().effects.compactMap { effect in
      guard case .telephony(_, .setRecording(let behaviour)) = effect else { return nil }
      return behaviour
    }
  }

  private func recorded(_ behaviour: JSON.Object?) -> [String]? {
    (behaviour?["RecordingBehavior"]?["RecordedParticipants"]?.array)?.compactMap(\.string)
  }

  private func call(_ centre: inout Centre) throws -> String {
    try centre.core.callArrived(from: nil, to: "+441632960000", flow: "f", at: centre.now)
  }

  @Test func aSuspendedRecordingIsSilentUntilItIsResumed() throws {
    var centre = Centre(agents: 0)
    let contact = try call(&centre)
    try centre.core.startRecording(["Agent", "Customer"], of: contact, at: centre.now)
    #expect(recorded(told(&centre).last) == ["Agent", "Customer"])
    try centre.core.suspendRecording(of: contact, at: centre.now)
    let silent = try #require(told(&centre).last)
    #expect(recorded(silent) == [] && silent["IsSuspended"] == true)
    try centre.core.resumeRecording(of: contact, at: centre.now)
    let resumed = try #require(told(&centre).last)
    #expect(recorded(resumed) == ["Agent", "Customer"] && resumed["IsSuspended"] == nil)
  }

  @Test func aForgottenSuspensionEndsByItself() throws {
    var centre = Centre(agents: 0)
    let contact = try call(&centre)
    try centre.core.startRecording(["Customer"], of: contact, at: centre.now)
    try centre.core.suspendRecording(of: contact, at: centre.now)
    _ = told(&centre)
    centre.wait(minutes: 14)
    #expect(centre.core.contacts[contact]?.call?.recording?.isSuspended == true)
    centre.wait(minutes: 1)
    #expect(centre.core.contacts[contact]?.call?.recording?.isSuspended == false)
  }

  @Test func whatIsDoneOnceIsDoneOnce() throws {
    var centre = Centre(agents: 0)
    let contact = try call(&centre)
    let now = centre.now
    #expect(throws: CentreProblem.self) { try centre.core.stopRecording(of: contact, at: now) }
    #expect(throws: CentreProblem.self) { try centre.core.suspendRecording(of: contact, at: now) }
    #expect(throws: CentreProblem.self) { try centre.core.resumeRecording(of: contact, at: now) }
    try centre.core.startRecording(["Customer"], of: contact, at: now)
    #expect(throws: CentreProblem.self) { try centre.core.startRecording(["Customer"], of: contact, at: now) }
    try centre.core.stopRecording(of: contact, at: now)
    #expect(recorded(told(&centre).last) == [])
    #expect(throws: CentreProblem.self) { try centre.core.startRecording(["Customer"], of: contact, at: now) }
    #expect(throws: CentreProblem.self) { try centre.core.suspendRecording(of: contact, at: now) }
  }

  @Test func onlyACallIsRecorded() throws {
    var centre = Centre(agents: 1)
    let (chat, _) = try centre.chat()
    let now = centre.now
    #expect(throws: CentreProblem.self) { try centre.core.startRecording(["Customer"], of: chat, at: now) }
  }
}
