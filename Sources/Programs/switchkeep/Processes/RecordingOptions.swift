import ArgumentParser

/// What an operator says of recordings (docs/telephony.md).
struct RecordingOptions: ParsableArguments {
  @Option(help: "Seconds after which a suspended recording goes on by itself, 10 to 86400.")
  var recordingSuspensionSeconds = 900

  func validate() throws {
    guard (10...86_400).contains(recordingSuspensionSeconds) else {
      throw ValidationError("--recording-suspension-seconds: 10 to 86400")
    }
  }

  /// The same, for a process that is started.
  var arguments: [String] { ["--recording-suspension-seconds", "\(recordingSuspensionSeconds)"] }
}
