/// What the voice host needs of contacts.
package protocol VoiceCentre: Sendable {
  /// Somebody calls.
  /// - Parameter began: told the contact's id before anything is asked of it.
  /// - Throws: where no contact can begin; the call is refused.
  func callArrived(
    instanceID: String, from callerNumber: String?, to calledNumber: String, contactFlowID: String, tags: [String],
    began: @escaping @Sendable (String) -> Void
  ) async throws
  /// Takes what happens on calls, until there is no more. Events of one contact come in their order.
  func follow(_ news: AsyncStream<VoiceNews>) async
  /// No call goes on: this one has just started.
  func callsLost() async
}

/// Where the audio of prompts is.
package protocol VoicePrompts: Sendable {
  /// - Returns: nil where there is no such prompt.
  func prompt(_ promptID: String, instanceID: String) async -> VoicePrompt?
  /// An audio file that a flow names by its URI.
  func file(_ uri: String) async -> VoicePrompt?
}

package struct VoicePrompt: Sendable {
  /// Tells audio apart: prompts with the same have the same sound.
  package let identity: String
  /// The bytes of a WAV file.
  package let load: @Sendable () -> [UInt8]?

  package init(identity: String, load: @escaping @Sendable () -> [UInt8]?) {
    self.identity = identity
    self.load = load
  }
}

/// Takes both sides of a call as they are spoken: samples of 16 bits, 8,000 a second.
///
/// It is called from the media thread and never waits. Digits that are secret are silence before they come here.
package protocol RecordingSink: Sendable {
  /// Somebody is there to be recorded. A side that is not recorded is silence.
  func begin(contactID: String)
  /// From here on there is silence because it was asked for, or sound again. Said twice it is said once.
  func suspend(contactID: String, _ isSuspended: Bool)
  /// 20 ms of both sides.
  /// - Parameter position: of its first sample, counted from the beginning. Time in which nobody was there is left out of
  ///   nothing: positions go on by the clock.
  func append(contactID: String, customer: Span<Int16>, agent: Span<Int16>, at position: Int)
  func finish(contactID: String)
}
