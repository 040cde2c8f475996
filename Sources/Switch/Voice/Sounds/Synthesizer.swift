/// Speaks texts.
package protocol Synthesizer: Sendable {
  /// - Parameters:
  ///   - text: of `SpeechLimits.textBytesMax` bytes at most.
  ///   - voice: a name of Amazon Polly's; one that is not known is spoken by the default voice.
  ///   - ratePercent: how fast, 100 as usual.
  /// - Returns: samples of 16 bits, and how many a second; nil where it cannot be spoken.
  func speak(_ text: String, voice: String, ratePercent: Int) async -> (samples: [Int16], rate: Int)?
}

enum SpeechLimits {
  /// Of one presentation: Connect's bound for text (GetParticipantInput, MessageParticipant).
  static let textBytesMax = 6_000
}
