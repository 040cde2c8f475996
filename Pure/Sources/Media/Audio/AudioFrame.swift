/// The unit in which audio is played out, mixed and recorded.
public enum AudioFrame {
  public static let milliseconds = 20
  public static let samples = G711.samplesPerSecond * milliseconds / 1_000
}
