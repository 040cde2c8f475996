/// Objects of a contact are numbered, and those of recordings from a million on: audio and its timeline, in turn.
public struct RecordingNumber: Sendable, Hashable {
  private static let first = 1_000_000

  /// From 0: a recording that was ended and begun again has several.
  public let part: Int
  /// Whether it is of the audio, and not of the timeline beside it.
  public let isAudio: Bool

  public init(part: Int) {
    self.part = part
    isAudio = true
  }

  /// - Returns: nil for an object that is of no recording.
  public init?(_ objectID: String) {
    guard let text = objectID.split(separator: ".").last, let number = Int(text), number >= Self.first else { return nil }
    part = (number - Self.first) / 2
    isAudio = (number - Self.first).isMultiple(of: 2)
  }

  public var audio: Int { Self.first + 2 * part }
  public var timeline: Int { audio + 1 }
}
