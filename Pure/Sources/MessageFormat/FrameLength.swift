/// Bytes of plaintext in each frame of a message but its last, which may have fewer.
public enum FrameLength: Int, Sendable, CaseIterable {
  /// The SDK's own default: short messages.
  case kibibytes4 = 4_096
  /// Live audio: half a second of two-channel G.711.
  case kibibytes8 = 8_192
  /// All else.
  case kibibytes64 = 65_536
}
