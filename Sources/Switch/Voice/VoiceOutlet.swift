import CallControl
package import Contacts
import FlowEngine
import SIP

/// What is to be played on a leg, before it is made.
struct SoundOrder: Sendable {
  let leg: LegID
  let playback: Int
  let instanceID: String
  let presentations: [Presentation]
  let isRepeated: Bool
  let voice: TextToSpeech
}

/// What happened on a call, for its contact.
package struct VoiceNews: Sendable {
  package let event: TelephonyEvent
  package let contactID: String
  package let instanceID: String
}

/// What signalling hands over to be done elsewhere: events for contacts, in their order, and what takes its time.
struct VoiceOutlet: Sendable {
  enum Job: Sendable {
    case arrival(ArrivingCall)
    case sounds(SoundOrder)
    case report(PasswordGuesses)
  }

  let news: AsyncStream<VoiceNews>
  let jobs: AsyncStream<Job>
  private let newsIn: AsyncStream<VoiceNews>.Continuation
  private let jobsIn: AsyncStream<Job>.Continuation

  /// Neither is bounded by its own count: calls are, and each has few of them at a time; so are reports, by the minute.
  init() {
    (news, newsIn) = AsyncStream.makeStream()
    (jobs, jobsIn) = AsyncStream.makeStream()
  }

  func tell(_ event: TelephonyEvent, contactID: String, instanceID: String) {
    newsIn.yield(VoiceNews(event: event, contactID: contactID, instanceID: instanceID))
  }

  func arrived(_ call: ArrivingCall) { jobsIn.yield(.arrival(call)) }
  func prepare(_ order: SoundOrder) { jobsIn.yield(.sounds(order)) }

  func report(_ guesses: PasswordGuesses) { jobsIn.yield(.report(guesses)) }

  func finish() {
    newsIn.finish()
    jobsIn.finish()
  }
}
